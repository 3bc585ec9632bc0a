"""What a victim register knows and decides. Pure: no I/O, no framework."""
