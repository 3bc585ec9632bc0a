"""A8: signing keys rotate under load, in several workers, without a restart or a lost request."""

import asyncio
import itertools
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx

from ppit_gateway.api.discovery import JWKS_PATH
from ppit_gateway.app import Listener, create_app
from ppit_ops.keys import new_es256_key
from ppit_ops.signing_keys import rotate_signing_key
from ppit_platform.tokens import key_id_of
from tests.support.gate import GateHouse, gate_house
from tests.support.postgres import Database
from tests.support.serving import served
from tests.support.token_requests import a_form, published

SCREENING = "/officer-safety/v1/screenings/abc"
_SECONDS = 30


@asynccontextmanager
async def workers(house: GateHouse, folder: Path, count: int) -> AsyncGenerator[list[Path]]:
    """Serve more workers of the same gate, each at a socket of its own."""
    sockets = [folder / f"worker-{number}.sock" for number in range(count)]
    async with AsyncExitStack() as stack:
        for socket in sockets:
            app = create_app(house.settings, Listener.EXTERNAL, house.catalogue)
            await stack.enter_async_context(served(app, socket, lifespan=True))
        yield sockets


class Load:
    """Asks one worker for tokens and shows them to another, again and again."""

    def __init__(self, house: GateHouse, doors: list[httpx.AsyncClient]) -> None:
        self.house = house
        self.doors = doors
        self.statuses: set[int] = set()
        self.refused = 0
        self.unpublished = 0
        self.signed: list[str] = []
        self.asked = itertools.cycle(range(len(doors)))

    async def run(self) -> None:
        """Go on until each of the workers has signed with another key than the first."""
        while sum(key != self.signed[0] for key in self.signed) < 8 * len(self.doors):
            number = next(self.asked)
            await self.once(self.doors[number], self.doors[number - 1])

    async def once(self, issues: httpx.AsyncClient, takes: httpx.AsyncClient) -> None:
        answer = await issues.post("/oauth2/token", data=a_form(self.house))
        self.statuses.add(answer.status_code)
        token = str(answer.json().get("access_token"))
        listed = (await takes.get(JWKS_PATH)).json()["keys"]
        self.unpublished += key_id_of(token) not in {jwk["kid"] for jwk in listed}
        headers = {"Authorization": f"Bearer {token}", "Case-Reference": "ABC/1"}
        shown = await takes.get(SCREENING, headers=headers)
        self.refused += shown.status_code == 401
        self.signed.append(key_id_of(token))


async def test_rotation_under_load_loses_no_request_in_any_worker(
    tmp_path: Path, gateway_database: Database
) -> None:
    async with (
        gate_house(tmp_path, gateway_database, chores_seconds=0.05) as house,
        workers(house, tmp_path, 2) as sockets,
        AsyncExitStack() as stack,
    ):
        places = [house.external, *sockets]
        doors = [await stack.enter_async_context(house.http(place)) for place in places]
        load = Load(house, doors)
        running = [asyncio.create_task(load.run()) for _ in range(4)]
        (old,) = await published(house)
        folder = house.settings.signing_key_dir
        moment = datetime.now(UTC) + timedelta(seconds=2)
        fresh = folder / f"{moment:%Y%m%dT%H%M%SZ}.pem"
        fresh.with_suffix(".new").write_bytes(new_es256_key())
        fresh.with_suffix(".new").replace(fresh)
        async with asyncio.timeout(_SECONDS):
            await asyncio.gather(*running)
        everywhere = [set(await published(house, place)) for place in places]
    assert load.statuses == {200}
    assert (load.refused, load.unpublished) == (0, 0)
    (new,) = set(load.signed) - {old}
    assert load.signed[-1] == new
    # The old key verifies what it signed for as long as that lives.
    assert everywhere == [{old, new}] * 3


async def test_what_the_command_makes_is_published_at_once_and_signs_later(
    tmp_path: Path, gateway_database: Database
) -> None:
    async with gate_house(tmp_path, gateway_database, chores_seconds=0.05) as house:
        (tmp_path / "keys" / "gate").mkdir(parents=True)
        (tmp_path / "keys" / "gate" / "signing").symlink_to(house.settings.signing_key_dir)
        (old,) = await published(house)
        rotate_signing_key(tmp_path, datetime.now(UTC))
        async with asyncio.timeout(_SECONDS):
            while True:
                if len(await published(house)) > 1:
                    break
                await asyncio.sleep(0.05)
        async with house.http() as http:
            answer = await http.post("/oauth2/token", data=a_form(house))
    assert key_id_of(answer.json()["access_token"]) == old
