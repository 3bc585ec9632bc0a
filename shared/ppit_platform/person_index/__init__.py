"""Finds people by hashed keys: who may be meant, never who is. ``rank`` them afterwards."""

from ppit_platform.person_index.index import IndexState, Look, PersonIndex
from ppit_platform.person_index.ranking import Found

__all__ = ["Found", "IndexState", "Look", "PersonIndex"]
