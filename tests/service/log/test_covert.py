"""Covert entries (I8) are delayed and never dropped: the log itself reveals whom they sealed."""

import asyncio
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import psycopg

from ppit_gateway.log.config import plain_url
from ppit_gateway.log.entries import Draft, Kind
from ppit_gateway.log.export import export
from ppit_gateway.log.identities import sealed_subjects
from ppit_gateway.subject_index.growing import advance
from tests.support.log import ORIGIN, LogPlace, running_log, stored, verdict_on
from tests.support.publishing import a_publisher_place, published, running_publisher
from tests.support.subject_index import proved, pseudonym

ANN, BEN = pseudonym(1), pseudonym(2)


def covert(key: str, *, days: int) -> Draft:
    day = (datetime.now(UTC) + timedelta(days=days)).date()
    return Draft(Kind.COVERT, key, {"reveal_after": day.isoformat()}, sealed_subjects([ANN], [BEN]))


async def test_whom_a_covert_entry_sealed_is_named_when_its_day_is_over_even_after_a_crash(
    place: LogPlace,
) -> None:
    publisher = a_publisher_place(place, advance)
    patient = replace(place, config=replace(place.config, sweep_every=600.0))
    async with running_log(patient) as log, running_publisher(publisher):
        await log.append_many([covert("over", days=-1), covert("later", days=30)])
        await published(publisher, 2)
        before = await proved(place, [ANN, BEN])
    with psycopg.connect(plain_url(place.database.url("ppit_auditor"))) as auditor:
        carried = b"".join(export(auditor, ORIGIN)).decode()
    impatient = replace(place, config=replace(place.config, sweep_every=0.05))
    async with running_log(impatient) as log, running_publisher(publisher):
        await published(publisher, 3)
        await asyncio.sleep(0.2)
        assert await log.size() == 3
        await log.append(Kind.REVEAL, "later", {"asked_by": "dpo-001"})
        await published(publisher, 4)
    after = await proved(place, [ANN, BEN])
    assert "reveal_after" in carried
    assert not any(name in carried for name in (ANN, BEN))
    assert [one.entries for one in before.proofs] == [(), ()]
    assert [one.entries for one in after.proofs] == [(2, 3), (2, 3)]
    kinds = stored(place, "SELECT kind, key FROM log.entry ORDER BY index")
    assert kinds[2:] == [("reveal", "over"), ("reveal", "later")]
    (leaf,) = stored(place, "SELECT body FROM log.entry WHERE index = 3")[0]
    assert json.loads(leaf)["body"]["asked_by"] == "dpo-001"
    assert verdict_on(place).exit_code == 0
