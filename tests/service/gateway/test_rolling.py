"""J: workers are replaced under load, one after the other, and no request fails."""

import asyncio
import sys
from asyncio.subprocess import Process
from collections import Counter
from pathlib import Path
from signal import SIGTERM

import httpx

from tests.architecture.our_files import ROOT
from tests.support.behind import Script, a_screening
from tests.support.gate import SCREENINGS, GateHouse, an_agreement

_START_SECONDS = 60


class Load:
    """Asks at one socket, by a new connection each time, and counts what comes back."""

    def __init__(self, house: GateHouse, socket: Path, token: str) -> None:
        self._house = house
        self._socket = socket
        self._headers = {"Authorization": f"Bearer {token}", "Case-Reference": "V/1"}
        self._grew = asyncio.Event()
        self.stopped = False
        self.seen: Counter[int | str] = Counter()

    async def run(self) -> None:
        """Ask until stopped."""
        while not self.stopped:
            self.seen[await self._once()] += 1
            self._grew.set()

    async def more(self, answers: int) -> None:
        """Wait until so many more have been answered."""
        enough = self.seen.total() + answers
        while self.seen.total() < enough:
            self._grew.clear()
            await self._grew.wait()

    async def _once(self) -> int | str:
        try:
            async with self._house.http(self._socket) as http:
                return (await http.get(f"{SCREENINGS}/s", headers=self._headers)).status_code
        except httpx.HTTPError as failure:
            return type(failure).__name__


def number_of(socket: Path) -> int:
    """Return the number that tells one worker's socket from another's; 0 for none."""
    return socket.stat().st_ino if socket.exists() else 0


async def a_worker(house: GateHouse, socket: Path) -> Process:
    """Start a worker and return once the socket is its own."""
    file = socket.with_suffix(".json")
    file.write_text(house.settings.model_dump_json())
    before = number_of(socket)
    command = (sys.executable, "-m", "tests.support.gate_main", str(file), str(socket))
    worker = await asyncio.create_subprocess_exec(*command, cwd=ROOT)
    async with asyncio.timeout(_START_SECONDS):
        while number_of(socket) in (0, before):
            assert worker.returncode is None
            await asyncio.sleep(0.02)
    return worker


async def test_j_workers_are_replaced_under_load_and_no_request_fails(
    house: GateHouse, tmp_path: Path
) -> None:
    await house.load(house.the_register(an_agreement(version=2, people_per_day=1_000_000)))
    house.behind.script = Script(body=a_screening(), seconds=0.05)
    socket = tmp_path / "rolling.sock"
    async with house.client() as phone:
        load = Load(house, socket, await phone.token())
    old = await a_worker(house, socket)
    asking = [asyncio.create_task(load.run()) for _ in range(4)]
    await load.more(20)
    new = await a_worker(house, socket)
    await load.more(20)
    old.terminate()
    ended = await old.wait()
    await load.more(20)
    stayed = number_of(socket) != 0
    load.stopped = True
    await asyncio.gather(*asking)
    new.terminate()
    assert (ended, stayed, await new.wait()) == (-SIGTERM, True, -SIGTERM)
    assert number_of(socket) == 0
    assert set(load.seen) == {200}
