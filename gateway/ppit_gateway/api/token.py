"""The token endpoint (RFC 6749 s.3.2): a form in, a token or a reason out, nothing stored."""

from collections.abc import Mapping
from datetime import UTC, datetime
from urllib.parse import parse_qsl

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from ppit_gateway import errors
from ppit_gateway.actions.count_failures import FailureCounter
from ppit_gateway.actions.issue_token import TOKEN_LIFE, TokenService, issue_token

_FORM = "application/x-www-form-urlencoded"
_LARGEST_FORM = 16 * 1024
_MOST_FIELDS = 20


def token_router(service: TokenService, failures: FailureCounter) -> APIRouter:
    router = APIRouter(include_in_schema=False)

    @router.post("/oauth2/token")
    async def create_token(request: Request) -> JSONResponse:  # pyright: ignore[reportUnusedFunction]
        """Answer RFC 6749 s.5.1 with ``authorization_details``, or an error of s.5.2.

        A database that is away is a 503 problem document, as everywhere else in this API.
        """
        now = datetime.now(UTC)
        try:
            if "authorization" in request.headers:
                msg = "a client proves its key with an assertion, never with a header"
                raise errors.InvalidClient(msg)
            issued = await issue_token(service, await _form(request), now)
        except errors.OAuthRefusal as refusal:
            if isinstance(refusal, errors.InvalidClient):
                failures.note(refusal.client_id, now)
            said = {"error": refusal.error, "error_description": refusal.description}
            return JSONResponse(said, refusal.status)
        return JSONResponse(
            {
                "access_token": issued.token,
                "token_type": "Bearer",
                "expires_in": int(TOKEN_LIFE.total_seconds()),
                "scope": issued.scope,
                "authorization_details": [issued.details.as_json()],
            }
        )

    return router


async def _form(request: Request) -> Mapping[str, str]:
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != _FORM:
        msg = f"send {_FORM}"
        raise errors.InvalidTokenRequest(msg)
    # The guard has seen to it that there is a Content-Length and that it is a number.
    if int(request.headers.get("content-length", "0")) > _LARGEST_FORM:
        msg = "the form is too large"
        raise errors.InvalidTokenRequest(msg)
    try:
        text = (await request.body()).decode("ascii")
        pairs = parse_qsl(
            text, keep_blank_values=True, strict_parsing=True, max_num_fields=_MOST_FIELDS
        )
    except ValueError as failure:
        msg = "not a form"
        raise errors.InvalidTokenRequest(msg) from failure
    form = dict(pairs)
    if len(form) != len(pairs):
        msg = "a parameter stands twice"
        raise errors.InvalidTokenRequest(msg)
    return form
