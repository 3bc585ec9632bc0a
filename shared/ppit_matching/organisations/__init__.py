"""Organisations: their names without what proves nothing, and whether two are one."""
