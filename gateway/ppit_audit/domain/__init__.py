"""What an entry says, what looks amiss, what a recall is: pure rules."""
