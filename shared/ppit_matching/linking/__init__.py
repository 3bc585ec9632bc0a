"""Whole lists of people linked: columns, candidate pairs, levels, training, clusters."""
