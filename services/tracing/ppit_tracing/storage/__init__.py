"""The database: rows, stores and migrations."""
