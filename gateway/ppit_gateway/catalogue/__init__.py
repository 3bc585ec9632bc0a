"""The published OpenAPI document of every service behind the gate: what is not here is not routed."""
