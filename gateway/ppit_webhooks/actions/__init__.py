"""What the webhooks service does, one module per verb."""
