"""The register of partners: who stands in it, and how two people change it."""
