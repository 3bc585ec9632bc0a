"""When a delivery is tried again: ten times over some three days (Standard Webhooks 1.0.0)."""

from datetime import timedelta

PAUSES = (
    timedelta(0),
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)
"""Before each attempt, after the one before it."""
ATTEMPTS = len(PAUSES)
SLOWED = timedelta(minutes=1)
"""How long a receiver is left alone that says it is overloaded, and does not say how long."""
_LONGEST = timedelta(hours=24)
_JITTER = 0.1


def pause_after(attempts: int, luck: float) -> timedelta | None:
    """Return how long to wait after so many attempts; None after the last.

    ``luck`` is from 0 up to 1: up to a tenth is added, so that not all come back at once.
    """
    if attempts >= ATTEMPTS:
        return None
    return PAUSES[attempts] * (1 + _JITTER * luck)


def slowed_for(retry_after: timedelta | None) -> timedelta:
    """Return how long to leave a receiver alone: what it asks for, within a day."""
    return min(SLOWED if retry_after is None else retry_after, _LONGEST)
