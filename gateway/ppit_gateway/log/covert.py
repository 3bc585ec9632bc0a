"""Covert entries that wait for their reveal: the log itself makes it, when their day is over."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime

from ppit_gateway.log.entries import Draft, Kind
from ppit_gateway.log.identities import PART, reveal_after


class CovertEntries:
    """Those without a reveal, by key, each with the last day on which it may wait for one."""

    def __init__(self) -> None:
        self._waiting: dict[str, date] = {}

    def remember(self, bodies: Mapping[str, Mapping[str, object]]) -> None:
        """Take up what the log holds: the bodies of covert entries without a reveal, by key."""
        self._waiting = {}
        for key, body in bodies.items():
            self._note(key, body)

    def absorb(self, drafts: Iterable[Draft]) -> None:
        """Note what has been committed."""
        for draft in drafts:
            if draft.kind == Kind.COVERT:
                self._note(draft.key, draft.body)
            elif draft.kind == Kind.REVEAL:
                self._waiting.pop(draft.key, None)

    def due(self, now: datetime) -> tuple[Draft, ...]:
        """Reveal those whose day is over, by the calendar of UTC, and those that go on with an
        entry that somebody has had revealed early.
        """
        today = now.astimezone(UTC).date()
        return tuple(
            Draft(Kind.REVEAL, key, {"due_after": day.isoformat()})
            if day < today
            else Draft(Kind.REVEAL, key, {"revealed_with": key.partition(PART)[0]})
            for key, day in self._waiting.items()
            if day < today or key.partition(PART)[0] not in self._waiting
        )

    def _note(self, key: str, body: Mapping[str, object]) -> None:
        day = reveal_after(body)
        if day is not None:
            self._waiting[key] = day
