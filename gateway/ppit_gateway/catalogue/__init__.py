"""The published OpenAPI document of every service: what is not here is not routed."""
