DAYS = 28  # finding
"""A text after the first statement is not the docstring of the module."""
