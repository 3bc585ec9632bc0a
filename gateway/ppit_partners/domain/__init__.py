"""Who may change what of the register: pure rules."""
