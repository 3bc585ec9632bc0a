"""The services behind the gate, each on its own unix socket, and what it means when one fails.

A client of its own: measured, it takes half of the processor time of the best library (decision
0026), and this hop is a quarter of what a request costs.
"""

import asyncio
from collections.abc import Mapping
from pathlib import Path

from ppit_gateway.errors import BadUpstream, ServiceTimeout, ServiceUnavailable
from ppit_gateway.proxy.answer_reader import AnswerBroken, ServiceAnswer
from ppit_gateway.proxy.connection import Connection, NotHeard, ServiceRequest
from ppit_platform.spool import Spooled

_CONNECT_SECONDS = 1.0
_MOST_IDLE = 64
_LONGEST_IDLE = 3.0
"""Seconds: less than the services keep a connection, so that none is used as it is being closed."""
_ASKED_AGAIN = frozenset({"GET", "PUT", "DELETE"})
"""What may be asked twice without being done twice (RFC 9110 s.9.2.2)."""


class Upstreams:
    """How many are asked at a time is for ``Load`` to say; each has a connection to itself."""

    def __init__(self, sockets: Mapping[str, Path]) -> None:
        self._sockets = dict(sockets)
        self._idle: dict[str, list[Connection]] = {name: [] for name in sockets}

    async def ask(self, service: str, request: ServiceRequest, *, seconds: float) -> ServiceAnswer:
        """Return the whole answer within ``seconds``.

        ``ServiceUnavailable`` if the service is down, ``ServiceTimeout`` if it is slow;
        ``BadUpstream`` if its answer breaks off or is larger than 8 MiB.
        """
        if service not in self._sockets:
            msg = "it is not running here"
            raise ServiceUnavailable(msg)
        try:
            return await self._ask(service, request, seconds)
        except TimeoutError as failure:
            msg = "ask again later, or for less"
            raise ServiceTimeout(msg) from failure
        except AnswerBroken as failure:
            msg = "its answer broke off"
            raise BadUpstream(msg) from failure
        except (NotHeard, OSError) as failure:
            msg = "it could not be reached"
            raise ServiceUnavailable(msg) from failure

    async def close(self) -> None:
        for connections in self._idle.values():
            while connections:
                connections.pop().close()
        # What was aborted is gone after one turn of the loop.
        await asyncio.sleep(0)

    async def _ask(self, service: str, request: ServiceRequest, seconds: float) -> ServiceAnswer:
        begun = asyncio.get_running_loop().time()
        connection = self._rested(service, begun) or await self._opened(service)
        try:
            return await self._asked(service, connection, request, seconds)
        except NotHeard:
            # Closed by the service while nobody asked: on a new connection it may well answer.
            again = request.method in _ASKED_AGAIN and not isinstance(request.body, Spooled)
            if connection.asked == 1 or not again:
                raise
            left = seconds - (asyncio.get_running_loop().time() - begun)
            return await self._asked(service, await self._opened(service), request, left)

    async def _asked(
        self, service: str, connection: Connection, request: ServiceRequest, seconds: float
    ) -> ServiceAnswer:
        answer = await connection.ask(request, seconds)
        idle = self._idle[service]
        if connection.usable and len(idle) < _MOST_IDLE:
            idle.append(connection)
        else:
            connection.close()
        return answer

    def _rested(self, service: str, now: float) -> Connection | None:
        """Take the connection that was used last, so that those not needed grow old."""
        idle = self._idle[service]
        while idle:
            connection = idle.pop()
            if connection.usable and now - connection.idle_since < _LONGEST_IDLE:
                return connection
            connection.close()
        return None

    async def _opened(self, service: str) -> Connection:
        loop, path = asyncio.get_running_loop(), str(self._sockets[service])
        try:
            async with asyncio.timeout(_CONNECT_SECONDS):
                _, connection = await loop.create_unix_connection(Connection, path)
        except TimeoutError as failure:
            raise NotHeard from failure
        return connection
