"""People's names: taken apart, with their titles, particles and pet forms."""
