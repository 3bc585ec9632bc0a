"""Calls inside the house: a service speaks to the gate's internal listener, and to nobody else."""

import json
import ssl
from collections.abc import AsyncGenerator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from typing import ClassVar, cast
from uuid import UUID

import httpx

from ppit_platform import caller_claims
from ppit_platform.caller import Caller
from ppit_platform.deadline import TIME_LEFT, seconds_left, time_left
from ppit_platform.errors import ServiceError
from ppit_platform.events import Event
from ppit_platform.outbox import Pending
from ppit_platform.service_call import ServiceRequest, seal_service_call
from ppit_platform.tokens import SharedKey

FACTS_PATH = "/internal/v1/facts"
MANDATES_PATH = "/internal/v1/mandates/check"
EVENTS_PATH = "/internal/v1/events"
STANDINGS_PATH = "/internal/v1/standings/check"
TIMEOUT_SECONDS = 10.0
TIMEOUT_IN_A_REQUEST_SECONDS = 5.0
"""A service that was asked must have time left to say that it could not ask in turn."""
# The socket speaks no TLS. A context that trusts nobody spares reading every authority there is.
_NO_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
_ORIGIN = "http://gate.internal"
_LEAST_SECONDS = 0.05


class GateUnavailable(ServiceError):
    status = 503
    code = "GATE_UNAVAILABLE"
    title = "The gate's internal listener does not answer"
    retry_after = 2


class MandateEnded(Exception):
    """The gate no longer lets this job work: an agreement ended, a user left, its time is over."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class HopAuthority:
    """The hop token of the request that is being served: what it may ask, it may ask in turn."""

    token: str
    patience: ClassVar[float] = TIMEOUT_IN_A_REQUEST_SECONDS

    @property
    def header(self) -> str:
        return f"Hop {self.token}"


@dataclass(frozen=True, slots=True)
class MandateAuthority:
    """The sealed mandate of the job that is being done."""

    sealed: str
    patience: ClassVar[float] = TIMEOUT_SECONDS

    @property
    def header(self) -> str:
        return f"Mandate {self.sealed}"


@dataclass(frozen=True, slots=True)
class HouseAnswer:
    """What another service answered through the gate; a problem document if not below 400.

    ``body`` is None where there was none.
    """

    status: int
    body: object


class HouseClient:
    """One process's way to the gate; made by ``open_house``."""

    def __init__(self, client: httpx.AsyncClient, key: SharedKey) -> None:
        self._client = client
        self._key = key

    async def log_facts(self, facts: Sequence[Pending]) -> frozenset[UUID]:
        """Hand facts to the log and return the ids it has now, whether new or known before.

        Sends ``{"facts": [{"fact", "caller", "request_id", "job_id", "created_at"}]}``; the gate
        answers ``{"logged": [fact_id]}``.
        """
        answer = await self._ask(FACTS_PATH, {"facts": [fact.as_json() for fact in facts]})
        logged = cast("list[str]", answer["logged"])
        return frozenset(UUID(fact_id) for fact_id in logged)

    async def check_mandate(self, sealed: str) -> None:
        """Ask whether the job may go on; ``MandateEnded`` with the gate's code if it may not.

        Sends ``{"mandate": sealed}``; the gate answers ``{"allowed": true}``, or false and a code.
        """
        answer = await self._ask(MANDATES_PATH, {"mandate": sealed})
        if answer["allowed"] is not True:
            raise MandateEnded(str(answer.get("code", "MANDATE_ENDED")))

    async def check_standing(self, caller: Caller, services: Iterable[str]) -> int:
        """Ask whether a standing order of ``caller`` still holds; return its agreement's version.

        It holds while client and agreement stand and the agreement grants something of this very
        service, and while some agreement of the client grants something of each of ``services``;
        ``MandateEnded`` with the gate's code if it does not.
        """
        body = {"caller": caller_claims.as_json(caller), "services": sorted(services)}
        answer = await self._ask(STANDINGS_PATH, body)
        if answer["allowed"] is not True:
            raise MandateEnded(str(answer.get("code", "MANDATE_ENDED")))
        return cast("int", answer["agreement_version"])

    async def hand_events(self, events: Sequence[Event]) -> frozenset[UUID]:
        """Hand events to the gate and return the ids of those that were taken, now or before."""
        answer = await self._ask(EVENTS_PATH, {"events": [event.as_json() for event in events]})
        taken = cast("list[str]", answer["taken"])
        return frozenset(UUID(event_id) for event_id in taken)

    async def call(
        self,
        authority: HopAuthority | MandateAuthority,
        method: str,
        path: str,
        *,
        body: object = None,
        idempotency_key: str | None = None,
    ) -> HouseAnswer:
        """Ask another service through the gate; ``path`` is public, ``/victims/v1/lookups``.

        The gate decides and logs it as it does a partner's question, under a purpose derived from
        the one that ``authority`` carries, with the areas and audiences of the same agreement. An
        idempotent operation needs its key. ``GateUnavailable`` if nobody answers, in 5 s to a
        request or in 10 s to a job.
        """
        seconds = max(_LEAST_SECONDS, min(authority.patience, seconds_left()))
        headers = {"Authorization": authority.header, TIME_LEFT: time_left(seconds)}
        if idempotency_key is not None:
            headers["Idempotency-Key"] = idempotency_key
        content = b"" if body is None else json.dumps(body).encode()
        answer = await self._send(method, path, content, headers, seconds=seconds)
        return HouseAnswer(answer.status_code, _json(answer) if answer.content else None)

    async def _ask(self, path: str, body: object) -> dict[str, object]:
        content = json.dumps(body).encode()
        request = ServiceRequest("POST", path, content)
        token = seal_service_call(request, key=self._key, now=datetime.now(UTC))
        answer = await self._send("POST", path, content, {"Authorization": f"Hop {token}"})
        if answer.status_code != HTTPStatus.OK.value:
            msg = f"it answered {answer.status_code}"
            raise GateUnavailable(msg)
        return cast("dict[str, object]", _json(answer))

    async def _send(
        self,
        method: str,
        path: str,
        content: bytes,
        headers: Mapping[str, str],
        *,
        seconds: float = TIMEOUT_SECONDS,
    ) -> httpx.Response:
        named = {**headers, "Content-Type": "application/json"}
        try:
            return await self._client.request(
                method, path, content=content, headers=named, timeout=seconds
            )
        except httpx.TransportError as failure:
            msg = "try again in a moment"
            raise GateUnavailable(msg) from failure


def _json(answer: httpx.Response) -> object:
    try:
        return cast("object", answer.json())
    except ValueError as failure:
        msg = "it answered what is not JSON"
        raise GateUnavailable(msg) from failure


@asynccontextmanager
async def open_house(gate_socket: str, key: SharedKey) -> AsyncGenerator[HouseClient]:
    """Connect to the gate's internal listener on its unix socket, signing with ``key``."""
    transport = httpx.AsyncHTTPTransport(uds=gate_socket, verify=_NO_TLS)
    async with httpx.AsyncClient(transport=transport, base_url=_ORIGIN) as client:
        yield HouseClient(client, key)
