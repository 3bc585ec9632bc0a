"""The words and rules of the gate: pure."""
