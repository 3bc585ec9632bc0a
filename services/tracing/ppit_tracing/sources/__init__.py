"""What tracing asks of other services."""
