"""Addresses: taken apart, looked up by keys, resolved to a door."""
