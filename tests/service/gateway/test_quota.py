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
    await quota.conclude(first, 4)
    again = await quota.reserve("DSA-001", want=5, most=7)
    assert again is not None
    assert again.people == 4
    await engine.dispose()


async def test_what_one_did_not_use_the_next_has_and_the_last_gives_all_of_it_back(
    house: GateHouse,
) -> None:
    engine = create_async_engine(str(house.settings.database_url))
    quota = QuotaStore(engine)
    first = await quota.reserve("DSA-001", want=20, most=10_000)
    second = await quota.reserve("DSA-001", want=20, most=10_000)
    assert first is not None
    assert second is not None
    # The second took as much ahead as was under way: in the database it counts as if it were shown.
    assert house.people_today() == 60
    third = await quota.reserve("DSA-001", want=20, most=10_000)
    assert third is not None
    assert house.people_today() == 60
    await quota.conclude(first, 19)
    await quota.conclude(second, 20)
    assert house.people_today() == 60
    await quota.conclude(third, 18)
    assert house.people_today() == 3
    await engine.dispose()


async def test_what_is_held_counts_for_one_number_and_for_a_second(house: GateHouse) -> None:
    engine, now = create_async_engine(str(house.settings.database_url)), 0.0
    quota = QuotaStore(engine, lambda: now)
    under_way = await quota.reserve("DSA-001", want=5, most=1000)
    over = await quota.reserve("DSA-001", want=5, most=1000)
    assert under_way is not None
    assert over is not None
    await quota.conclude(over, 5)
    assert house.people_today() == 15
    # A new version with a smaller number: what is held was counted by another.
    assert await quota.reserve("DSA-001", want=5, most=5) is None
    assert house.people_today() == 5
    another = await quota.reserve("DSA-001", want=5, most=1000)
    assert another is not None
    await quota.conclude(another, 5)
    assert house.people_today() == 15
    now = 1.1
    await quota.conclude(under_way, 4)
    assert house.people_today() == 1
    await engine.dispose()


async def test_two_workers_that_hold_and_return_never_pass_the_day_between_them(
    house: GateHouse,
) -> None:
    engines = [create_async_engine(str(house.settings.database_url)) for _ in range(2)]
    workers = [QuotaStore(engine) for engine in engines]
    shown = 0

    async def visit(number: int) -> None:
        nonlocal shown
        quota = workers[number % 2]
        reservation = await quota.reserve("DSA-001", want=3, most=100)
        if reservation is not None:
            shown += 1
            await asyncio.sleep(0)
            await quota.conclude(reservation, reservation.people - 1)

    for _ in range(4):
        await asyncio.gather(*(visit(number) for number in range(60)))
    assert shown == house.people_today()
    assert shown <= 100
    for number in range(200):
        await visit(number)
    assert shown == house.people_today() == 100
    for engine in engines:
        await engine.dispose()


async def test_who_waits_is_not_overtaken_by_who_comes_while_the_database_is_asked(
    house: GateHouse,
) -> None:
    engine = create_async_engine(str(house.settings.database_url))
    quota = QuotaStore(engine)

    under_way = await quota.reserve("DSA-001", want=20, most=200)
    over = await quota.reserve("DSA-001", want=20, most=200)
    assert under_way is not None
    assert over is not None
    await quota.conclude(over, 20)
    waiting = asyncio.create_task(quota.reserve("DSA-001", want=30, most=200))
    for _ in range(3):
        await asyncio.sleep(0)
    overtaking = await quota.reserve("DSA-001", want=10, most=200)
    waited = await waiting
    assert waited is not None
    assert overtaking is not None
    assert (waited.people, overtaking.people) == (30, 10)
    assert house.people_today() == 60
    await engine.dispose()
