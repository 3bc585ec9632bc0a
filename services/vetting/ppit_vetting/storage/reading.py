"""Tells a source that could not be read from one that holds nothing."""

from collections.abc import Generator
from contextlib import contextmanager

from sqlalchemy.exc import SQLAlchemyError

from ppit_matching import MalformedRecord

# A stored record of another shape fails in any of these ways.
_UNREADABLE = (SQLAlchemyError, MalformedRecord, AttributeError, LookupError, TypeError, ValueError)


class SourceUnreadable(Exception):
    """A source did not answer, or with what this code cannot read. The transaction is void."""


@contextmanager
def reading() -> Generator[None]:
    try:
        yield
    except _UNREADABLE as failure:
        raise SourceUnreadable from failure
