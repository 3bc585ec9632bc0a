"""People as typed and as compared, and the keys they are found by."""
