"""Whom entries name, and what is asked of those that merge, hide or reveal people (I4, I8)."""

import json
from datetime import UTC, date, datetime
from itertools import count

import pytest

from ppit_gateway.log.admission import Admission, Next
from ppit_gateway.log.covert import CovertEntries
from ppit_gateway.log.entries import Draft, Held, Kind, Name, commitment
from ppit_gateway.log.errors import EntryRefused
from ppit_gateway.log.identities import (
    LONGEST_COVERT,
    NO_COVERT,
    check_naming,
    revealed,
    sealed_subjects,
    told_of,
)
from ppit_gateway.log.naming import named_by
from ppit_gateway.log.wire import Failure

ANN, BEN, CAT = (f"e1:{letter * 40}" for letter in "abc")
NOBODY: set[str] = set()
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
COVERT = Draft(
    Kind.COVERT,
    "f-1",
    {"fact": {"subjects_disclosed": []}, "reveal_after": "2026-03-01"},
    sealed_subjects([ANN], [ANN, BEN]),
)
REVEAL = Draft(Kind.REVEAL, "f-1", {"asked_by": "dpo-001"})


def an_admission(held: dict[Name, Held] | None = None) -> Admission:
    salts = count(1)
    return Admission(held or {}, Next(0, 1, NOW, lambda: next(salts).to_bytes(32)))


def leaf(kind: str, body: object) -> str:
    return json.dumps({"kind": kind, "body": body})


@pytest.mark.parametrize(
    ("kind", "body", "named"),
    [
        (
            "fact",
            {"fact": {"subjects_searched": [ANN, BEN], "subjects_disclosed": [ANN]}},
            {ANN, BEN},
        ),
        ("alias", {"pseudonyms": [ANN, CAT]}, {ANN, CAT}),
        ("reveal", {"openings": {"a": {"salt": "00", "value": BEN}}}, {BEN}),
        ("covert", {"fact": {"subjects_disclosed": [ANN]}}, NOBODY),
        ("outcome", {"fact": {"subjects_disclosed": [ANN]}}, NOBODY),
        ("fact", {"fact": {"subjects_searched": ANN, "subjects_disclosed": [1, None, BEN]}}, {BEN}),
        ("fact", {"fact": [ANN]}, NOBODY),
        ("fact", [ANN], NOBODY),
        ("reveal", {"openings": [ANN]}, NOBODY),
        ("alias", {"pseudonyms": None}, NOBODY),
    ],
)
def test_three_kinds_of_entries_name_people_and_no_other_does(
    kind: str, body: object, named: set[str]
) -> None:
    assert named_by(leaf(kind, body)) == named


def test_a_text_that_is_no_object_names_nobody() -> None:
    assert named_by("[]") == frozenset()


@pytest.mark.parametrize(
    "draft",
    [
        Draft(Kind.ALIAS, "a", {"pseudonyms": [ANN]}),
        Draft(Kind.ALIAS, "a", {"pseudonyms": [ANN, ANN]}),
        Draft(Kind.ALIAS, "a", {"pseudonyms": [ANN, BEN, CAT]}),
        Draft(Kind.ALIAS, "a", {"pseudonyms": [ANN, "Ann Other"]}),
        Draft(Kind.ALIAS, "a", {"pseudonyms": f"{ANN} {BEN}"}),
        Draft(Kind.ALIAS, "a", {}),
        Draft(Kind.COVERT, "c", COVERT.body),
        Draft(Kind.COVERT, "c", COVERT.body, {"subjects_searched/0": "Ann Other"}),
        Draft(Kind.COVERT, "c", COVERT.body, {**COVERT.sealed, "case_reference": ANN}),
        Draft(Kind.COVERT, "c", {}, COVERT.sealed),
        Draft(Kind.COVERT, "c", {"reveal_after": "20260301"}, COVERT.sealed),
        Draft(Kind.COVERT, "c", {"reveal_after": "never"}, COVERT.sealed),
        Draft(Kind.COVERT, "c", {"reveal_after": 20260301}, COVERT.sealed),
        Draft(
            Kind.COVERT, "c", {**COVERT.body, "fact": {"subjects_searched": [CAT]}}, COVERT.sealed
        ),
        Draft(Kind.REVEAL, "r", {"openings": {}}),
        Draft(Kind.REVEAL, "r", {}, {"subjects_searched/0": ANN}),
    ],
)
def test_what_does_not_say_whom_it_merges_hides_or_reveals_is_refused(draft: Draft) -> None:
    with pytest.raises(EntryRefused):
        check_naming(draft)


def test_what_says_it_is_let_pass() -> None:
    good = [Draft(Kind.ALIAS, "a", {"pseudonyms": (ANN, BEN)}), COVERT, REVEAL, Draft("x", "x", {})]
    for draft in good:
        check_naming(draft)
    assert [told_of(draft) for draft in (REVEAL, COVERT)] == [
        (("reveal", "f-1"), ("covert", "f-1")),
        (("covert", "f-1"),),
    ]


def test_a_covert_entry_names_nobody_until_its_reveal_opens_what_it_sealed() -> None:
    batch = an_admission()
    assert batch.offer([COVERT]).failure is None
    later = an_admission({one.draft.name: one.held for one in batch.records})
    assert later.offer([REVEAL]).failure is None
    (covert,), (reveal,) = batch.records, later.records
    sealed = json.loads(covert.text)["sealed"]
    openings = json.loads(reveal.text)["body"]["openings"]
    assert not any(name in covert.text for name in (ANN, BEN))
    assert named_by(covert.text) == frozenset()
    assert named_by(reveal.text) == {ANN, BEN}
    assert sealed == {
        name: commitment(name, bytes.fromhex(one["salt"]), one["value"])
        for name, one in openings.items()
    }
    assert json.loads(reveal.text)["body"]["covert"] == covert.index


def test_what_is_revealed_is_found_whoever_asks_again_even_in_the_same_request() -> None:
    batch = an_admission()
    first = batch.offer([COVERT, REVEAL])
    again = batch.offer([Draft(Kind.REVEAL, "f-1", {"asked_by": "somebody else"})])
    assert again.receipts == first.receipts[1:]
    assert len(batch.records) == 2


def test_nothing_is_revealed_that_was_not_covert_or_was_erased() -> None:
    batch = an_admission()
    never = batch.offer([REVEAL])
    batch.offer([COVERT])
    (record,) = batch.records
    erased = Held(record.held.receipt, record.text, ())
    gone = an_admission({record.draft.name: erased}).offer([REVEAL])
    assert [(one.failure, one.reason) for one in (never, gone)] == [
        (Failure.CONFLICT, NO_COVERT)
    ] * 2
    assert revealed(REVEAL, record.held).body["covert"] == 0


def test_nothing_is_covert_for_ever() -> None:
    last = (NOW + LONGEST_COVERT).date()
    days = [last, date.fromordinal(last.toordinal() + 1)]
    offered = [
        Draft(Kind.COVERT, str(day), {"reveal_after": day.isoformat()}, COVERT.sealed)
        for day in days
    ]
    answers = [an_admission().offer([draft]).failure for draft in offered]
    assert answers == [None, Failure.REFUSED]


def test_a_covert_entry_is_due_when_its_day_is_over_and_not_once_it_is_revealed() -> None:
    waiting = CovertEntries()
    waiting.remember({"old": {"reveal_after": "2026-03-01"}, "bad": {}})
    waiting.absorb([COVERT, Draft(Kind.COVERT, "new", {"reveal_after": "2026-03-02"})])
    assert waiting.due(NOW) == (
        Draft(Kind.REVEAL, "old", {"due_after": "2026-03-01"}),
        Draft(Kind.REVEAL, "f-1", {"due_after": "2026-03-01"}),
    )
    waiting.absorb([REVEAL, Draft(Kind.REVEAL, "old", {}), Draft("fact", "new", {})])
    assert waiting.due(NOW) == ()
    assert [one.key for one in waiting.due(datetime(2026, 3, 3, tzinfo=UTC))] == ["new"]
