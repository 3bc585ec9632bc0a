"""The OAuth endpoints: a form in, a token or a reason out (RFC 6749 s.3.2, RFC 7009, RFC 7662)."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import TypeAlias

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from ppit_gateway import errors
from ppit_gateway.actions.count_failures import FailureCounter
from ppit_gateway.actions.exchange_token import ACCESS_TOKEN
from ppit_gateway.actions.issue_token import (
    TOKEN_PATH,
    Issued,
    TokenRequest,
    TokenService,
    issue_token,
)
from ppit_gateway.actions.limit_failures import FailureLimit
from ppit_gateway.actions.revoke_token import introspect_token, revoke_token
from ppit_gateway.api.forms import read_form
from ppit_gateway.domain.access_tokens import TOKEN_LIFE

REVOCATION_PATH = "/oauth2/revoke"
INTROSPECTION_PATH = "/oauth2/introspect"
_Work: TypeAlias = Callable[[Mapping[str, str], datetime], Awaitable[Response]]


def token_router(service: TokenService, failures: FailureCounter, tries: FailureLimit) -> APIRouter:
    """Serve the three endpoints. A database that is away is a 503 problem, as everywhere else."""
    router = APIRouter(include_in_schema=False)
    desk = _Desk(failures, tries, service.registry.watch.now)

    @router.post(TOKEN_PATH)
    async def create_token(request: Request) -> Response:  # pyright: ignore[reportUnusedFunction]
        """Answer RFC 6749 s.5.1 with ``authorization_details``, or an error of s.5.2."""

        async def work(form: Mapping[str, str], now: datetime) -> Response:
            # Two proofs are no proof (RFC 9449 s.4.3): joined they are read as none.
            proofs = request.headers.getlist("dpop")
            asked = TokenRequest(form, ", ".join(proofs) if proofs else None)
            issued = await issue_token(service, asked, now)
            nonce = service.nonce_for(issued, now)
            return JSONResponse(
                _answer(issued), headers={} if nonce is None else {"DPoP-Nonce": nonce}
            )

        return await desk.answer(request, work)

    @router.post(REVOCATION_PATH)
    async def revoke(request: Request) -> Response:  # pyright: ignore[reportUnusedFunction]
        """Answer 200 and nothing, for unknown tokens too (RFC 7009 s.2.2)."""

        async def work(form: Mapping[str, str], now: datetime) -> Response:
            await revoke_token(service, form, now)
            return Response()

        return await desk.answer(request, work)

    @router.post(INTROSPECTION_PATH)
    async def introspect(request: Request) -> Response:  # pyright: ignore[reportUnusedFunction]
        """Answer RFC 7662 s.2.2."""

        async def work(form: Mapping[str, str], now: datetime) -> Response:
            return JSONResponse(dict(await introspect_token(service, form, now)))

        return await desk.answer(request, work)

    return router


class _Desk:
    """Reads forms and words refusals; failed authentications are counted for log and caller."""

    def __init__(
        self, failures: FailureCounter, tries: FailureLimit, now: Callable[[], datetime]
    ) -> None:
        self._failures = failures
        self._tries = tries
        self._now = now

    async def answer(self, request: Request, work: _Work) -> Response:
        now = self._now()
        try:
            return await work(await read_form(request), now)
        except errors.OAuthRefusal as found:
            refusal = await self._noted(request, found, now)
            said = {"error": refusal.error, "error_description": refusal.description}
            return JSONResponse(said, refusal.status, refusal.headers)

    async def _noted(
        self, request: Request, refusal: errors.OAuthRefusal, now: datetime
    ) -> errors.OAuthRefusal:
        if not isinstance(refusal, errors.InvalidClient):
            return refusal
        self._failures.note(refusal.client_id, now)
        # Behind nginx every address is nginx's: unnamed failures of all partners count as one.
        address = request.client.host if request.client else ""
        seconds = await self._tries.note(refusal.client_id or f"from {address}")
        return refusal if seconds is None else errors.TooManyFailures(seconds)


def _answer(issued: Issued) -> dict[str, object]:
    answer: dict[str, object] = {
        "access_token": issued.token,
        "token_type": "Bearer" if issued.proof is None else "DPoP",
        "expires_in": int(TOKEN_LIFE.total_seconds()),
        "scope": issued.scope,
        "authorization_details": [issued.details.as_json()],
    }
    return answer | ({"issued_token_type": ACCESS_TOKEN} if issued.exchanged else {})
