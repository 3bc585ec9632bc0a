"""One day in the life of the house, told in acts, each of which proves something."""
