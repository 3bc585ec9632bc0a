"""H: what is suspended stops in every worker within a second, by the database's clock."""

import asyncio
import base64
import json
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import httpx
from sqlalchemy import text

from ppit_client import PartnerClient
from ppit_gateway.app import Listener, create_app
from ppit_gateway.storage.patience import PatientDatabase
from ppit_gateway.storage.watch import RegisterWatch
from ppit_platform.db import open_engine
from tests.support.gate import (
    AS_IT_COMES,
    ISSUER,
    NO_TLS,
    SCREENINGS,
    GateHouse,
    an_agreement,
    refused,
)
from tests.support.serving import served

WORKERS = 4


@asynccontextmanager
async def workers(house: GateHouse, folder: Path) -> AsyncGenerator[list[PartnerClient]]:
    """Four workers as production has them: each looks at the register now and then, not always."""
    settings = house.settings.model_copy(update={"register_age_seconds": 0.7})
    async with AsyncExitStack() as stack:
        phones: list[PartnerClient] = []
        for number in range(WORKERS):
            socket = folder / f"worker-{number}.sock"
            app = create_app(settings, Listener.EXTERNAL, house.catalogue)
            await stack.enter_async_context(served(app, socket, lifespan=True))
            transport = httpx.AsyncHTTPTransport(uds=str(socket), verify=NO_TLS)
            phone = PartnerClient(
                ISSUER,
                "thanet-phones",
                house.key.private_pem,
                "DSA-001",
                "OFFICER_SAFETY_VISIT",
                user="w-017",
                manners=AS_IT_COMES,
                transport=transport,
            )
            phones.append(await stack.enter_async_context(phone))
        yield phones


async def codes(phones: list[PartnerClient]) -> set[tuple[int, object]]:
    asking = (phone.get(f"{SCREENINGS}/s", case_reference="V/1") for phone in phones)
    answers = await asyncio.gather(*asking)
    return {(200, None) if one.status == 200 else refused(one) for one in answers}


def token_id(token: str) -> str:
    payload = token.split(".")[1]
    return str(json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))["jti"])


async def test_h_a_suspension_stops_every_worker_within_a_second(
    house: GateHouse, tmp_path: Path
) -> None:
    async with workers(house, tmp_path) as phones:
        assert await codes(phones) == {(200, None)}
        await house.load(house.the_register(suspended=["DSA-001"]))
        await asyncio.sleep(1.0)  # the promise itself
        assert await codes(phones) == {(403, "DSA_SUSPENDED")}
        await house.load(house.the_register())
        await asyncio.sleep(1.0)
        assert await codes(phones) == {(200, None)}
        # A person who is suspended, too, though their token lives on.
        person = {"user_id": "w-017", "org_id": "thanet", "role": "WARDEN", "status": "SUSPENDED"}
        await house.load(house.the_register(users=[person]))
        await asyncio.sleep(1.0)
        assert await codes(phones) == {(401, "INVALID_TOKEN")}


async def test_h_a_new_version_ends_the_tokens_of_the_old_one(
    house: GateHouse, tmp_path: Path
) -> None:
    async with workers(house, tmp_path) as phones:
        assert await codes(phones) == {(200, None)}
        await house.load(house.the_register(an_agreement(version=2)))
        await asyncio.sleep(1.0)
        assert await codes(phones) == {(401, "INVALID_TOKEN")}


async def test_a_token_that_was_taken_back_stops_every_worker_within_a_second(
    house: GateHouse, tmp_path: Path
) -> None:
    async with workers(house, tmp_path) as phones:
        assert await codes(phones) == {(200, None)}
        taken_back = token_id(await phones[0].token())
        house.sql(
            "INSERT INTO revoked_token (jti, expires) VALUES (%s, now() + interval '5 minutes')",
            taken_back,
        )
        await asyncio.sleep(1.0)
        assert await codes(phones[:1]) == {(401, "INVALID_TOKEN")}
        assert await codes(phones[1:]) == {(200, None)}


async def test_the_watch_tells_the_time_of_the_database_whatever_this_machine_says(
    house: GateHouse,
) -> None:
    engine = open_engine(str(house.settings.database_url), application="test")
    ticks = iter((0.0, 0.0, 3600.0, 3600.0, 3600.0))
    watch = RegisterWatch(PatientDatabase(engine), 0.7, clock=lambda: next(ticks, 3600.0))
    try:
        await watch.look()
        async with engine.connect() as connection:
            (now,) = (await connection.execute(text("SELECT clock_timestamp()"))).one()
    finally:
        await engine.dispose()
    assert abs((watch.now() - now).total_seconds() - 3600) < 60
