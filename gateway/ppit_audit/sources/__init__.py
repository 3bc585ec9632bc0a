"""Services of the house that the audit asks, through the gate."""
