"""The way out: what partners run, and only that."""
