"""Stands in for the gate's internal listener: keeps facts, answers for mandates, on a unix socket.

``tests/contracts`` holds it and the real gate to the same behaviour.
"""

import asyncio
import json
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from ppit_gateway.domain.record import FactUnreadable, read_fact
from ppit_platform.house import FACTS_PATH, MANDATES_PATH
from ppit_platform.service_call import ServiceRequest, open_service_call
from ppit_platform.tokens import InvalidToken, SharedKey


@dataclass(slots=True)
class GateInside:
    """What it was told, and what it is to answer. ``fails`` makes it answer 503 to everything."""

    key: SharedKey
    facts: dict[str, dict[str, object]] = field(default_factory=dict[str, dict[str, object]])
    pushes: int = 0
    ended: dict[str, str] = field(default_factory=dict[str, str])
    """Sealed mandates that no longer hold, each with its code."""
    checks: int = 0
    fails: bool = False
    forgets: bool = False
    """Takes facts without acknowledging any."""

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
async def gate_inside(socket: Path, key: SharedKey) -> AsyncGenerator[GateInside]:
    """Serve it on ``socket`` until the block ends."""
    gate = GateInside(key)
    routes = [
        Route(FACTS_PATH, gate.take_facts, methods=["POST"]),
        Route(MANDATES_PATH, gate.check_mandate, methods=["POST"]),
    ]
    config = uvicorn.Config(
        Starlette(routes=routes), uds=str(socket), log_level="warning", lifespan="off", ws="none"
    )
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110  # uvicorn tells by a flag alone
        await asyncio.sleep(0.01)
    try:
        yield gate
    finally:
        server.should_exit = True
        await serving
