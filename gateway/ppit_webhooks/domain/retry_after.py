"""What a receiver asks by ``Retry-After`` (RFC 9110 s.10.2.3): seconds, or an instant."""

from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

_DIGITS = 9
_NOTHING = timedelta(0)


def asked_to_wait(retry_after: str, date: str) -> timedelta | None:
    """Return how long to wait; None for what says nothing.

    An instant is by the receiver's own clock: it is counted from the ``Date`` of the same answer,
    and says nothing without one.
    """
    if retry_after.isascii() and retry_after.isdigit():
        return timedelta(seconds=int(retry_after)) if len(retry_after) <= _DIGITS else None
    until, said = _instant(retry_after), _instant(date)
    return None if until is None or said is None else max(_NOTHING, until - said)


def _instant(text: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(text)
    except ValueError:
        return None
    # A date without a zone is no date of HTTP (RFC 9110 s.5.6.7).
    return None if found.tzinfo is None else found
