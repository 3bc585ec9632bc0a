"""Finds people by hashed keys: who may be meant, never who is. ``rank`` them afterwards."""

from ppit_platform.person_index.index import Found, IndexState, PersonIndex

__all__ = ["Found", "IndexState", "PersonIndex"]
