"""Partners, agreements, clients and quotas: the only package beside the log that speaks SQL."""
