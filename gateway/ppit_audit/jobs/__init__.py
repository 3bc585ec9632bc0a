"""What the audit does by itself."""
