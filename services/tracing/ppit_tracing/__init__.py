"""Traces debtors lawfully: stop flags first, two independent sources before any address."""
