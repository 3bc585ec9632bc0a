"""What a route needs of its caller: declared once, enforced here, published in the OpenAPI.

The gate routes by the published declaration and by nothing else, so a route without one does not
exist for anybody outside.
"""

from collections.abc import Sequence
from typing import Annotated, Any, cast

from fastapi import Depends, Request, Security
from fastapi.security import OAuth2, SecurityScopes

from ppit_platform.caller import Caller
from ppit_platform.codes import LogOperation, PurposeCode
from ppit_platform.errors import ServiceError

EXTENSION = "x-ppit"
"""The OpenAPI extension under which every operation says how the gate must treat it."""

_SCHEME = OAuth2(
    scheme_name="ppit", flows={"clientCredentials": {"tokenUrl": "/oauth2/token"}}, auto_error=False
)


class ScopeMissing(ServiceError):
    status = 403
    code = "INSUFFICIENT_SCOPE"
    title = "This operation needs a scope that the token does not carry"


def current_caller(request: Request) -> Caller:
    return cast("Caller", request.state.caller)


CurrentCaller = Annotated[Caller, Depends(current_caller)]


def _authorised(
    scopes: SecurityScopes, caller: CurrentCaller, _: Annotated[str | None, Depends(_SCHEME)]
) -> None:
    for scope in scopes.scopes:
        if scope not in caller.scopes:
            raise ScopeMissing(scope)


def governed(  # noqa: PLR0913  # one declaration per fact the gate must know; all by name
    *,
    scope: str,
    log: LogOperation,
    purposes: Sequence[PurposeCode],
    max_people: int,
    person_required: bool = False,
    idempotent: bool = False,
    essential_fields: Sequence[str] = (),
) -> dict[str, Any]:
    """Return the route arguments that govern one operation: ``@router.post("", **governed(...))``.

    ``max_people`` is how many people one call may disclose at most: the gate reserves that many of
    the agreement's day and refunds the rest. ``essential_fields`` may not be filtered out by any
    agreement: without them the answer would mislead. ``idempotent`` operations need a key.
    """
    return {
        "dependencies": [Security(_authorised, scopes=[scope])],
        "openapi_extra": {
            EXTENSION: {
                "scope": scope,
                "log_operation": log.value,
                "purposes": sorted(purpose.value for purpose in purposes),
                "max_people": max_people,
                "person_required": person_required,
                "idempotent": idempotent,
                "essential_fields": sorted(essential_fields),
            }
        },
    }
