"""The typed client that a partner installs."""
