"""Counts failed authentications per minute and client: flooding us must not fill the log.

One entry of the log for a client and a minute, not one for each failure. Whoever cannot be named
is counted together.
"""

import logging
from collections import Counter
from datetime import datetime
from uuid import UUID

from ppit_gateway.log.client import LogClient
from ppit_gateway.log.entries import Draft
from ppit_gateway.log.errors import LogUnavailable

UNNAMED = "unknown"
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
        told = {
            place: count
            for place, count in self._counts.items()
            if all_of_them or place[0] < current
        }
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
            return
        for place, count in told.items():
            self._counts[place] -= count
            if self._counts[place] <= 0:
                del self._counts[place]
