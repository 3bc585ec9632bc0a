"""What the gate reads from outside its database: its own signing keys, and its partners' keys."""
