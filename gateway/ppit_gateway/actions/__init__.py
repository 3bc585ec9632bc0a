"""What the gate does, one module per verb."""
