"""A small Kent that does not exist, with the truth about everyone in it."""
