"""The door of a fake gate: an httpx transport, for the asynchronous client and the other one."""

import math
import re
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from uuid import uuid4

import httpx

from ppit_client.fake.desk import FakeDesk
from ppit_client.fake.proving import Proving
from ppit_client.fake.refusals import Refused, challenge, problem
from ppit_client.fake.register import Asked, FakeAgreement, FakeClient, Grant
from ppit_client.fake.scripts import Said, Scripts
from ppit_client.proofs import hash_of

_CASE = re.compile(r"[A-Z0-9/-]{3,40}", re.ASCII)


class FakeGate(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """Give it to a client as its ``transport``. ``clock`` counts seconds, never back.

    It knows one client and one agreement unless others are registered. What it answers is said
    beforehand; a path of which nobody spoke is not there.
    """

    def __init__(
        self,
        *clients: FakeClient,
        agreements: Sequence[FakeAgreement] = (FakeAgreement(),),
        issuer: str = "https://gate.example",
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.issuer = issuer
        self.asked: list[Asked] = []
        """What the services behind it were asked, replays included."""
        self.arrived: list[httpx.Request] = []
        """Whatever came to its door."""
        self._clock = clock
        self._proving = Proving(issuer)
        self._desk = FakeDesk(self._proving, clock)
        self._desk.clients = {one.client_id: one for one in clients or (FakeClient(),)}
        self._desk.agreements = {one.agreement_id: one for one in agreements}
        self._scripts = Scripts()
        self._trouble: deque[Said] = deque()
        self._turns: dict[tuple[str, str | None], list[float]] = {}

    def client(self, client_id: str | None = None) -> FakeClient:
        """Return a registered client, with its key; the first unless it is named."""
        clients = self._desk.clients
        return clients[client_id] if client_id else next(iter(clients.values()))

    def says(self, method: str, path: str, *said: Said) -> None:
        """Answer so, one after the other; the last one for ever."""
        self._scripts.say(method, path, said)

    def lists(self, path: str, rows: Sequence[object], *, page: int) -> None:
        """Answer ``GET`` with ``rows``, ``page`` of them at a time."""
        self._scripts.list_rows(path, rows, page)

    def troubled(self, *said: Said) -> None:
        """Answer the next requests so, whatever they are: 502, 503, or lost before it arrives."""
        self._trouble.extend(said)

    def change(self, agreement: FakeAgreement) -> None:
        """Put the next version of an agreement into force: its old tokens end."""
        last = self._desk.agreements[agreement.agreement_id].version
        self._desk.agreements[agreement.agreement_id] = replace(agreement, version=last + 1)

    def renew_nonces(self) -> None:
        """Accept no nonce that was given until now."""
        self._proving.nonces.clear()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.read()
        return self._whole(request)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        await request.aread()
        return self._whole(request)

    def _whole(self, request: httpx.Request) -> httpx.Response:
        self.arrived.append(request)
        try:
            response = self._answer(request)
        except Refused as refusal:
            response = refusal.response
        standing = {"x-request-id": str(uuid4()), "cache-control": "no-store"}
        response.headers.update(standing)
        return response

    def _answer(self, request: httpx.Request) -> httpx.Response:
        if self._trouble:
            return _delivered(self._trouble.popleft(), request)
        at_desk = self._desk.answer(request)
        if at_desk is not None:
            return at_desk
        grant = self._shown(request)
        told: dict[str, str] = {}
        try:
            response = self._of_service(request, grant, told)
        except Refused as refusal:
            response = refusal.response
        if grant.thumbprint is not None:
            told["dpop-nonce"] = self._proving.nonce(grant.thumbprint)
        response.headers.update(told)
        return response

    def _shown(self, request: httpx.Request) -> Grant:
        scheme, _, raw = request.headers.get("authorization", "").partition(" ")
        if not raw:
            raise challenge(401, "UNAUTHENTICATED", None)
        grant = self._desk.holder(raw)
        service = request.url.path.split("/")[1]
        at_service = any(scope.startswith(f"{service}:") for scope in grant.scopes)
        bound = grant.thumbprint is not None
        if scheme.lower() != ("dpop" if bound else "bearer") or not at_service:
            raise challenge(401, "INVALID_TOKEN", "invalid_token")
        if grant.thumbprint is not None:
            url = f"{self.issuer}{request.url.path}"
            proof = request.headers.get("dpop", "")
            self._proving.proved(proof, request.method, url, (grant.thumbprint, hash_of(raw)))
        return grant

    def _of_service(
        self, request: httpx.Request, grant: Grant, told: dict[str, str]
    ) -> httpx.Response:
        path = request.url.path
        self._scripts.check(request.method, path)
        case = request.headers.get("case-reference")
        told.update(self._turn(grant))
        if case is None:
            raise problem(403, "CASE_REF_REQUIRED")
        if _CASE.fullmatch(case) is None:
            raise problem(400, "CASE_REF_INVALID")
        query = request.url.query.decode("ascii")
        headers = dict(request.headers)
        asked = Asked(request.method, path, query, request.content, headers, grant)
        said = self._scripts.answer(asked)
        self.asked.append(asked)
        response = _delivered(said, request)
        leaf = sha256(response.content).hexdigest()
        told["audit-receipt"] = f'index={len(self.asked)}, leaf="{leaf}"'
        return response

    def _turn(self, grant: Grant) -> Mapping[str, str]:
        """Count a request of a client and person (draft-ietf-httpapi-ratelimit-headers)."""
        most, window, now = grant.agreement.requests, grant.agreement.seconds, self._clock()
        turns = self._turns.setdefault((grant.client_id, grant.user), [])
        turns[:] = [at for at in turns if at > now - window]
        wait = max(1, math.ceil(turns[0] + window - now)) if turns else window
        policy = {"ratelimit-policy": f'"minute";q={most};w={window}'}
        if len(turns) >= most:
            spent = {**policy, "ratelimit": f'"minute";r=0;t={wait}', "retry-after": str(wait)}
            kind = "https://iana.org/assignments/http-problem-types#quota-exceeded"
            members = {"type": kind, "violated-policies": ["minute"]}
            raise problem(429, "TOO_MANY_REQUESTS", headers=spent, members=members)
        turns.append(now)
        return {**policy, "ratelimit": f'"minute";r={most - len(turns)};t={wait}'}


def _delivered(said: Said, request: httpx.Request) -> httpx.Response:
    if said.lost:
        msg = "the connection broke"
        raise httpx.ReadError(msg, request=request)
    return said.response()
