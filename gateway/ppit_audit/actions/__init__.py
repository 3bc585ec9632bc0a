"""What the audit does, one module per verb."""
