"""Dates of birth as people write them."""
