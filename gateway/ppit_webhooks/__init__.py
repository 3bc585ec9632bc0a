"""Webhooks: partners are told, by identifiers alone, that something of their own has changed."""
