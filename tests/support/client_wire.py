"""The real gate as a client meets it, and the wire between the two."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import cast
from urllib.parse import parse_qs, urlsplit

import httpx

from ppit_platform.hop import Hop
from tests.support.behind import Script, a_fact, a_screening
from tests.support.gate import ISSUER, NO_TLS, GateHouse, an_agreement

ROWS = "/officer-safety/v1/rows"
USERS = tuple(f"w-{number}" for number in range(100, 200))
PAGE = 2


class Wire(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """What lies between a client and its gate: it sees each request, and loses answers."""

    def __init__(self, plain: httpx.BaseTransport, asynchronous: httpx.AsyncBaseTransport) -> None:
        self._plain = plain
        self._asynchronous = asynchronous
        self.sent: list[httpx.Request] = []
        self.to_lose = 0
        """How many answers to questions are yet to be lost on their way."""

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        response = self._plain.handle_request(request)
        response.read()
        return self._passed(request, response)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        response = await self._asynchronous.handle_async_request(request)
        await response.aread()
        return self._passed(request, response)

    async def hang_up(self) -> None:
        self._plain.close()
        await self._asynchronous.aclose()

    def paths(self) -> list[str]:
        return [request.url.path for request in self.sent]

    def _passed(self, request: httpx.Request, response: httpx.Response) -> httpx.Response:
        self.sent.append(request)
        if self.to_lose and not request.url.path.startswith("/oauth2/"):
            self.to_lose -= 1
            msg = "the connection broke"
            raise httpx.ReadError(msg, request=request)
        return response


@dataclass(slots=True)
class RealGate:
    house: GateHouse
    version: int = 1
    bodies: list[object] = field(default_factory=list[object])
    names: Sequence[str] = ()
    issuer: str = ISSUER

    @property
    def pem(self) -> bytes:
        return self.house.key.private_pem

    def wire(self) -> Wire:
        socket = str(self.house.external)
        return Wire(
            httpx.HTTPTransport(uds=socket, verify=NO_TLS),
            httpx.AsyncHTTPTransport(uds=socket, verify=NO_TLS),
        )

    def answers(self, *bodies: object) -> None:
        """Answer screenings so, one after the other, the last for ever; None breaks, with 502."""
        self.bodies = list(bodies)
        self.house.behind.hops.clear()
        self.house.behind.script = self._script

    def lists(self, names: Sequence[str]) -> None:
        self.names = names
        self.house.behind.script = self._script

    def keys_asked(self) -> list[str | None]:
        """Return the idempotency keys that reached the service."""
        return [hop.idempotency_key for hop in self.house.behind.hops]

    async def next_version(self, requests: int = 600) -> None:
        self.version += 1
        window = {"q": requests, "w": 60}
        agreement = an_agreement(
            version=self.version,
            people_per_day=1000,
            requests={"burst": {"q": requests, "w": 1}, "minute": window},
        )
        await self.house.load(self.register(agreement))

    def register(self, agreement: dict[str, object]) -> dict[str, object]:
        document = self.house.the_register(agreement)
        users = [{"user_id": one, "org_id": "thanet", "role": "WARDEN"} for one in USERS]
        (client,) = cast("list[dict[str, object]]", document["clients"])
        return {**document, "clients": [{**client, "sandbox": False}], "users": users}

    def _script(self, hop: Hop) -> Script:
        place = urlsplit(hop.path)
        if place.path == "/v1/rows":
            return self._page(int(parse_qs(place.query).get("cursor", ["0"])[0]))
        body = self.bodies.pop(0) if len(self.bodies) > 1 else self.bodies[0]
        return Script(body=a_screening(), cut=5) if body is None else Script(body=body)

    def _page(self, first: int) -> Script:
        after = first + PAGE
        items = [{"name": name} for name in self.names[first:after]]
        headers = {"link": f'</v1/rows?cursor={after}>; rel="next"'}
        return Script(
            body={"items": items},
            facts=(a_fact(),),
            headers=headers if after < len(self.names) else {},
        )
