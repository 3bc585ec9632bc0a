"""Counts failed authentications per minute and client: flooding us must not fill the log.

One entry of the log for a client and a minute, not one for each failure. Whoever cannot be named
is counted together.
"""

import logging
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from ppit_gateway.log.client import LogClient
from ppit_gateway.log.entries import Draft
from ppit_gateway.log.errors import LogUnavailable

UNNAMED = "unknown"
_AT_ONCE = 500
_log = logging.getLogger("ppit.gate")


class FailureCounter:
    """The failures of one worker since it last told the log."""

    def __init__(self, log: LogClient, worker: UUID) -> None:
        self._log = log
        self._worker = worker
        self._counts: Counter[tuple[str, str]] = Counter()

    def note(self, client_id: str | None, now: datetime) -> None:
        self._counts[(f"{now:%Y-%m-%dT%H:%MZ}", client_id or UNNAMED)] += 1

    async def tell(self, now: datetime, *, all_of_them: bool = False) -> None:
        """Write the minutes that are over; keep them for the next time if the log is away."""
        current = f"{now:%Y-%m-%dT%H:%MZ}"
        over = [place for place in self._counts if all_of_them or place[0] < current]
        # After a night without a log there may be more minutes than it takes at once.
        for start in range(0, len(over), _AT_ONCE):
            if not await self._told(over[start : start + _AT_ONCE]):
                return

    async def _told(self, places: Sequence[tuple[str, str]]) -> bool:
        told = {place: self._counts[place] for place in places}
        drafts = [
            Draft(
                "auth-failures",
                f"{self._worker}/{minute}/{client}/{count}",
                {"minute": minute, "client_id": client, "failures": count},
            )
            for (minute, client), count in told.items()
        ]
        try:
            await self._log.append_many(drafts)
        except LogUnavailable:
            _log.warning("auth_failures_kept entries=%d", len(drafts))
            return False
        for place, count in told.items():
            self._counts[place] -= count
            if self._counts[place] <= 0:
                del self._counts[place]
        return True
