"""Rules without I/O: when to try again, how to sign, where nobody may be called."""
