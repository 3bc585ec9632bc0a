"""A whole gate to test against: real PostgreSQL, a real log, a scripted service behind it."""

import asyncio
import json
import secrets
import ssl
from collections.abc import AsyncGenerator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import cast

import httpx
import psycopg

from ppit_client import Answer, KeyPair, Manners, PartnerClient, new_key_pair
from ppit_gateway.app import Catalogue, Listener, create_app, register
from ppit_gateway.log.client import LogClient
from ppit_gateway.log.server import serve
from ppit_gateway.settings import Settings
from ppit_ops.provision import plain
from ppit_platform.codes import SubjectClass
from ppit_platform.telemetry import TelemetryMode
from ppit_platform.tokens import SharedKey, SigningKey
from tests.support.behind import SERVICE, Behind, published
from tests.support.keys import es256_file, public_files, signing_keys
from tests.support.log import LogPlace, a_log_place, answering
from tests.support.postgres import Database
from tests.support.serving import served

ISSUER = "http://gate.test"
# A unix socket speaks no TLS: an empty context spares reading every authority for each client.
NO_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
SCREENINGS = "/officer-safety/v1/screenings"
SCREEN = "officer-safety:screen"
APPROVE = "officer-safety:approve"
KENT = "Kent County Council"
AS_IT_COMES = Manners(tries=1, raising=False, renewing=False, dpop=False)
"""A client that shows each answer as the gate gave it, and whose token any test may show too."""


def an_agreement(**changes: object) -> dict[str, object]:
    agreement: dict[str, object] = {
        "agreement_id": "DSA-001",
        "version": 1,
        "partner": "thanet",
        "title": "Screening of visits",
        "legal_basis": "UK GDPR Art 6(1)(e)",
        "regime": "UK_GDPR",
        "purposes": ["OFFICER_SAFETY_VISIT"],
        "scopes": [APPROVE, SCREEN],
        "fields": {APPROVE: ["*"], SCREEN: ["*"]},
        "areas": ["E07000114"],
        "audiences": ["WARDENS"],
        "starts": "2020-01-01",
        "ends": "2090-12-31",
        "people_per_day": 100,
        "subject_classes": [one.value for one in SubjectClass],
        "vouches_for_users": True,
        # A test asks faster than a partner may; those about limits set their own.
        "requests": {"burst": {"q": 100_000, "w": 1}, "minute": {"q": 1_000_000, "w": 60}},
        "people_per_user_hour": 100_000,
        "signatures": [
            {"organisation": "Thanet District Council", "name": "A. One", "signed": "2020-01-01"},
            {"organisation": KENT, "name": "B. Two", "signed": "2020-01-01"},
        ],
    }
    return {**agreement, **changes}


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the log as it is stored."""

    kind: str
    key: str
    body: Mapping[str, object]
    text: str


class Switch:
    """The log of a gate in this process, to be turned off and on."""

    def __init__(self, place: LogPlace) -> None:
        self._place = place
        self.stop = asyncio.Event()
        self._running: asyncio.Task[None] | None = None

    async def on(self) -> None:
        self.stop = asyncio.Event()
        self._running = asyncio.create_task(serve(self._place.config, self.stop))
        client = LogClient(self._place.config.socket)
        await answering(client)
        await client.close()

    async def off(self) -> None:
        self.stop.set()
        if self._running is not None:
            await self._running
            self._running = None


@dataclass(slots=True)
class GateHouse:
    """The gate's settings and neighbours, and what a test does with them."""

    settings: Settings
    database: Database
    log: LogPlace
    switch: Switch
    behind: Behind
    key: KeyPair
    catalogue: Catalogue
    external: Path
    internal: Path

    def the_register(self, *agreements: dict[str, object], **changes: object) -> dict[str, object]:
        listed = list(agreements) or [an_agreement()]
        names = [str(one["agreement_id"]) for one in listed if one["partner"] == "thanet"]
        document: dict[str, object] = {
            "partners": [
                {"org_id": "thanet", "name": "Thanet District Council"},
                {"org_id": "dover", "name": "Dover District Council"},
            ],
            "clients": [
                {
                    "client_id": "thanet-phones",
                    "org_id": "thanet",
                    "jwks": self.key.jwks,
                    "agreements": names,
                    "sandbox": True,
                }
            ],
            "users": [
                {"user_id": "w-017", "org_id": "thanet", "role": "WARDEN"},
                {"user_id": "a-001", "org_id": "thanet", "role": "APPROVER"},
            ],
            "agreements": listed,
        }
        return {**document, **changes}

    async def load(self, document: Mapping[str, object]) -> None:
        raw = json.dumps(document).encode()
        await register(str(self.settings.database_url), raw, self.catalogue)

    def http(self, socket: Path | None = None) -> httpx.AsyncClient:
        """Return a plain client of the external listener, or of ``socket``."""
        transport = httpx.AsyncHTTPTransport(uds=str(socket or self.external), verify=NO_TLS)
        return httpx.AsyncClient(transport=transport, base_url=ISSUER, timeout=20)

    def client(
        self,
        user: str | None = "w-017",
        agreement: str = "DSA-001",
        *,
        key: KeyPair | None = None,
        manners: Manners = AS_IT_COMES,
        **changes: str,
    ) -> PartnerClient:
        return PartnerClient(
            ISSUER,
            changes.get("client_id", "thanet-phones"),
            (key or self.key).private_pem,
            agreement,
            changes.get("purpose", "OFFICER_SAFETY_VISIT"),
            user=user,
            scope=changes.get("scope"),
            manners=manners,
            transport=httpx.AsyncHTTPTransport(uds=str(self.external), verify=NO_TLS),
        )

    def sql(self, statement: str, *values: object) -> list[tuple[object, ...]]:
        """Run a statement as the superuser, to arrange or to look."""
        with psycopg.connect(plain(self.database.admin_url), autocommit=True) as connection:
            cursor = connection.execute(statement.encode(), values)
            return list(cursor.fetchall()) if cursor.description else []

    def entries(self, *kinds: str) -> list[Entry]:
        rows = self.sql("SELECT kind, key, body FROM log.entry ORDER BY index")
        found = [
            Entry(str(kind), str(key), json.loads(str(text))["body"], str(text))
            for kind, key, text in rows
        ]
        return [one for one in found if not kinds or one.kind in kinds]

    def people_today(self) -> int:
        return sum(cast("int", row[0]) for row in self.sql("SELECT people FROM people_day"))


def gate_settings(
    folder: Path, database: Database, log_socket: Path, **changes: object
) -> Settings:
    hops = folder / "hops"
    hops.mkdir()
    for service in (SERVICE, "victims", "webhooks"):
        (hops / f"{service}.key").write_text(secrets.token_hex(32))
    public, second = public_files(folder)
    values: dict[str, object] = {
        "database_url": database.url("ppit_gateway"),
        "issuer": ISSUER,
        "log_socket": log_socket,
        "log_public_key_file": public,
        "log_ml_dsa_public_key_file": second,
        "signing_key_dir": signing_keys(folder),
        "mandate_key_file": es256_file(folder, "mandate.pem"),
        "hop_key_dir": hops,
        "upstreams": {SERVICE: folder / "service.sock"},
        "allowed_hosts": ["gate.test"],
        "deadline_seconds": 2.0,
        # Many tests share a gate, and most of what they try is to fail.
        "failures_a_minute": 100_000,
        # What a test has just changed counts at once; what production waits for has its own tests.
        "register_age_seconds": 0.0,
        "telemetry": TelemetryMode.OFF,
    }
    return Settings.model_validate({**values, **changes})


@asynccontextmanager
async def gate_house(
    folder: Path, database: Database, *, house_calls: object = (), **changes: object
) -> AsyncGenerator[GateHouse]:
    """Start the log, the service and both listeners in this process, with the register loaded."""
    place = a_log_place(folder, database)
    settings = gate_settings(folder, database, place.config.socket, **changes)
    hop_file = settings.hop_key_dir / f"{SERVICE}.key"
    behind = Behind(SharedKey.from_hex(SERVICE, hop_file.read_text()))
    catalogue = Catalogue({SERVICE: published()}, house_calls)
    house = GateHouse(
        settings,
        database,
        place,
        Switch(place),
        behind,
        new_key_pair(),
        catalogue,
        folder / "gate.sock",
        folder / "inside.sock",
    )
    await house.load(house.the_register())
    async with AsyncExitStack() as stack:
        await house.switch.on()
        stack.push_async_callback(house.switch.off)
        await stack.enter_async_context(served(behind, settings.upstreams[SERVICE], lifespan=False))
        for listener, socket in (
            (Listener.EXTERNAL, house.external),
            (Listener.INTERNAL, house.internal),
        ):
            app = create_app(settings, listener, catalogue)
            await stack.enter_async_context(served(app, socket, lifespan=True))
        yield house


def body_of(answer: Answer[object]) -> dict[str, object]:
    """Return the JSON object that was answered."""
    assert isinstance(answer.json, dict)
    return cast("dict[str, object]", answer.json)


def refused(answer: Answer[object]) -> tuple[int, object]:
    """Return the status and the code of a problem document."""
    return answer.status, body_of(answer)["code"]


def assertion(key: KeyPair, **changes: object) -> str:
    """Sign a client assertion; None removes a claim, a duration is a time from now."""
    now = int(datetime.now(UTC).timestamp())
    claims: dict[str, object] = {
        "iss": "thanet-phones",
        "sub": "thanet-phones",
        "aud": ISSUER,
        "iat": now,
        "exp": now + 60,
        "jti": secrets.token_hex(8),
        **changes,
    }
    kept = {
        name: now + int(value.total_seconds()) if isinstance(value, timedelta) else value
        for name, value in claims.items()
        if value is not None
    }
    return SigningKey.from_pem(key.private_pem).sign(kept, typ="JWT")
