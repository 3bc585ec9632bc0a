"""Stands in for the gate's internal listener: keeps facts, answers for mandates, on a unix socket.

What other services would say to a house call is a script. ``tests/contracts`` holds it and the real
gate to the same behaviour.
"""

import json
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Literal, TypeAlias, cast

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from ppit_gateway.app import Catalogue
from ppit_gateway.domain.filtering import filtered
from ppit_gateway.domain.house_calls import HouseRule, read_house_rules
from ppit_gateway.domain.operations import Operation, Routes
from ppit_gateway.domain.record import FactUnreadable, read_fact
from ppit_platform.caller import Caller
from ppit_platform.events import EventType
from ppit_platform.hop import read_hop
from ppit_platform.house import EVENTS_PATH, FACTS_PATH, MANDATES_PATH, STANDINGS_PATH
from ppit_platform.service_call import ServiceRequest, open_service_call
from ppit_platform.tokens import InvalidToken, SharedKey
from tests.support.serving import served

HouseReply: TypeAlias = tuple[int, object] | Literal["unreachable"]
"""A status and a body, or nobody there: the connection ends without an answer."""

Scripted: TypeAlias = HouseReply | Callable[[object], HouseReply]
"""A reply, or what makes one of the body that was asked with."""

_BROKEN_OFF = {"content-length": "1"}
"""Promises a byte, and none is given: the server then ends the connection."""


@dataclass(frozen=True, slots=True)
class HouseAsked:
    """One question that the service asked of another, and on whose authority.

    ``caller`` is whose request it served; a job shows its mandate instead.
    """

    method: str
    path: str
    body: object
    caller: Caller | None
    mandate: str | None
    idempotency_key: str | None


@dataclass(frozen=True, slots=True)
class Offered:
    """What may be asked through this gate: to read a catalogue takes a while, and most tests have
    the published one.
    """

    routes: Routes
    rules: tuple[HouseRule, ...]

    @staticmethod
    def by(catalogue: Catalogue) -> "Offered":
        routes = catalogue.routes()
        return Offered(routes, read_house_rules(catalogue.house_calls, routes))

    @staticmethod
    @cache
    def published() -> "Offered":
        return Offered.by(Catalogue.published())


@dataclass(slots=True)
class GateInside:
    """What it was told, and what it is to answer. ``fails`` makes it answer 503 to everything."""

    key: SharedKey
    facts: dict[str, dict[str, object]] = field(default_factory=dict[str, dict[str, object]])
    pushes: int = 0
    ended: dict[str, str] = field(default_factory=dict[str, str])
    """Sealed mandates that no longer hold, each with its code."""
    withdrawn: dict[str, str] = field(default_factory=dict[str, str])
    """Agreements under which no standing order holds any more, each with its code."""
    events: dict[str, dict[str, object]] = field(default_factory=dict[str, dict[str, object]])
    checks: int = 0
    fails: bool = False
    forgets: bool = False
    """Takes facts without acknowledging any."""
    replies: dict[str, Scripted] = field(default_factory=dict[str, Scripted])
    """What is answered to a house call of a path; any other path is refused as by the table."""
    asked: list[HouseAsked] = field(default_factory=list[HouseAsked])
    offered: Offered = field(default_factory=Offered.published)

    async def take_facts(self, request: Request) -> JSONResponse:
        body = await self._authentic(request)
        if body is None:
            return _problem(401, "UNAUTHORISED")
        if self.fails:
            return _problem(503, "AUDIT_UNAVAILABLE")
        self.pushes += 1
        pushed = cast("list[dict[str, object]]", body["facts"])
        read = {str(item["fact"]["fact_id"]): item for item in pushed if _readable(item["fact"])}  # pyright: ignore[reportIndexIssue, reportUnknownArgumentType]
        self.facts.update(read)
        return JSONResponse({"logged": [] if self.forgets else list(read)})

    async def check_mandate(self, request: Request) -> JSONResponse:
        body = await self._authentic(request)
        if body is None:
            return _problem(401, "UNAUTHORISED")
        if self.fails:
            return _problem(503, "AUDIT_UNAVAILABLE")
        self.checks += 1
        code = self.ended.get(str(body["mandate"]))
        return JSONResponse({"allowed": True} if code is None else {"allowed": False, "code": code})

    async def check_standing(self, request: Request) -> JSONResponse:
        body = await self._authentic(request)
        if body is None:
            return _problem(401, "UNAUTHORISED")
        if self.fails:
            return _problem(503, "SERVICE_UNAVAILABLE")
        self.checks += 1
        caller = cast("dict[str, object]", body["caller"])
        code = self.withdrawn.get(str(caller["agreement_id"]))
        if code is not None:
            return JSONResponse({"allowed": False, "code": code})
        version = caller["agreement_version"]
        return JSONResponse({"allowed": True, "agreement_version": version})

    async def take_events(self, request: Request) -> JSONResponse:
        body = await self._authentic(request)
        if body is None:
            return _problem(401, "UNAUTHORISED")
        if self.fails:
            return _problem(503, "SERVICE_UNAVAILABLE")
        told = cast("list[dict[str, object]]", body["events"])
        own = {
            str(one["event_id"]): one
            for one in told
            if EventType(one["type"]).service == self.key.name
        }
        self.events.update(own)
        return JSONResponse({"taken": [] if self.forgets else list(own)})

    async def answer_house_call(self, request: Request) -> Response:
        asked = await self._asked(request)
        if isinstance(asked, Response):
            return asked
        operation = self._operation(asked)
        if operation and operation.rules.idempotent and asked.idempotency_key is None:
            return _problem(400, "IDEMPOTENCY_KEY_REQUIRED")
        if asked.path not in self.replies:
            return _problem(403, "HOUSE_CALL_NOT_PERMITTED")
        self.asked.append(asked)
        script = self.replies[asked.path]
        reply = script(asked.body) if callable(script) else script
        if reply == "unreachable":
            return Response(headers=_BROKEN_OFF)
        status, body = reply
        if status >= 400:  # a problem document is nobody's data
            return JSONResponse(body, status, media_type="application/problem+json")
        return JSONResponse(self._permitted(body, status, asked, operation), status)

    async def _asked(self, request: Request) -> HouseAsked | Response:
        scheme, _, credential = request.headers.get("authorization", "").partition(" ")
        caller = None
        if scheme == "Mandate":
            if code := self.ended.get(credential):
                return _problem(401 if code == "INVALID_TOKEN" else 403, code)
        else:
            try:
                hop = read_hop(
                    credential, key=self.key, audience=self.key.name, now=datetime.now(UTC)
                )
            except InvalidToken:
                return _problem(401, "INVALID_TOKEN")
            caller = hop.caller
        if self.fails:
            return _problem(503, "AUDIT_UNAVAILABLE")
        raw = await request.body()
        return HouseAsked(
            request.method,
            request.url.path,
            json.loads(raw) if raw else None,
            caller,
            credential if scheme == "Mandate" else None,
            request.headers.get("idempotency-key"),
        )

    def _operation(self, asked: HouseAsked) -> Operation | None:
        """Find what is asked, where its service is published already."""
        service, _, rest = asked.path.removeprefix("/").partition("/")
        return self.offered.routes.at(service, f"/{rest}").get(asked.method)

    def _permitted(
        self, body: object, status: int, asked: HouseAsked, operation: Operation | None
    ) -> object:
        """Leave out what the gate would: it has a rule for every call that it lets through."""
        if operation is None:
            return body
        fields = [
            rule.fields for rule in self.offered.rules if self._is_for(rule, asked, operation)
        ]
        if not fields:
            return body
        return filtered(body, operation.answers[status], frozenset[str]().union(*fields)).value

    def _is_for(self, rule: HouseRule, asked: HouseAsked, operation: Operation) -> bool:
        same = f"{rule.service} {rule.method} {rule.path}" == operation.name
        known = asked.caller is None or asked.caller.purpose in rule.from_purposes
        return same and rule.from_service == self.key.name and known

    async def _authentic(self, request: Request) -> dict[str, object] | None:
        raw = await request.body()
        token = request.headers.get("authorization", "").removeprefix("Hop ")
        call = ServiceRequest(request.method, request.url.path, raw)
        try:
            open_service_call(token, call, key=self.key, now=datetime.now(UTC))
        except InvalidToken:
            return None
        return cast("dict[str, object]", json.loads(raw))


def _readable(fact: object) -> bool:
    try:
        read_fact(fact)
    except FactUnreadable:
        return False
    return True


def _problem(status: int, code: str) -> JSONResponse:
    return JSONResponse({"code": code}, status, media_type="application/problem+json")


@asynccontextmanager
async def gate_inside(
    socket: Path, key: SharedKey, catalogue: Catalogue | None = None
) -> AsyncGenerator[GateInside]:
    """Serve it on ``socket`` until the block ends."""
    gate = GateInside(key) if catalogue is None else GateInside(key, offered=Offered.by(catalogue))
    methods = ["GET", "POST", "PUT", "PATCH", "DELETE"]
    routes = [
        Route(FACTS_PATH, gate.take_facts, methods=["POST"]),
        Route(MANDATES_PATH, gate.check_mandate, methods=["POST"]),
        Route(STANDINGS_PATH, gate.check_standing, methods=["POST"]),
        Route(EVENTS_PATH, gate.take_events, methods=["POST"]),
        Route("/{path:path}", gate.answer_house_call, methods=methods),
    ]
    async with served(Starlette(routes=routes), socket, lifespan=False):
        yield gate
