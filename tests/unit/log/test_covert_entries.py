"""Covert entries (I8) that go on with one another are revealed together."""

from datetime import UTC, datetime

from ppit_gateway.log.covert import CovertEntries
from ppit_gateway.log.entries import Draft, Kind

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
BODY = {"reveal_after": "2026-12-31"}


def test_what_goes_on_with_a_covert_entry_is_revealed_with_it_even_after_a_crash() -> None:
    waiting = CovertEntries()
    waiting.absorb(Draft(Kind.COVERT, key, BODY) for key in ("a", "a/1", "b", "b/1"))
    assert waiting.due(NOW) == ()
    waiting.absorb([Draft(Kind.REVEAL, "a", {})])
    due = (Draft(Kind.REVEAL, "a/1", {"revealed_with": "a"}),)
    assert waiting.due(NOW) == due
    restarted = CovertEntries()
    restarted.remember({"a/1": BODY, "b": BODY, "b/1": BODY})
    assert restarted.due(NOW) == due


def test_a_day_that_is_over_is_told_as_the_reason() -> None:
    waiting = CovertEntries()
    waiting.remember({"a": {"reveal_after": "2026-03-01"}, "b": {"reveal_after": "2026-03-02"}})
    assert waiting.due(NOW) == (Draft(Kind.REVEAL, "a", {"due_after": "2026-03-01"}),)
