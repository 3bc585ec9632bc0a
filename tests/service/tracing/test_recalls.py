"""A wrong person: whoever was shown the address is told, and nobody is shown it again."""

from typing import cast

import pytest

from ppit_platform.ids import new_id
from tests.support.tracing import Tracing, debt_recovery
from tests.support.tracing_town import a_debt

WRONG = {"outcome": "WRONG_PERSON", "at": "2026-11-01T12:00:00Z"}
Item = dict[str, object]


async def notices(tracing: Tracing) -> list[Item]:
    served = await tracing.get("/v1/recalls")
    assert served.status == 200, served.body
    return cast("list[Item]", served.json["items"])


async def test_a_wrong_person_is_recalled_from_everybody_who_was_told(tracing: Tracing) -> None:
    other = tracing.by(debt_recovery(f"other-{new_id()}"))
    bystander = tracing.by(debt_recovery(f"bystander-{new_id()}"))
    grace = a_debt("Grace Hollowell", 13)
    mine, theirs = await tracing.trace(grace), await other.trace(grace)
    elsewhere = await bystander.trace(a_debt("Brian Oakford", 9))
    told = await tracing.post(f"/v1/traces/{mine['trace_id']}/outcome", WRONG)
    assert (told.status, told.json["recalled_from"]) == (201, 2)
    assert [one["trace_id"] for one in await notices(tracing)] == [mine["trace_id"]]
    assert [one["trace_id"] for one in await notices(other)] == [theirs["trace_id"]]
    assert await notices(bystander) == []
    assert elsewhere["recalled_at"] is None


async def test_a_recalled_trace_shows_no_address_and_no_certificate(tracing: Tracing) -> None:
    trace = await tracing.trace(a_debt())
    path = f"/v1/traces/{trace['trace_id']}"
    await tracing.post(f"{path}/outcome", WRONG)
    answer = (await tracing.get(path)).json
    assert answer["recalled_at"] is not None
    assert (answer["address"], answer["certificate_id"]) == (None, None)
    certificate = await tracing.get(f"{path}/certificate")
    assert (certificate.status, certificate.json["code"]) == (410, "RECALLED")
    assert b"Lantern" not in certificate.body


@pytest.mark.parametrize("outcome", ["RETURNED_MAIL", "CONTACTED", "PAID"])
async def test_any_other_outcome_recalls_nothing(tracing: Tracing, outcome: str) -> None:
    trace = await tracing.trace(a_debt())
    told = await tracing.post(
        f"/v1/traces/{trace['trace_id']}/outcome", {**WRONG, "outcome": outcome}
    )
    assert (told.status, told.json["recalled_from"]) == (201, 0)
    assert await notices(tracing) == []


async def test_telling_it_twice_raises_one_notice(tracing: Tracing) -> None:
    trace = await tracing.trace(a_debt())
    for _ in range(2):
        await tracing.post(f"/v1/traces/{trace['trace_id']}/outcome", WRONG)
    assert len(await notices(tracing)) == 1


async def test_a_notice_is_acknowledged_once_and_by_its_own_organisation(tracing: Tracing) -> None:
    trace = await tracing.trace(a_debt())
    await tracing.post(f"/v1/traces/{trace['trace_id']}/outcome", WRONG)
    (notice,) = await notices(tracing)
    path = f"/v1/recalls/{notice['recall_id']}/acknowledgement"
    first, again = await tracing.post(path), await tracing.post(path)
    assert first.status == 201
    assert first.json["acknowledged_at"] == again.json["acknowledged_at"]
    stranger = await tracing.by(debt_recovery("stranger")).post(path)
    assert (stranger.status, stranger.json["code"]) == (404, "NOT_FOUND")


async def test_an_outcome_before_there_is_a_result_is_refused(tracing: Tracing) -> None:
    trace_id = await tracing.begin(a_debt())
    told = await tracing.post(f"/v1/traces/{trace_id}/outcome", WRONG)
    assert (told.status, told.json["code"]) == (409, "TRACE_NOT_DONE")
    await tracing.run.work_until_done()
