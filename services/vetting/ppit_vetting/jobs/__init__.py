"""Durable work: the checks of a case."""
