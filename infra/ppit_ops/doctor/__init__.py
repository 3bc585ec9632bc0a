"""``ppit doctor``: what is weak about a house as it is configured, and why that matters."""
