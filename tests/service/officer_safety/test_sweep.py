"""The sweep writes down what time has ended, and leaves its fact for the log."""

from datetime import timedelta

from sqlalchemy import text

from ppit_officer_safety.jobs.sweep import TASK, add_sweep, sweep
from ppit_platform.jobs import open_jobs
from ppit_platform.people import utc_now
from tests.service.officer_safety.test_marker_life import a_proposal
from tests.support.officer_safety import Caution, Safety
from tests.support.officer_safety_visits import LANTERN_1, LANTERN_3, a_visit, measures

LAPSED = timedelta(days=184 + 29)


async def states(safety: Safety) -> list[tuple[str, int]]:
    async with safety.session() as session:
        connection = await session.connection()
        rows = await connection.execute(
            text("SELECT state, version FROM marker_version ORDER BY marker_id, version")
        )
        return [(row[0], row[1]) for row in rows]


async def test_a_marker_past_its_grace_becomes_expired_with_a_fact_in_the_outbox(
    safety: Safety,
) -> None:
    await safety.hold(Caution(uprn=LANTERN_1, decided_ago=LAPSED))
    await safety.hold(Caution(uprn=LANTERN_3))
    assert await sweep(safety.chassis, 7, utc_now()) == 1
    assert await states(safety) == [
        ("PROPOSED", 1),
        ("ACTIVE", 2),
        ("EXPIRED", 3),
        ("PROPOSED", 1),
        ("ACTIVE", 2),
    ]
    async with safety.session() as session:
        connection = await session.connection()
        fact = await connection.execute(
            text("SELECT fact ->> 'operation', fact -> 'counts' FROM audit_outbox WHERE job_id = 7")
        )
        assert [tuple(row) for row in fact] == [("ALTERATION", {"EXPIRED": 1})]
    assert measures(await safety.screen(a_visit(uprn=LANTERN_3))) == ["NO_LONE_FEMALE_VISIT"]


async def test_a_second_sweep_finds_nothing_more(safety: Safety) -> None:
    await safety.hold(Caution(uprn=LANTERN_1, decided_ago=LAPSED))
    assert await sweep(safety.chassis, 7, utc_now()) == 1
    assert await sweep(safety.chassis, 8, utc_now()) == 0


async def test_an_emergency_expires_72_hours_after_its_one_signature(safety: Safety) -> None:
    await safety.post("/v1/markers", a_proposal(emergency=True))
    almost = utc_now() + timedelta(hours=71)
    assert await sweep(safety.chassis, 7, almost) == 0
    assert await sweep(safety.chassis, 8, almost + timedelta(hours=2)) == 1
    assert await states(safety) == [("EMERGENCY", 1), ("EXPIRED", 2)]


async def test_a_marker_near_its_review_is_due_once_and_still_warns(safety: Safety) -> None:
    await safety.hold(Caution(uprn=LANTERN_1, decided_ago=timedelta(days=170)))
    assert await sweep(safety.chassis, 7, utc_now()) == 1
    assert await sweep(safety.chassis, 8, utc_now()) == 0
    assert (await states(safety))[-1] == ("REVIEW_DUE", 3)
    assert measures(await safety.screen(a_visit(uprn=LANTERN_1))) == ["NO_LONE_FEMALE_VISIT"]


async def test_a_worker_runs_the_sweep_as_a_durable_job(safety: Safety) -> None:
    await safety.hold(Caution(uprn=LANTERN_1, decided_ago=LAPSED))
    jobs = open_jobs(safety.settings.database_url)
    add_sweep(jobs, safety.chassis)
    async with jobs.open_async():
        await jobs.configure_task(TASK).defer_async(timestamp=0)
        await jobs.run_worker_async(wait=False, install_signal_handlers=False)
    assert (await states(safety))[-1] == ("EXPIRED", 3)
