"""The audit finds the traces of somebody, and as whom they were found (DPA 2018 s.45): ids, bands
and reasons, whichever organisation asked; and never that nobody was found where it could not look.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import LiteralString, cast

from ppit_platform.caller import Actor, Caller
from ppit_platform.codes import PurposeCode, Role
from ppit_tracing.storage.index_rebuilding import rebuild_index, rebuild_trace_index
from tests.support.calls import a_caller
from tests.support.tracing import Tracing, debt_recovery
from tests.support.tracing_town import a_debt

ALICE = {"name": {"given": ["Alice"], "family": "Fernhurst"}, "date_of_birth": "1980-04-12"}


def an_auditor() -> Caller:
    caller = a_caller(
        org_id="ppit",
        purpose=PurposeCode.AUDIT_LAWFULNESS,
        scopes=frozenset({"tracing:audit"}),
    )
    return replace(caller, actor=Actor("dpo-1", Role.DPO, "VOUCHED"))


async def found(tracing: Tracing, asked: Mapping[str, object]) -> dict[str, object]:
    served = await tracing.by(an_auditor()).post("/v1/audit/people", asked)
    assert served.status == 200, served.body
    listed = cast("list[dict[str, object]]", served.json["candidates"])
    return {str(one["subject_id"]): one["band"] for one in listed}


async def test_a_trace_and_the_record_that_it_found_are_candidates_whoever_asked(
    loaded: Tracing,
) -> None:
    one = await loaded.trace(a_debt())
    other = await loaded.by(debt_recovery("another")).trace(a_debt("Alice Fernhurst", 19))
    bands = await found(loaded, ALICE)
    (key,) = {
        row["subject_key"]
        for row in loaded.run.rows(
            "SELECT subject_key FROM trace_result WHERE trace_id = %s", one["trace_id"]
        )
    }
    assert {one["trace_id"], other["trace_id"], key} <= bands.keys()
    # The key is the source's own, spaces and all: the audit asks under which pseudonyms it is.
    named = await loaded.by(an_auditor()).post("/v1/audit/subjects", {"subject_ids": [key]})
    (subject,) = cast("list[dict[str, object]]", named.json["subjects"])
    assert (" " in str(key), subject["subject_id"], bool(subject["pseudonyms"])) == (
        True,
        key,
        True,
    )
    # Of the record, which says when she was born, more is known than of the debts.
    assert bands[key] != "POSSIBLE"
    assert await found(loaded, {**ALICE, "name": {"given": ["Agatha"], "family": "Merry"}}) == {}


async def test_traces_that_cannot_be_searched_never_say_that_nobody_was_found(
    loaded: Tracing,
) -> None:
    # Whoever is on a list and was never traced is nobody of whom anything was said.
    assert await found(loaded, ALICE) == {}
    trace = await loaded.trace(a_debt())
    before = await found(loaded, ALICE)
    assert str(trace["trace_id"]) in before
    old = await refused(loaded, "UPDATE trace_index_change SET key_version = 'keys-0'")
    lost = await refused(loaded, "DELETE FROM trace_index_change")
    rebuild_index(loaded.url)
    assert rebuild_trace_index(loaded.url) == 1
    assert await found(loaded, ALICE) == before
    lists = await refused(loaded, "UPDATE person_index SET key_version = 'keys-0'")
    assert [old, lost, lists] == [(503, "PEOPLE_UNSEARCHABLE")] * 3


async def refused(tracing: Tracing, fault: LiteralString) -> tuple[int, object]:
    tracing.run.rows(fault)
    served = await tracing.by(an_auditor()).post("/v1/audit/people", ALICE)
    return served.status, served.json.get("code")
