"""A debt file: each row a result or a reject, in chunks that survive whatever interrupts them."""

import io
from collections.abc import Mapping, Sequence
from csv import DictWriter
from typing import cast

import pytest

from ppit_tracing.domain.profiles import LAYOUTS, Profile
from tests.support.tracing import Tracing, debt_recovery
from tests.support.tracing_town import DOORS, door

COLUMNS = LAYOUTS[Profile.COUNCIL_TAX].columns
Item = dict[str, object]


def a_row(name: str, number: int, **cells: str) -> dict[str, str]:
    line, postcode = DOORS[door(number)]
    return {
        **dict.fromkeys(COLUMNS, ""),
        "AccountRef": f"CT-{name[:5]}-{number}",
        "LiableParty1": name,
        "PropertyAddress": f"{line}, Ashford",
        "PropertyPostcode": postcode,
        "Balance": "120.50",
        **cells,
    }


def a_file(rows: Sequence[Mapping[str, str]], encoding: str = "windows-1252") -> bytes:
    text = io.StringIO()
    writer = DictWriter(text, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode(encoding)


LONG = [a_row("Mr Nobody Quixote", 11 + number % 5) for number in range(41)]


async def send(tracing: Tracing, content: bytes, profile: str = "COUNCIL_TAX") -> str:
    served = await tracing.run.upload(f"/v1/batches?profile={profile}", content)
    assert served.status == 202, served.body
    return str(served.json["batch_id"])


async def how_far(tracing: Tracing, batch_id: str) -> Item:
    return (await tracing.get(f"/v1/batches/{batch_id}")).json


async def results(tracing: Tracing, batch_id: str) -> list[Item]:
    """Read every page."""
    path: str | None = f"/v1/batches/{batch_id}/results"
    items: list[Item] = []
    while path:
        served = await tracing.get(path)
        assert served.status == 200, served.body
        items += cast("list[Item]", served.json["items"])
        link = served.headers.get("link")
        path = link.split(">")[0].lstrip("<") if link else None
    return items


async def test_each_row_has_a_result_and_a_joint_row_has_two(tracing: Tracing) -> None:
    rows = [
        a_row("Miss Alice Fernhurst", 1),
        a_row("Derek Ashdown", 3, LiableParty2="Wilhelmina Ashdown"),
        a_row("Brian Oakford", 9),
    ]
    batch_id = await send(tracing, a_file(rows))
    assert (await how_far(tracing, batch_id))["state"] == "QUEUED"
    await tracing.run.work_until_done()
    done = await how_far(tracing, batch_id)
    assert (done["state"], done["rows_done"], done["traces"], done["rejected"]) == ("DONE", 3, 4, 0)
    found = [(one["row"], one["party"], one["outcome"]) for one in await results(tracing, batch_id)]
    assert found == [
        (1, 1, "NEW_ADDRESS_CONFIRMED"),
        (2, 1, "DECEASED"),
        (2, 2, "GONE_AWAY_NO_TRACE"),
        (3, 1, "CANDIDATES_UNCONFIRMED"),
    ]


async def test_a_row_that_cannot_be_taken_comes_back_with_its_reason(tracing: Tracing) -> None:
    rows = [a_row("Alice Fernhurst", 1), a_row("", 2), a_row("Brian Oakford", 9, AccountRef="")]
    torn = a_file(rows) + b"CT-9,half a row"
    batch_id = await send(tracing, torn)
    await tracing.run.work_until_done()
    done = await how_far(tracing, batch_id)
    assert (done["rows_done"], done["traces"], done["rejected"]) == (4, 1, 3)
    rejects = cast(
        "list[Item]", (await tracing.get(f"/v1/batches/{batch_id}/rejects")).json["items"]
    )
    codes = [[reason["code"] for reason in cast("list[Item]", r["reasons"])] for r in rejects]
    assert codes == [["NAME_MISSING"], ["REFERENCE_MISSING"], ["TORN_ROW"]]
    assert [one["row"] for one in rejects] == [2, 3, 4]
    assert cast("Item", rejects[1]["cells"])["LiableParty1"] == "Brian Oakford"


async def test_a_row_with_too_little_has_a_result_that_says_so(tracing: Tracing) -> None:
    batch_id = await send(tracing, a_file([a_row("Fernhurst", 1)]))
    await tracing.run.work_until_done()
    (one,) = await results(tracing, batch_id)
    assert (one["outcome"], one["address"]) == ("INSUFFICIENT_INPUT", None)


async def test_a_batch_that_is_interrupted_goes_on_where_it_was(tracing: Tracing) -> None:
    whole = await send(tracing, a_file(LONG))
    await tracing.run.work_until_done()
    batch_id = await send(tracing, a_file(LONG))
    tracing.run.gate.forgets = True
    try:
        for _ in range(3):
            await tracing.run.work.once()
            tracing.run.rows(
                "UPDATE procrastinate_jobs SET scheduled_at = NULL WHERE status = 'todo'"
            )
        stuck = await how_far(tracing, batch_id)
    finally:
        tracing.run.gate.forgets = False
    assert (stuck["state"], stuck["rows_done"]) == ("RUNNING", 0)
    await tracing.run.work_until_done()
    tracing.run.rows("UPDATE audit_outbox SET logged_at = now() WHERE logged_at IS NULL")
    same = ("row", "party", "outcome", "address")
    first, again = await results(tracing, whole), await results(tracing, batch_id)
    assert [[one[name] for name in same] for one in again] == [
        [one[name] for name in same] for one in first
    ]
    chunks = tracing.run.rows(
        "SELECT chunk_no, last_row, ends FROM batch_chunk WHERE batch_id = %s ORDER BY chunk_no",
        batch_id,
    )
    assert [tuple(chunk.values()) for chunk in chunks] == [
        (1, 20, False),
        (2, 40, False),
        (3, 41, True),
    ]
    facts = tracing.run.rows(
        "SELECT count(*) AS n FROM audit_outbox WHERE job_id ="
        " (SELECT job_id FROM batch WHERE batch_id = %s)",
        batch_id,
    )
    assert facts[0]["n"] == 3


async def test_the_file_is_forgotten_with_the_last_chunk(tracing: Tracing) -> None:
    batch_id = await send(tracing, a_file([a_row("Alice Fernhurst", 1)]))
    kept = "SELECT count(*) AS n FROM upload_part JOIN batch USING (upload_id) WHERE batch_id = %s"
    before = tracing.run.rows(kept, batch_id)[0]["n"]
    await tracing.run.work_until_done()
    assert (before, tracing.run.rows(kept, batch_id)[0]["n"]) == (1, 0)


async def test_an_agreement_that_ends_stops_the_rest_of_a_batch(tracing: Tracing) -> None:
    batch_id = await send(tracing, a_file(LONG))
    tracing.run.gate.forgets = True
    await tracing.run.work.once()
    tracing.run.gate.forgets = False
    tracing.run.end_mandates("AGREEMENT_ENDED")
    await tracing.run.work_until_done()
    tracing.run.rows("UPDATE audit_outbox SET logged_at = now() WHERE logged_at IS NULL")
    stopped = await how_far(tracing, batch_id)
    assert (stopped["state"], stopped["stop_code"]) == ("STOPPED", "AGREEMENT_ENDED")
    assert (stopped["rows_done"], len(await results(tracing, batch_id))) == (20, 20)


async def test_a_page_names_no_more_people_than_are_allowed(tracing: Tracing) -> None:
    batch_id = await send(tracing, a_file(LONG[:5]))
    await tracing.run.work_until_done()
    few = tracing.by(debt_recovery(tracing.run.caller.org_id, people_limit=2))
    served = await few.get(f"/v1/batches/{batch_id}/results")
    (fact,) = served.facts
    assert len(cast("list[Item]", served.json["items"])) == 2
    assert len(cast("list[str]", fact["subjects_disclosed"])) == 2
    assert len(await results(few, batch_id)) == 5


async def test_a_cursor_of_another_organisation_opens_nothing(tracing: Tracing) -> None:
    batch_id = await send(tracing, a_file(LONG[:5]))
    await tracing.run.work_until_done()
    few = tracing.by(debt_recovery(tracing.run.caller.org_id, people_limit=2))
    link = (await few.get(f"/v1/batches/{batch_id}/results")).headers["link"]
    served = await tracing.by(debt_recovery("other")).get(link.split(">")[0].lstrip("<"))
    assert (served.status, served.json["code"]) == (400, "CURSOR_INVALID")


@pytest.mark.parametrize(
    ("content", "profile"),
    [
        (b"PK\x03\x04 a workbook", "COUNCIL_TAX"),
        (b"AccountRef\r\n", "COUNCIL_TAX"),
        (a_file([a_row("Alice Fernhurst", 1)]), "SUNDRY"),
    ],
    ids=["a workbook", "one line", "another layout"],
)
async def test_a_file_that_is_not_of_the_profile_is_refused_at_the_door(
    tracing: Tracing, content: bytes, profile: str
) -> None:
    served = await tracing.run.upload(f"/v1/batches?profile={profile}", content)
    assert (served.status, served.json["code"]) == (422, "FILE_NOT_READABLE")


async def test_another_organisation_sees_nothing_of_a_batch(tracing: Tracing) -> None:
    batch_id = await send(tracing, a_file([a_row("Alice Fernhurst", 1)]))
    other = tracing.by(debt_recovery("other"))
    for path in ("", "/results", "/rejects"):
        served = await other.get(f"/v1/batches/{batch_id}{path}")
        assert (served.status, served.json["code"]) == (404, "NOT_FOUND")
    await tracing.run.work_until_done()


async def test_an_address_in_a_result_is_kept_as_a_disclosure(tracing: Tracing) -> None:
    batch_id = await send(tracing, a_file([a_row("Alice Fernhurst", 1), a_row("Brian Oakford", 9)]))
    await tracing.run.work_until_done()
    await results(tracing, batch_id)
    kept = tracing.run.rows(
        "SELECT shown, row_no FROM disclosure JOIN trace USING (trace_id) WHERE batch_id = %s",
        batch_id,
    )
    assert kept == [{"shown": "BATCH_RESULT", "row_no": 1}]
