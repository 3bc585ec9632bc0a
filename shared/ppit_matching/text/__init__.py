"""Letters and words: folding to plain ones, and how they sound."""
