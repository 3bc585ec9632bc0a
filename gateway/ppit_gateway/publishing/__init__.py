"""The publisher: states to the world, once a second, what the log holds, and has it witnessed."""
