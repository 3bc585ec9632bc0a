"""What the administration does, one module per verb."""
