"""A subject's report (I8) is the truth that the test kept, whole, and each entry is in the log."""

import json
from base64 import b64decode
from collections.abc import Sequence
from typing import Any

from ppit_gateway.log.entries import Draft, Kind
from ppit_gateway.log.identities import sealed_subjects
from ppit_gateway.log.proofs import inclusion_holds
from ppit_gateway.log.tree import leaf_hash
from ppit_gateway.subject_index.growing import advance
from ppit_gateway.subject_index.report import report
from tests.support.log import LogPlace, running_log
from tests.support.publishing import PublisherPlace, a_publisher_place, published, running_publisher
from tests.support.subject_index import a_fact, pseudonym, reading, truth_of


async def reported(place: LogPlace, names: Sequence[str]) -> dict[str, Any]:
    """Return the report as it is after it has been a file."""
    async with reading(place) as connection:
        return json.loads(json.dumps(await report(connection, names)))


def listed(found: dict[str, Any]) -> dict[str, list[int]]:
    return {one["pseudonym"]: one["entries"] for one in found["subjects"]}


def outside(found: dict[str, Any], publisher: PublisherPlace) -> list[int]:
    """Return the entries whose leaf is not where the checkpoint's tree has it."""
    stated = publisher.reader.open(found["checkpoint"])
    return [
        one["index"]
        for one in found["entries"]
        if not inclusion_holds(
            index=one["index"],
            size=stated.size,
            leaf=leaf_hash(one["leaf"].encode()),
            root=stated.root,
            proof=[b64decode(step) for step in one["proof"]],
        )
    ]


async def test_everybodys_report_is_the_truth_and_every_entry_of_it_is_in_the_log(
    place: LogPlace,
) -> None:
    publisher = a_publisher_place(place, advance)
    facts = [
        a_fact(number, [pseudonym(number % 23)], [pseudonym(number * number % 41)])
        for number in range(300)
    ]
    truth = truth_of(facts)
    async with running_log(place) as log, running_publisher(publisher):
        await log.append_many(facts)
        await published(publisher, 300)
    everybody = [*truth, pseudonym(999)]
    found = await reported(place, everybody)
    assert listed(found) == {**truth, pseudonym(999): []}
    assert [one["index"] for one in found["entries"]] == list(range(300))
    assert outside(found, publisher) == []
    alone = await reported(place, [pseudonym(3)])
    assert [one["index"] for one in alone["entries"]] == truth[pseudonym(3)]
    assert outside(alone, publisher) == []


async def test_a_report_follows_merges_and_shows_what_was_covert_beside_its_reveal(
    place: LogPlace,
) -> None:
    publisher = a_publisher_place(place, advance)
    ann, anne, nan, ben = map(pseudonym, range(4))
    drafts = [
        a_fact(0, [ann]),
        a_fact(1, [anne], [ben]),
        Draft(Kind.ALIAS, "m-1", {"pseudonyms": [ann, anne]}),
        Draft(Kind.COVERT, "c-1", {"reveal_after": "2026-01-01"}, sealed_subjects([nan], [])),
        Draft(Kind.ALIAS, "m-2", {"pseudonyms": [nan, anne]}),
        Draft(Kind.REVEAL, "c-1", {}),
    ]
    async with running_log(place) as log, running_publisher(publisher):
        await log.append_many(drafts)
        await published(publisher, 6)
    found = await reported(place, [ann])
    assert listed(found) == {ann: [0, 2], anne: [1, 2, 4], nan: [4, 5]}
    assert [one["index"] for one in found["entries"]] == [0, 1, 2, 3, 4, 5]
    assert outside(found, publisher) == []
    assert listed(await reported(place, [ben])) == {ben: [1]}
