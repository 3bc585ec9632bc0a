"""How two people stand to one another: levels, weights, probability, band."""
