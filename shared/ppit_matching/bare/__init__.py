"""Names alone: whether two of them are the name of one person, or of one organisation."""
