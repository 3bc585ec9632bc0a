"""The outermost layer: a request id, the guard, and the same few headers on every answer."""

import logging
import time
import traceback
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast
from uuid import UUID

from sqlalchemy.exc import SQLAlchemyError
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ppit_gateway.proxy.body import ClientGone, whole
from ppit_gateway.proxy.guard import Arrival, DoorRules, guard
from ppit_gateway.proxy.reply import STANDARD, Reply, problem
from ppit_platform.db import database_failure
from ppit_platform.errors import InternalError, ServiceError
from ppit_platform.ids import new_id

_log = logging.getLogger("ppit.gate")
METADATA_PATH = "/.well-known/oauth-protected-resource"


@dataclass(frozen=True, slots=True)
class Visit:
    """One request that passed the guard. ``started`` is on the monotonic clock.

    ``address`` is where it came from: a proxy's, if one stands before us; "" on a unix socket.
    """

    request_id: UUID
    arrival: Arrival
    receive: Receive
    started: float
    address: str = ""


Handler = Callable[[Visit], Awaitable[Reply | None]]
"""Answers a visit, or returns None for what is not its own."""


class Door:
    """Raw ASGI: ``handle`` answers what is for the services, ``rest`` everything else."""

    def __init__(
        self,
        handle: Handler,
        rest: ASGIApp,
        *,
        rules: DoorRules,
        issuer: str,
    ) -> None:
        self._handle = handle
        self._rest = rest
        self._rules = rules
        self._resource = f"{issuer}{METADATA_PATH}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._rest(scope, receive, send)
            return
        request_id = new_id()
        extra = {"x-request-id": str(request_id), **_correlation(scope)}
        try:
            arrival = guard(scope, self._rules)
        except ServiceError as failure:
            # Where such a request ends another reader may see differently: none follows on this
            # connection.
            refusal = problem(failure, request_id, resource=self._resource)
            await refusal.send(send, {**extra, "connection": "close"})
            return
        reading = _Reading(receive)
        visit = Visit(request_id, arrival, reading, time.monotonic(), address_of(scope))
        try:
            reply = await self._answer(visit)
            if reply is not None:
                if arrival.length > self._rules.largest_body and not reading.whole:
                    # Nobody waits for the rest of a file that is refused.
                    extra = {**extra, "connection": "close"}
                await reply.send(send, extra)
                return
            state = {**cast("Mapping[str, object]", scope.get("state", {}))}
            scope = {**scope, "state": {**state, "request_id": request_id}}
            await self._rest(scope, whole(receive, arrival.length), _with_headers(send, extra))
        except ClientGone:
            return

    async def _answer(self, visit: Visit) -> Reply | None:
        request_id = visit.request_id
        try:
            return await self._handle(visit)
        except ServiceError as failure:
            return problem(failure, request_id, resource=self._resource)
        except SQLAlchemyError as failure:
            _report(failure, request_id)
            return problem(database_failure(failure), request_id, resource=self._resource)
        except ClientGone:
            raise
        except Exception as failure:  # noqa: BLE001  # the last line: its words may name people
            _report(failure, request_id)
            msg = "report the instance of this problem"
            return problem(InternalError(msg), request_id, resource=self._resource)


class _Reading:
    """Receives, and knows whether all of the body has come."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self.whole = False

    async def __call__(self) -> Message:
        message = await self._receive()
        self.whole = not message.get("more_body", False)
        return message


def address_of(scope: Scope) -> str:
    """Return the address that a request came from; "" on a unix socket."""
    client = cast("tuple[str, int] | None", scope.get("client"))
    return client[0] if client else ""


def _correlation(scope: Scope) -> dict[str, str]:
    """Echo the partner's X-Correlation-ID if it is a UUID and nothing else."""
    values = [value for name, value in scope["headers"] if name == b"x-correlation-id"]
    try:
        (value,) = values
        return {"x-correlation-id": str(UUID(value.decode("ascii")))}
    except ValueError:
        return {}


def _with_headers(send: Send, extra: Mapping[str, str]) -> Send:
    named = {**STANDARD, **extra}
    pairs = [(name.encode("ascii"), value.encode("ascii")) for name, value in named.items()]

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            own = [pair for pair in message.get("headers", []) if pair[0].decode() not in named]
            message = {**message, "headers": [*own, *pairs]}
        await send(message)

    return sending


def _report(failure: Exception, request_id: UUID) -> None:
    frames = traceback.extract_tb(failure.__traceback__)
    place = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "nowhere"
    _log.error("request_failed id=%s type=%s at=%s", request_id, type(failure).__name__, place)
