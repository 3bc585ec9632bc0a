"""The administration of partners on a test database, and the people who use it."""

import json
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

from ppit_client import KeyPair, new_key_pair
from ppit_gateway.app import Catalogue, register
from ppit_partners.app import SERVICE, create_app
from ppit_partners.settings import Settings
from ppit_platform.caller import Actor, Caller
from ppit_platform.codes import PurposeCode, Role
from tests.support.agreements import an_entry
from tests.support.calls import Served, a_caller
from tests.support.gate import an_agreement
from tests.support.postgres import Database
from tests.support.service import Running, Service, running, told

ROLE = "ppit_partners"
SCOPES = frozenset({"partners:read", "partners:propose", "partners:approve"})
HOME = "ppit"
READ = "officer-safety:screen"


def somebody(org_id: str, user_id: str | None, role: Role, client_id: str | None = None) -> Caller:
    caller = a_caller(org_id=org_id, purpose=PurposeCode.PARTNER_ADMINISTRATION, scopes=SCOPES)
    actor = None if user_id is None else Actor(user_id, role, "VOUCHED")
    return replace(caller, actor=actor, client_id=client_id or f"{org_id}-desk")


OPERATOR = somebody(HOME, "op-1", Role.OPERATOR)
APPROVER = somebody(HOME, "ap-1", Role.APPROVER)
ADMIN = somebody("thanet", "adm-1", Role.PARTNER_ADMIN)
SECOND_ADMIN = somebody("thanet", "adm-2", Role.PARTNER_ADMIN)
STRANGER = somebody("dover", "adm-1", Role.PARTNER_ADMIN)
WARDEN = somebody("thanet", "w-017", Role.WARDEN)


def terms(**changes: object) -> dict[str, object]:
    """Return the terms of a new version, as a proposal says them."""
    signed = {"agreement_id", "version", "partner", "signatures"}
    left_out = signed | {"requests", "people_per_user_hour"}
    said = {name: value for name, value in an_agreement().items() if name not in left_out}
    said |= {"scopes": [READ], "fields": {READ: ["*"]}}
    return {**said, "retention_days": 365, "entry": an_entry(), **changes}


def a_version(**changes: object) -> dict[str, object]:
    body: dict[str, object] = {
        "kind": "AGREEMENT_VERSION",
        "org_id": "thanet",
        "agreement_id": "DSA-001",
        "replaces": 1,
        "terms": terms(),
    }
    return {**body, **changes}


def the_register(key: KeyPair) -> dict[str, object]:
    """Return three organisations, each with a desk; two of them with an agreement."""
    orgs = {"thanet": ["DSA-001"], "dover": ["DSA-002"], HOME: []}
    people = (OPERATOR, APPROVER, ADMIN, SECOND_ADMIN, STRANGER, WARDEN)
    return {
        "partners": [{"org_id": org_id, "name": f"{org_id} council"} for org_id in orgs],
        "clients": [
            {
                "client_id": f"{org_id}-desk",
                "org_id": org_id,
                "jwks": key.jwks if org_id == "thanet" else new_key_pair().jwks,
                "agreements": names,
            }
            for org_id, names in orgs.items()
        ],
        "users": [
            {"user_id": one.actor.user_id, "org_id": one.org_id, "role": one.actor.role.value}
            for one in people
            if one.actor
        ],
        "agreements": [
            an_agreement(scopes=[READ], fields={READ: ["*"]}),
            an_agreement(
                agreement_id="DSA-002", partner="dover", scopes=[READ], fields={READ: ["*"]}
            ),
        ],
    }


@dataclass(frozen=True, slots=True)
class Office:
    """The running service; ``key`` is that of Thanet's desk."""

    running: Running
    key: KeyPair

    async def propose(self, caller: Caller, body: Mapping[str, object]) -> Served:
        return await self.running.by(caller).post("/v1/changes", body)

    async def proposed(self, caller: Caller, body: Mapping[str, object]) -> str:
        """Propose what may be proposed, and return the change's id."""
        served = await self.propose(caller, body)
        assert served.status == 201, served.body
        return str(served.json["change_id"])

    async def approve(self, caller: Caller, change_id: str) -> Served:
        return await self.running.by(caller).post(f"/v1/changes/{change_id}/approval")

    async def reject(self, caller: Caller, change_id: str) -> Served:
        body = {"reasons": "not agreed"}
        return await self.running.by(caller).post(f"/v1/changes/{change_id}/rejection", body)

    async def agreed(self, one: Caller, body: Mapping[str, object], other: Caller) -> Served:
        """Have one person propose and another approve."""
        return await self.approve(other, await self.proposed(one, body))

    async def get(self, caller: Caller, path: str) -> Served:
        return await self.running.by(caller).get(path)

    async def items(self, caller: Caller, path: str, name: str) -> list[object]:
        listed = cast("list[dict[str, object]]", (await self.get(caller, path)).json["items"])
        return [one[name] for one in listed]


@asynccontextmanager
async def open_office(database: Database, folder: Path) -> AsyncGenerator[Office]:
    """Load the register and start the service."""
    key = new_key_pair()
    raw = json.dumps(the_register(key)).encode()
    await register(database.url("ppit_gateway"), raw, Catalogue.published())
    async with an_office(database, folder, key) as office:
        yield office


@asynccontextmanager
async def an_office(database: Database, folder: Path, key: KeyPair) -> AsyncGenerator[Office]:
    """Start the service in a database whose register is there already."""
    settings = Settings.model_validate(told(database, ROLE, folder))
    service = Service(SERVICE, create_app(settings), settings)
    async with running(service, database, OPERATOR) as up:
        yield Office(up, key)


def code(served: Served) -> tuple[int, object]:
    return served.status, served.json.get("code")


def places(served: Served) -> set[tuple[object, object]]:
    """Return pointer and code of each error."""
    listed = cast("list[dict[str, object]]", served.json["errors"])
    return {(one["pointer"], one["code"]) for one in listed}
