"""The separate verifier holds the index (I8, I9): it names what the index leaves out, and refuses
a subject's report that is not whole.
"""

import json
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import psycopg
import pytest

import ppit_audit_verify as verifier
from ppit_gateway.log.config import plain_url
from ppit_gateway.log.entries import Draft, Kind
from ppit_gateway.log.export import export
from ppit_gateway.log.identities import sealed_subjects
from ppit_gateway.publishing.config import Advance
from ppit_gateway.subject_index.growing import advance
from ppit_gateway.subject_index.report import report
from ppit_gateway.subject_index.subjects import key_of
from ppit_gateway.subject_index.trie import root_of
from tests.support.log import ORIGIN, LogPlace, running_log
from tests.support.publishing import PublisherPlace, a_publisher_place, published, running_publisher
from tests.support.subject_index import a_fact, pseudonym, reading, truth_of

ANN, ANNE, NAN, BEN = map(pseudonym, range(4))
FACTS = [
    a_fact(number, [pseudonym(10 + number % 5)], [pseudonym(10 + number * number % 11)])
    for number in range(24)
]


def keys_of(publisher: PublisherPlace) -> list[verifier.Key]:
    return [verifier.Key(key.verifier_key) for key in publisher.reader.keys]


def exported(place: LogPlace) -> list[bytes]:
    with psycopg.connect(plain_url(place.database.url("ppit_auditor"))) as connection:
        return list(export(connection, ORIGIN))


def leaving_out(name: str, left_out: int) -> Advance:
    """Publish the root of an index that forgot one entry of one person."""

    async def cheat(_: psycopg.AsyncConnection, size: int) -> bytes:
        truth = truth_of(FACTS[:size])
        truth[name] = [one for one in truth[name] if one != left_out]
        return root_of([(key_of(one), entries) for one, entries in truth.items() if entries])

    return cheat


async def published_in_three(place: LogPlace, grow: Advance) -> PublisherPlace:
    publisher = a_publisher_place(place, grow)
    async with running_log(place) as log, running_publisher(publisher):
        for size in (8, 16, 24):
            await log.append_many(FACTS[size - 8 : size])
            await published(publisher, size)
    return publisher


async def test_an_export_proves_every_published_index(place: LogPlace) -> None:
    publisher = await published_in_three(place, advance)
    verdict = verifier.verify(exported(place), keys_of(publisher))
    assert (verdict.finding, verdict.entries, verdict.published) == (None, 24, 3)


async def test_one_entry_that_the_index_leaves_out_is_named(place: LogPlace) -> None:
    publisher = await published_in_three(place, leaving_out(pseudonym(12), 17))
    verdict = verifier.verify(exported(place), keys_of(publisher))
    assert verdict.finding == verifier.Finding(17, 17, verifier.Fault.LEFT_OUT)


async def test_an_index_that_is_wrong_otherwise_is_named_by_what_one_checkpoint_added(
    place: LogPlace,
) -> None:
    async def wrong(connection: psycopg.AsyncConnection, size: int) -> bytes:
        return await advance(connection, size) if size < 16 else b"\x07" * 32

    publisher = await published_in_three(place, wrong)
    verdict = verifier.verify(exported(place), keys_of(publisher))
    assert verdict.finding == verifier.Finding(8, 15, verifier.Fault.INDEX)


@pytest.fixture
async def told(place: LogPlace) -> tuple[PublisherPlace, dict[str, Any]]:
    """Return a report about somebody who was merged twice and looked at covertly."""
    publisher = a_publisher_place(place, advance)
    drafts = [
        a_fact(0, [ANN]),
        a_fact(1, [ANNE], [BEN]),
        Draft(Kind.ALIAS, "m-1", {"pseudonyms": [ANN, ANNE]}),
        Draft(Kind.COVERT, "c-1", {"reveal_after": "2026-01-01"}, sealed_subjects([NAN], [])),
        Draft(Kind.ALIAS, "m-2", {"pseudonyms": [NAN, ANNE]}),
        Draft(Kind.REVEAL, "c-1", {}),
    ]
    async with running_log(place) as log, running_publisher(publisher):
        await log.append_many(drafts)
        await published(publisher, 6)
    async with reading(place) as connection:
        return publisher, json.loads(json.dumps(await report(connection, [ANN, pseudonym(9)])))


Change = Callable[[dict[str, Any]], object]


def subject(found: dict[str, Any], name: str) -> dict[str, Any]:
    (one,) = [one for one in found["subjects"] if one["pseudonym"] == name]
    return one


def without(found: dict[str, Any], index: int) -> None:
    """Leave an entry out of everything."""
    found["entries"] = [one for one in found["entries"] if one["index"] != index]
    for one in found["subjects"]:
        one["entries"] = [entry for entry in one["entries"] if entry != index]


def not_about(found: dict[str, Any], name: str) -> None:
    found["subjects"] = [one for one in found["subjects"] if one["pseudonym"] != name]


def swapped(found: dict[str, Any]) -> None:
    first, second = found["entries"][:2]
    first["leaf"], second["leaf"] = second["leaf"], first["leaf"]


CHANGES: dict[str, tuple[Change, str]] = {
    "an entry left out": (lambda found: without(found, 0), "not all"),
    "an entry left out of the list": (
        lambda found: subject(found, ANN)["entries"].remove(0),
        "not all",
    ),
    "an entry left out of the leaves": (lambda found: found["entries"].pop(0), "entry 0"),
    "an entry more in the list": (lambda found: subject(found, ANN)["entries"].append(4), "all"),
    "an entry of somebody else": (lambda found: not_about(found, ANNE), "entry 2"),
    "one whom it says is the same": (lambda found: not_about(found, NAN), "entry 4"),
    "a covert entry left out": (lambda found: found["entries"].pop(3), "entry 5"),
    "another order": (lambda found: subject(found, ANNE)["entries"].reverse(), "not all"),
    "another leaf": (
        lambda found: found["entries"][0].update(leaf=found["entries"][0]["leaf"] + " "),
        "entry 0",
    ),
    "leaves exchanged": (swapped, "entry 0"),
    "said to be absent": (
        lambda found: subject(found, ANN).update(subject(found, pseudonym(9)), pseudonym=ANN),
        "not all",
    ),
    "an older checkpoint's size": (
        lambda found: found.update(checkpoint=found["checkpoint"].replace("\n6\n", "\n5\n")),
        "checkpoint",
    ),
    "the proof of nothing": (lambda found: subject(found, ANN).update(siblings=[]), "not all"),
}


async def test_a_report_that_is_not_whole_or_not_proved_is_refused_and_says_where(
    told: tuple[PublisherPlace, dict[str, Any]],
) -> None:
    publisher, found = told
    keys = keys_of(publisher)
    assert verifier.check_subject(found, keys) is None
    faults: dict[str, str | None] = {}
    for name, (change, _) in CHANGES.items():
        changed = deepcopy(found)
        change(changed)
        faults[name] = verifier.check_subject(changed, keys)
    assert {name: fault for name, fault in faults.items() if fault is None} == {}
    assert [
        (name, faults[name]) for name, (_, says) in CHANGES.items() if says not in str(faults[name])
    ] == []


async def test_the_command_says_whole_not_whole_or_that_it_could_not_look(
    told: tuple[PublisherPlace, dict[str, Any]],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    publisher, found = told
    key_file = tmp_path / "keys"
    key_file.write_text("\n".join(key.verifier_key for key in publisher.reader.keys))
    texts = (
        json.dumps(found),
        json.dumps({"items": [], "proof": found}),
        json.dumps({**found, "entries": found["entries"][1:]}),
        json.dumps({**found, "entries": [{"index": -1, "leaf": "", "proof": []}]}),
        json.dumps({"items": []}),
        "no report",
    )
    codes: list[int] = []
    for number, text in enumerate(texts):
        file = tmp_path / str(number)
        file.write_text(text)
        codes.append(verifier.main(["subject", str(file), "--key", str(key_file)]))
    assert codes == [0, 0, 1, 1, 2, 2]
    said = capsys.readouterr().out
    assert f"{ANN}: 2 entries" in said
    assert f"{pseudonym(9)}: 0 entries" in said
