"""What one fact becomes in the log (I4, I8): itself, open or covert, its aliases, its reveals."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import cast

import pytest

from ppit_gateway.domain.record import FactUnreadable, read_fact
from ppit_gateway.log.entries import LARGEST_LEAF, Draft, Record, make_record
from ppit_gateway.log.identities import check_naming, revealed
from ppit_gateway.proxy.facts import entries_of
from ppit_platform.audit import AuditFact
from ppit_platform.codes import LogOperation
from ppit_platform.ids import new_id
from tests.support.calls import a_caller

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
ANN, BEN = (f"e1:{letter * 40}" for letter in "ab")
MERGED = AuditFact(
    LogOperation.COMBINATION,
    subjects_searched=(ANN, BEN),
    same=((ANN, BEN),),
    reveals=(new_id(), new_id()),
)
COVERT = AuditFact(
    LogOperation.CONSULTATION,
    subjects_searched=(ANN,),
    subjects_disclosed=(ANN, BEN),
    fields=("marker",),
    counts={"markers": 1},
    covert_until=date(2027, 1, 31),
)


@pytest.mark.parametrize("fact", [MERGED, COVERT, AuditFact(LogOperation.ERASURE)])
def test_a_fact_is_read_back_as_it_was_sent(fact: AuditFact) -> None:
    assert read_fact(json.loads(json.dumps(fact.as_json()))) == fact


def test_what_few_facts_say_does_not_stand_in_the_others() -> None:
    rare = {"same", "covert_until", "reveals"}
    assert rare.isdisjoint(AuditFact(LogOperation.ERASURE).as_json())
    assert MERGED.as_json().keys() & rare == {"same", "reveals"}
    with pytest.raises(FactUnreadable):
        read_fact({**MERGED.as_json(), "name": "Ann Other"})
    with pytest.raises(FactUnreadable):
        read_fact({**MERGED.as_json(), "same": [[ANN]]})


def test_a_merge_is_a_fact_and_an_alias_for_each_pair_under_names_of_their_own() -> None:
    fact, alias, *reveals = entries_of("victims", a_caller(), MERGED)
    assert (fact.kind, fact.key, alias.kind, alias.key) == (
        *("fact", str(MERGED.fact_id)),
        *("alias", f"{MERGED.fact_id}/0"),
    )
    assert alias.body["pseudonyms"] == [ANN, BEN]
    assert alias.body["fact_id"] == str(MERGED.fact_id)
    assert alias.body["actor"] == {"user_id": "w-017", "role": "WARDEN", "assurance": "VOUCHED"}
    assert [(one.kind, one.key) for one in reveals] == [
        ("reveal", str(earlier)) for earlier in MERGED.reveals
    ]
    for draft in (alias, *reveals):
        check_naming(draft)


def test_a_covert_fact_says_everything_but_whom_and_when_that_will_be_said() -> None:
    (covert,) = entries_of("officer-safety", a_caller(), COVERT, job_id="7")
    check_naming(covert)
    said = cast("dict[str, object]", covert.body["fact"])
    assert (covert.kind, covert.key) == ("covert", str(COVERT.fact_id))
    assert ANN not in json.dumps(covert.body)
    assert (said["fields"], said["counts"]) == (["marker"], {"markers": 1})
    assert (covert.body["reveal_after"], covert.body["job_id"]) == ("2027-01-31", "7")
    assert covert.sealed == {
        "subjects_searched/0": ANN,
        "subjects_disclosed/0": ANN,
        "subjects_disclosed/1": BEN,
    }


def test_a_covert_fact_about_nobody_hides_nothing() -> None:
    nobody = replace(COVERT, subjects_searched=(), subjects_disclosed=())
    assert [one.kind for one in entries_of("officer-safety", a_caller(), nobody)] == ["fact"]


CROWD = tuple(f"e1:{number:040x}" for number in range(3_000))
JOINED = tuple(zip(CROWD[:900], CROWD[900:1800], strict=True))


def fact_in(draft: Draft) -> dict[str, list[str]]:
    return cast("dict[str, list[str]]", draft.body["fact"])


def names_in(draft: Draft) -> set[str]:
    fact = fact_in(draft)
    return {*fact["subjects_searched"], *fact["subjects_disclosed"]}


def stamped(draft: Draft) -> Record:
    return make_record(draft, index=10**9, epoch=10**4, recorded_at=NOW, new_salt=lambda: bytes(32))


def leaf_of(draft: Draft) -> bytes:
    """Return the leaf; of a covert entry the longer one, of the reveal that opens it."""
    record = stamped(draft)
    if draft.kind != "covert":
        return record.text.encode()
    opening = revealed(Draft("reveal", draft.key, {"due_after": "2026-12-31"}), record.held)
    return max(record.text, stamped(opening).text, key=len).encode()


@pytest.mark.parametrize("covert_until", [None, date(2026, 12, 31)])
def test_a_fact_about_a_crowd_is_said_in_leaves_that_a_bundle_can_hold(
    covert_until: date | None,
) -> None:
    crowded = replace(
        MERGED,
        subjects_searched=CROWD[:2_000],
        subjects_disclosed=CROWD[500:],
        same=JOINED,
        counts={"matches": 7},
        covert_until=covert_until,
    )
    drafts = entries_of("victims", a_caller(), crowded)
    said = [one for one in drafts if one.kind in ("fact", "covert")]
    leaves = [leaf_of(one) for one in drafts]
    named = [set(one.sealed.values()) | names_in(one) for one in said]
    assert max(map(len, leaves)) <= LARGEST_LEAF == 65_535
    assert {one for part in named for one in part} == set(CROWD)
    assert [one.key for one in said] == [
        str(crowded.fact_id),
        *(f"{crowded.fact_id}/{number}" for number in range(1, len(said))),
    ]
    assert [fact_in(one)["counts"] for one in said[:2]] == [{"matches": 7}, {}]
    assert [one.body["pseudonyms"] for one in drafts if one.kind == "alias"] == [
        list(pair) for pair in JOINED
    ]
    assert [one.key for one in drafts if one.kind == "reveal"] == list(map(str, MERGED.reveals))
