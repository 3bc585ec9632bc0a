"""The day's people: exactly as many as the agreement says, whoever asks at the same time."""

import asyncio
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import create_async_engine

from ppit_gateway.storage.quota import QuotaStore
from ppit_platform.hop import Hop
from tests.support.behind import Script, a_fact, a_screening
from tests.support.gate import SCREENINGS, GateHouse, an_agreement, body_of, refused

QUOTA_PROBLEM = "https://iana.org/assignments/http-problem-types#quota-exceeded"


async def test_of_twenty_at_once_exactly_as_many_are_answered_as_people_are_left(
    house: GateHouse,
) -> None:
    await house.load(house.the_register(an_agreement(version=2, people_per_day=7)))
    async with house.client() as phone:
        await phone.token()
        answers = await asyncio.gather(
            *(phone.get(f"{SCREENINGS}/s{n}", case_reference="V/1") for n in range(20))
        )
    assert sorted(one.status for one in answers) == [200] * 7 + [429] * 13
    assert len(house.behind.hops) == 7
    assert house.people_today() == 7
    assert len(house.entries("denied")) == 13
    refusal = next(one for one in answers if one.status == 429)
    assert body_of(refusal)["type"] == QUOTA_PROBLEM
    assert body_of(refusal)["violated-policies"] == ["people-per-day"]
    assert refused(refusal) == (429, "PEOPLE_QUOTA_EXCEEDED")
    assert int(refusal.headers["retry-after"]) > 0


async def test_who_was_not_disclosed_is_given_back(house: GateHouse) -> None:
    await house.load(house.the_register(an_agreement(version=2, people_per_day=1)))

    def nobody(_: Hop) -> Script:
        return Script(body=a_screening(result="NO_KNOWN_MARKERS"), facts=(a_fact(),))

    async with house.client() as phone:
        house.behind.script = nobody
        for n in range(3):
            answer = await phone.get(f"{SCREENINGS}/s{n}", case_reference="V/1")
            assert answer.status == 200
        assert house.people_today() == 0
        house.behind.script = Script(body=a_screening())
        first = await phone.get(f"{SCREENINGS}/s4", case_reference="V/1")
        second = await phone.get(f"{SCREENINGS}/s5", case_reference="V/1")
    assert [first.status, second.status] == [200, 429]


async def test_an_agreement_for_nobody_discloses_nobody(house: GateHouse) -> None:
    await house.load(house.the_register(an_agreement(version=2, people_per_day=0)))
    async with house.client() as phone:
        answer = await phone.get(f"{SCREENINGS}/s", case_reference="V/1")
    assert refused(answer) == (429, "PEOPLE_QUOTA_EXCEEDED")
    assert house.behind.hops == []


async def test_the_last_of_the_day_are_given_in_part_and_a_day_is_londons(
    house: GateHouse,
) -> None:
    engine = create_async_engine(str(house.settings.database_url))
    quota = QuotaStore(engine)
    first = await quota.reserve("DSA-001", want=5, most=7)
    second = await quota.reserve("DSA-001", want=5, most=7)
    third = await quota.reserve("DSA-001", want=5, most=7)
    other = await quota.reserve("DSA-002", want=5, most=7)
    assert first is not None
    assert second is not None
    assert other is not None
    assert [first.people, second.people, other.people] == [5, 2, 5]
    assert third is None
    assert first.day == datetime.now(UTC).astimezone(ZoneInfo("Europe/London")).date()
    await quota.give_back(first, 4)
    again = await quota.reserve("DSA-001", want=5, most=7)
    assert again is not None
    assert again.people == 4
    await engine.dispose()
