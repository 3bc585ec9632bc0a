"""Durable work that no caller waits for."""
