"""The transparency log: one process that orders, commits and signs what the house did."""
