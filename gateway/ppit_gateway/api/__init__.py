"""HTTP: the token service, discovery and documentation."""
