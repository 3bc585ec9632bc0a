"""Which entries of the log name whom, as a map whose root is signed: complete, or provably not."""
