"""One verb a module: each takes what it needs and returns a value."""
