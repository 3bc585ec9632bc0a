"""The certified pair of other people drives the gate: openid-client as a partner, oidc-provider as
a partner's issuer (npm; `make oracles` installs them, and without them nothing is shown here).
"""

import asyncio
import json
import shutil
import socket
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import pytest

from ppit_gateway.app import Listener, create_app
from ppit_platform.tokens import SigningKey
from tests.support.gate import SCREEN, SCREENINGS, GateHouse, gate_house
from tests.support.postgres import Database
from tests.support.serving import served_on

ORACLES = Path(__file__).parents[1] / "oracles"
NODE = shutil.which("node")
DETAILS = {"type": "ppit-disclosure", "agreement": "DSA-001", "purpose": "OFFICER_SAFETY_VISIT"}
AUDIENCE, PERSON = "ppit-desk", "w-017"

pytestmark = pytest.mark.skipif(
    NODE is None or not (ORACLES / "node_modules").is_dir(),
    reason="not shown: Node.js or the oracles are not installed (make oracles)",
)


@dataclass(frozen=True, slots=True)
class Town:
    """A gate on loopback, where programs of other people can reach it."""

    house: GateHouse
    issuer: str

    async def run(self, **asked: object) -> dict[str, object]:
        """Let openid-client ask, and return what it saw."""
        pem = self.house.key.private_pem
        question = {
            "issuer": self.issuer,
            "client_id": "thanet-phones",
            "key": pem.decode(),
            "kid": SigningKey.from_pem(pem).public.key_id,
            "scope": SCREEN,
            "details": [DETAILS],
            "url": f"{self.issuer}{SCREENINGS}/s1",
            **asked,
        }
        process = await node("client.mjs")
        said, complaint = await process.communicate(json.dumps(question).encode())
        assert process.returncode == 0, complaint.decode()
        return cast("dict[str, object]", json.loads(said))


async def node(script: str, *arguments: str) -> asyncio.subprocess.Process:
    pipe = asyncio.subprocess.PIPE
    return await asyncio.create_subprocess_exec(
        str(NODE), script, *arguments, cwd=ORACLES, stdin=pipe, stdout=pipe, stderr=pipe
    )


@pytest.fixture
async def town(tmp_path: Path, gateway_database: Database) -> AsyncGenerator[Town]:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        host = f"127.0.0.1:{listening.getsockname()[1]}"
        issuer = f"http://{host}"
        changes = {"issuer": issuer, "allowed_hosts": [host], "deadline_seconds": 10.0}
        async with gate_house(tmp_path, gateway_database, **changes) as house:
            app = create_app(house.settings, Listener.EXTERNAL, house.catalogue)
            async with served_on(app, listening):
                yield Town(house, issuer)


@asynccontextmanager
async def signed_in() -> AsyncGenerator[dict[str, str]]:
    """Sign a person in at oidc-provider, which goes on serving its keys meanwhile."""
    process = await node("issuer.mjs", AUDIENCE, PERSON)
    assert process.stdout is not None
    try:
        async with asyncio.timeout(60):
            while not (line := await process.stdout.readline()).startswith(b"{"):
                assert line, "it ended without signing anybody in"
        yield json.loads(line)
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def test_openid_client_gets_a_bound_token_and_asks_with_it(town: Town) -> None:
    document = town.house.the_register()
    cast("list[dict[str, object]]", document["clients"])[0]["sandbox"] = False
    await town.house.load(document)
    seen = await town.run()
    answers = cast("list[dict[str, object]]", seen["answers"])
    assert str(seen["token_type"]).lower() == "dpop"
    assert seen["scope"] == SCREEN
    assert [one["status"] for one in answers] == [200, 200]
    assert cast("dict[str, object]", answers[0]["body"])["result"] == "MARKERS_HELD"
    assert seen["as_bearer"] == 401
    assert seen["active_before"] is True
    assert seen["after_revocation"] == {"active": False}
    assert len(town.house.behind.hops) == 2


async def test_a_person_whom_oidc_provider_signed_in_is_named_in_the_token(town: Town) -> None:
    async with signed_in() as person:
        issuer = {
            "issuer": person["issuer"],
            "org_id": "thanet",
            "audience": AUDIENCE,
            "user_claim": "sub",
            "jwks_uri": person["jwks_uri"],
        }
        await town.house.load(town.house.the_register(issuers=[issuer]))
        seen = await town.run(subject_token=person["id_token"])
    assert [one["status"] for one in cast("list[dict[str, object]]", seen["answers"])] == [200, 200]
    (hop, _) = town.house.behind.hops
    assert hop.caller.actor is not None
    assert (hop.caller.actor.user_id, hop.caller.actor.assurance) == (PERSON, "idp")
