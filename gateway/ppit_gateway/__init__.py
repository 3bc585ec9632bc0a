"""The gate: who are you, may you, say it in the log first, pass it on, filter what comes back."""
