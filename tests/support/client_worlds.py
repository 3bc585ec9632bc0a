"""The real gate and the fake one, with either client: one test holds for all four."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias

import httpx

from ppit_client import Manners, PartnerClient, SyncPartnerClient, Terms
from ppit_client.fake import FakeAgreement, FakeClient, FakeGate, Said
from tests.support.behind import a_screening
from tests.support.client_surfaces import Awaited, InThread, Surface
from tests.support.client_wire import PAGE, ROWS, USERS, RealGate, Wire
from tests.support.gate import APPROVE, ISSUER, SCREEN, SCREENINGS, gate_house
from tests.support.postgres import Database

PURPOSE = "OFFICER_SAFETY_VISIT"
_USUAL = Manners(seconds=20)


@dataclass(slots=True)
class Faked:
    gate: FakeGate

    @property
    def issuer(self) -> str:
        return self.gate.issuer

    @property
    def pem(self) -> bytes:
        return self.gate.client().key.private_pem

    def wire(self) -> Wire:
        return Wire(self.gate, self.gate)

    def answers(self, *bodies: object) -> None:
        self.gate.asked.clear()
        broken = {"title": "bad upstream", "status": 502, "code": "BAD_UPSTREAM"}
        said = [Said(broken, 502) if body is None else Said(body) for body in bodies]
        self.gate.says("POST", SCREENINGS, *said)
        self.gate.says("GET", f"{SCREENINGS}/a", Said(a_screening()))

    def lists(self, names: Sequence[str]) -> None:
        self.gate.lists(ROWS, [{"name": name} for name in names], page=PAGE)

    def keys_asked(self) -> list[str | None]:
        return [one.headers.get("idempotency-key") for one in self.gate.asked]

    async def next_version(self, requests: int = 600) -> None:
        self.gate.change(replace(_FAKE_AGREEMENT, requests=requests))


_FAKE_AGREEMENT = FakeAgreement(scopes=frozenset({SCREEN, APPROVE}), users=frozenset(USERS))


Gate: TypeAlias = RealGate | Faked


def a_fake() -> Faked:
    return Faked(FakeGate(FakeClient(), agreements=[_FAKE_AGREEMENT], issuer=ISSUER))


@asynccontextmanager
async def a_real_one(folder: Path, database: Database) -> AsyncGenerator[RealGate]:
    async with gate_house(folder, database) as house:
        gate = RealGate(house)
        await gate.next_version()
        yield gate


@dataclass(slots=True)
class World:
    """One gate and one kind of client; each surface is of a person of its own."""

    gate: Gate
    asynchronous: bool
    wire: Wire
    users: list[str]

    @property
    def usual(self) -> Terms:
        return Terms("DSA-001", PURPOSE, scope=SCREEN)

    def client(
        self,
        terms: Terms | None = None,
        *,
        manners: Manners = _USUAL,
        pem: bytes | None = None,
    ) -> Surface:
        """Return the client of a person whom nobody was before."""
        asked = (terms or self.usual).for_user(self.users.pop())
        place = (self.gate.issuer, "thanet-phones", pem or self.gate.pem)
        what = (asked.agreement, asked.purpose)
        if self.asynchronous:
            client = PartnerClient(*place, *what, manners=manners, transport=self.wire)
            return Awaited(client.acting(asked))
        plain = SyncPartnerClient(*place, *what, manners=manners, transport=self.wire)
        return InThread(plain.acting(asked))

    def http(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(base_url=self.gate.issuer, transport=self.wire)
