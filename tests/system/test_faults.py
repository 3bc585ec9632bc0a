"""Whatever stops, nothing reads as clear, and everything answers again without a restart."""

import asyncio
import signal
import time

from ppit_ops.audit import verify
from ppit_ops.demo import bodies
from ppit_ops.log_copy import change_one_byte, copied_log
from ppit_ops.partners import SCREENINGS, Desk, Reply
from ppit_synthetic import VisitKind
from tests.support.processes import TestHouse

_DEADLINE_SECONDS = 10.0
_PROBLEM = {"type", "title", "status", "detail", "instance", "code"}


def _body(house: TestHouse) -> dict[str, object]:
    case = house.visit(VisitKind.LONE_FEMALE, "WARDENS")
    return bodies.visit(case, house.county.kent.as_of)


async def _until_answered(desk: Desk, body: dict[str, object], seconds: float = 60.0) -> Reply:
    # On a busy machine a service starts slowly, after a pause of up to ten seconds.
    deadline = time.monotonic() + seconds
    while True:
        reply = await desk.post(SCREENINGS, body)
        if reply.status == 200 or time.monotonic() > deadline:
            return reply
        await asyncio.sleep(0.1)


def _says_nothing(reply: Reply) -> bool:
    return reply.body.keys() <= _PROBLEM and not reply.body.keys() & {"result", "control_measures"}


async def test_with_postgres_stopped_nothing_is_said_and_it_recovers_without_a_restart(
    house: TestHouse, warden: Desk
) -> None:
    body = _body(house)
    await warden.post(SCREENINGS, body)
    house.house.stop_database()
    try:
        during = await warden.post(SCREENINGS, body)
    finally:
        house.house.start_database()
    after = await _until_answered(warden, body)
    assert during.status == 503
    assert _says_nothing(during)
    assert after.body["result"] == "MARKERS_HELD"


async def test_with_postgres_frozen_an_answer_comes_within_the_deadline(
    house: TestHouse, warden: Desk
) -> None:
    body, database = _body(house), house.house.database
    assert database is not None
    await warden.post(SCREENINGS, body)
    database.pause()
    try:
        started = time.monotonic()
        during = await warden.post(SCREENINGS, body)
        took = time.monotonic() - started
    finally:
        database.resume()
    after = await _until_answered(warden, body)
    assert during.status == 503
    assert _says_nothing(during)
    assert took < _DEADLINE_SECONDS + 2
    assert after.body["result"] == "MARKERS_HELD"


async def test_without_the_log_process_nothing_is_said_until_it_is_back(
    house: TestHouse, warden: Desk
) -> None:
    body, supervisor = _body(house), house.house.supervisor
    before = len(house.log_entries())
    supervisor.signal("log", signal.SIGKILL)
    during = await warden.post(SCREENINGS, body)
    async with house.tended():
        after = await _until_answered(warden, body)
    entries = house.log_entries()
    assert (during.status, during.code) == (503, "AUDIT_UNAVAILABLE")
    assert _says_nothing(during)
    assert after.body["result"] == "MARKERS_HELD"
    assert [entry.index for entry in entries] == list(range(len(entries)))
    assert len(entries) > before


async def test_a_hung_service_is_a_503_or_504_within_the_deadline(
    house: TestHouse, warden: Desk
) -> None:
    body, supervisor = _body(house), house.house.supervisor
    await warden.post(SCREENINGS, body)
    supervisor.signal("officer-safety", signal.SIGSTOP)
    try:
        started = time.monotonic()
        during = await warden.post(SCREENINGS, body)
        took = time.monotonic() - started
    finally:
        supervisor.signal("officer-safety", signal.SIGCONT)
    after = await _until_answered(warden, body)
    assert during.status in {503, 504}
    assert _says_nothing(during)
    assert took < _DEADLINE_SECONDS + 2
    assert after.body["result"] == "MARKERS_HELD"


async def test_a_service_that_is_down_is_a_503_that_says_when_to_try_again(
    house: TestHouse, warden: Desk
) -> None:
    body, supervisor = _body(house), house.house.supervisor
    supervisor.signal("officer-safety", signal.SIGKILL)
    during = await warden.post(SCREENINGS, body)
    async with house.tended():
        after = await _until_answered(warden, body)
    assert (during.status, during.code) == (503, "SERVICE_UNAVAILABLE")
    assert int(during.headers["retry-after"]) >= 1
    assert after.body["result"] == "MARKERS_HELD"


async def test_one_byte_changed_in_a_copy_of_the_log_is_named(
    house: TestHouse, warden: Desk
) -> None:
    await warden.post(SCREENINGS, _body(house))
    plan = house.house.plan
    changed = len(house.log_entries()) // 2
    with copied_log(plan.access) as name:
        at_copy = plan.auditor_environment(plan.access.url(name, "ppit_auditor"))
        assert verify(at_copy).ok
        change_one_byte(plan.access, name, changed)
        found = verify(at_copy)
    assert not found.ok
    assert found.facts["first_bad"] == changed
    assert verify(plan.auditor_environment()).ok
