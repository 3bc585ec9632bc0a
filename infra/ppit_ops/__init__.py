"""Starts the house, works it from the command line, and tells its story."""
