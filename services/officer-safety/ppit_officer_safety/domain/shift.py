"""How long an answer may be relied on: until the end of the shift it was given in."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo


def end_of_shift(now: datetime, ends: Sequence[time], zone: tzinfo) -> datetime:
    """Return the first shift end after ``now``, in UTC; ``ends`` are times of day in ``zone``.

    Shift times are common practice, not law: an operator configures them.
    """
    local_day = now.astimezone(zone).date()
    days: list[date] = [local_day, local_day + timedelta(days=1)]
    candidates = [
        datetime.combine(day, end, tzinfo=zone).astimezone(UTC) for day in days for end in ends
    ]
    return min(end for end in candidates if end > now)
