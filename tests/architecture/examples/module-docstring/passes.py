"""Tells the day on which a rule falls, in London."""

DAYS = 28
