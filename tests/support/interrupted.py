"""Stops the work of the whole house in its middle: a worker killed, an agreement ended."""

import asyncio
import json
import os
import re
import shlex
import signal
from collections.abc import AsyncGenerator, Awaitable, Callable, Collection, Generator
from contextlib import asynccontextmanager, contextmanager
from datetime import date, timedelta
from typing import cast

import httpx

from ppit_ops.lists import run_loads
from ppit_ops.services import Service
from ppit_ops.supervisor import until
from ppit_platform.clock import london_today
from tests.support.whole_house import WholeHouse

_PATIENCE_SECONDS = 150.0
_POLL_SECONDS = 0.02
_WAITING = (
    "SELECT count(*) FROM procrastinate_jobs"
    " WHERE status IN ('todo', 'doing') AND queue_name = 'work'"
)
_LONG_AGO = "UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 hour'"
_TOKEN = re.compile(r"\$\(\S+/ppit (token [^)]+)\)")


def sent_as_printed(house: WholeHouse, line: str) -> httpx.Response:
    """Send what a printed ``curl`` line would, its token from ``ppit token`` as it says."""
    words = shlex.split(line)
    headers = [words[place + 1] for place, word in enumerate(words) if word == "-H"]
    named = dict(header.split(": ", 1) for header in headers)
    asked = _TOKEN.search(named["Authorization"])
    assert asked is not None
    token = house.ppit(*asked[1].split()).stdout.strip()
    named["Authorization"] = f"Bearer {token}"
    return httpx.post(words[2], headers=named, content=words[words.index("-d") + 1])


async def freeze_amid(
    house: WholeHouse, service: Service, amid: Callable[[], Awaitable[bool]]
) -> None:
    """Freeze a service's worker once its work has begun, and make sure that it is not over."""
    await _until(amid)
    house.signal(service.worker, signal.SIGSTOP)
    assert await amid(), f"{service.name} was done before it could be stopped"


def kill_frozen(house: WholeHouse, service: Service) -> None:
    """Kill a frozen worker. What it held is taken up at once, as it would be twenty seconds later:
    its last heartbeat is said to be long ago.
    """
    house.signal(service.worker, signal.SIGKILL)
    house.rows(service, _LONG_AGO)


@contextmanager
def down(house: WholeHouse, name: str) -> Generator[None]:
    """Keep a process dead: whoever would start it again is frozen meanwhile."""
    before = house.pid(name)

    def back() -> bool:
        process = next(one for one in house.state().processes if one.name == name)
        return process.pid != before and process.answers

    os.kill(house.launcher, signal.SIGSTOP)
    try:
        house.signal(name, signal.SIGKILL)
        yield
    finally:
        os.kill(house.launcher, signal.SIGCONT)
        assert until(back, _PATIENCE_SECONDS, lambda: None), f"{name} did not come back"


async def idle(house: WholeHouse, service: Service) -> None:
    """Wait until a service has no job left to do."""

    async def done() -> bool:
        return house.rows(service, _WAITING) == [(0,)]

    await _until(done)


async def _until(true: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(_PATIENCE_SECONDS):
        while True:
            if await true():
                return
            await asyncio.sleep(_POLL_SECONDS)


@asynccontextmanager
async def ended_agreements(
    house: WholeHouse, agreement_ids: Collection[str]
) -> AsyncGenerator[None]:
    """Have agreements end yesterday, by a new version of each; afterwards they are in force."""
    yesterday = london_today() - timedelta(days=1)
    _sign_anew(house, agreement_ids, 1, yesterday)
    try:
        yield
    finally:
        _sign_anew(house, agreement_ids, 2, london_today() + timedelta(days=30))


def _sign_anew(house: WholeHouse, agreement_ids: Collection[str], later: int, ends: date) -> None:
    """Load the register with versions of agreements that are ``later`` than those it holds."""
    document = cast(
        "dict[str, list[dict[str, object]]]", json.loads(house.folder.register.read_text())
    )
    for agreement in document["agreements"]:
        if agreement["agreement_id"] in agreement_ids:
            agreement["version"] = cast("int", agreement["version"]) + later
            agreement["ends"] = ends.isoformat()
            entry = cast("dict[str, str]", agreement["entry"])
            # It is reviewed while it is in force.
            entry["review"] = min(entry["review"], ends.isoformat())
    file = house.root / "signed-anew.json"
    file.write_text(json.dumps(document))
    run_loads("ppit-gateway", [["load-register", str(file)]], house.plan.gate_environment())
