"""How people use the log: who saw whom, what was told, what was wrong of it, what looks amiss."""
