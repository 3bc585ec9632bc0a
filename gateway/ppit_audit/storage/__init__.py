"""The log as it is read, and the audit's own tables: the only package that speaks SQL."""
