"""The register and its changes in the database of the gate: the only package that speaks SQL."""
