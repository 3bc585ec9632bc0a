"""The hot path: raw ASGI from a partner to a service and back."""
