"""Kills processes of a house in the middle of work, and looks at what is left of the work."""

import asyncio
import signal
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import cast

import psycopg

from ppit_audit_verify import Key, check_receipt
from ppit_client import NoAnswer
from ppit_ops.audit import run, verify
from ppit_ops.cast import PARTIES
from ppit_ops.demo import bodies
from ppit_ops.partners import MARKERS, SCREENINGS, Desk, Reply
from ppit_ops.provision import plain
from ppit_synthetic import Story, VisitKind
from tests.support.processes import TestHouse

_ACKNOWLEDGED = {200, 201}
_ANSWERS_BETWEEN_KILLS = 6


@dataclass(slots=True)
class Acknowledged:
    """What callers were told had happened."""

    requests: list[str] = field(default_factory=list[str])
    markers: dict[str, str] = field(default_factory=dict[str, str])
    """Idempotency key to the id that was answered."""
    receipts: list[str] = field(default_factory=list[str])
    grew: asyncio.Event = field(default_factory=asyncio.Event)

    def note(self, reply: Reply) -> None:
        self.requests.append(reply.headers["x-request-id"])
        self.receipts.append(reply.headers["audit-receipt"])
        self.grew.set()


@dataclass(frozen=True, slots=True)
class Left:
    """What is left after the kills. ``unlogged`` requests were acknowledged and have no outcome;
    ``unproved`` receipts are not what the log's key signed, or name a leaf that the log does not
    hold at their index (I6, I11); ``doubled`` is the number of names or effects that are there more
    than once, or not at all.
    """

    kills: int
    acknowledged: int
    effects: int
    unlogged: int
    unproved: int
    doubled: int
    gaps: int
    verdict: str
    ok: bool


async def kill_and_count(house: TestHouse, names: Sequence[str], *, work: str = "work") -> Left:
    """Kill the named processes one after the other, each in the middle of ``work``, whose name no
    earlier one in this house had.
    """
    told, stop = Acknowledged(), asyncio.Event()
    async with house.tended():
        callers = [
            asyncio.create_task(_screen_until(stop, house, told)),
            asyncio.create_task(_propose_until(stop, house, told, work)),
        ]
        for name in names:
            await _more_work(told)
            _kill(house, name)
            await _all_answer(house)
        await _more_work(told)
        stop.set()
        await asyncio.gather(*callers)
    entries = house.log_entries()
    outcomes = {entry.key for entry in entries if entry.kind == "outcome"}
    verdict = verify(house.house.plan.auditor_environment())
    effects = _markers_by_grounds(house, told)
    counted = Counter((entry.kind, entry.key) for entry in entries)
    return Left(
        kills=len(names),
        acknowledged=len(told.requests),
        effects=len(effects),
        unlogged=len(set(told.requests) - outcomes),
        unproved=_unproved(house, told.receipts),
        doubled=sum(times > 1 for times in counted.values())
        + sum(effects.get(key) != 1 for key in told.markers),
        gaps=sum(entry.index != at for at, entry in enumerate(entries)),
        verdict=verdict.said,
        ok=verdict.ok,
    )


def _unproved(house: TestHouse, receipts: Sequence[str]) -> int:
    """Count the receipts that the verifier does not accept, or whose leaf the log has lost."""
    plan = house.house.plan
    environment = plan.auditor_environment()
    keys = [Key(line) for line in run("audit-keys", environment=environment).said.splitlines()]
    with psycopg.connect(plain(plan.access.url("ppit_gateway", "ppit_auditor"))) as auditor:
        rows = auditor.execute("SELECT index, encode(leaf_hash, 'hex') FROM log.entry").fetchall()
    leaves = {f'index={index}, leaf="{leaf}"' for index, leaf in rows}
    stated = [text.partition(", proof=")[0] for text in receipts]
    return sum(
        check_receipt(text, keys) is not None or said not in leaves
        for text, said in zip(receipts, stated, strict=True)
    )


def _kill(house: TestHouse, name: str) -> None:
    if name == "postgres":
        database = house.house.database
        assert database is not None
        database.kill()
    else:
        house.house.supervisor.signal(name, signal.SIGKILL)


async def _all_answer(house: TestHouse, seconds: float = 40.0) -> None:
    """Wait until every process answers again; they are restarted beside this."""
    supervisor = house.house.supervisor
    async with asyncio.timeout(seconds):
        # At least once around the loop, so that the kill has been noticed.
        while True:
            await asyncio.sleep(0.2)
            if all(supervisor.answers(name) for name in supervisor.names()):
                return


async def _more_work(told: Acknowledged, seconds: float = 40.0) -> None:
    """Wait until callers have been answered some more: the next kill comes in the middle."""
    async with asyncio.timeout(seconds):
        for _ in range(_ANSWERS_BETWEEN_KILLS):
            told.grew.clear()
            await told.grew.wait()


async def _screen_until(stop: asyncio.Event, house: TestHouse, told: Acknowledged) -> None:
    case = house.visit(VisitKind.LONE_FEMALE, "WARDENS")
    body = bodies.visit(case, house.county.kent.as_of)
    async with house.desk(PARTIES[0]) as warden:
        while not stop.is_set():
            reply = await _asked(warden, SCREENINGS, body, None)
            if reply is None or reply.status not in _ACKNOWLEDGED:
                await asyncio.sleep(0.05)
                continue
            assert reply.body["result"] != "NO_KNOWN_MARKERS"
            told.note(reply)


async def _propose_until(
    stop: asyncio.Event, house: TestHouse, told: Acknowledged, work: str
) -> None:
    """Propose marker after marker, each again under its key until it is acknowledged."""
    kent = house.county.kent
    marker = next(one for one in kent.markers if one.story is Story.SHARED_HOUSE)
    number = 0
    async with house.proposer() as analyst:
        while not stop.is_set():
            key = f"kill-nine-{work}-{number:04d}"
            body = bodies.proposal(kent, marker) | {"grounds": key}
            reply = await _asked(analyst, MARKERS, body, key)
            if reply is None or reply.status not in _ACKNOWLEDGED:
                await asyncio.sleep(0.05)
                continue
            told.note(reply)
            told.markers[key] = cast("str", reply.body["marker_id"])
            number += 1


async def _asked(desk: Desk, path: str, body: dict[str, object], key: str | None) -> Reply | None:
    """Ask once; None where the connection broke and nobody can tell what happened."""
    try:
        return await desk.post(path, body, key=key)
    except NoAnswer:
        return None


def _markers_by_grounds(house: TestHouse, told: Acknowledged) -> dict[str, int]:
    """Count the register's markers by the key under which they were proposed."""
    url = house.house.plan.access.admin("ppit_officer_safety")
    with psycopg.connect(plain(url)) as admin:
        rows = admin.execute(
            "SELECT grounds, count(DISTINCT marker_id) FROM marker_version"
            " WHERE grounds LIKE 'kill-nine-%' GROUP BY grounds"
        ).fetchall()
    return {grounds: count for grounds, count in rows if grounds in told.markers}
