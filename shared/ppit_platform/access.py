"""What a route needs of its caller: declared once, enforced here, published in the OpenAPI.

The gate routes by the published declaration and by nothing else, so a route without one does not
exist for anybody outside.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Annotated, Any, cast

from fastapi import Depends, Request, Security
from fastapi.security import OAuth2, SecurityScopes

from ppit_platform.caller import Caller
from ppit_platform.codes import LOG_PURPOSES, LogOperation, PurposeCode, SubjectClass
from ppit_platform.errors import ServiceError
from ppit_platform.spool import JSON, UPLOAD_TYPES, Spooled, no_file
from ppit_platform.strict_json import MAX_BODY_BYTES, BodyTooLarge, unsupported

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
    concerns: Sequence[SubjectClass],
    person_required: bool = False,
    idempotent: bool = False,
    essential_fields: Sequence[str] = (),
    max_body_bytes: int = MAX_BODY_BYTES,
    consumes: Sequence[str] = (JSON,),
    lifecycle: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Return the route arguments that govern one operation: ``@router.post("", **governed(...))``.

    ``max_people`` is how many people one call may disclose at most: the gate reserves that many of
    the agreement's day and refunds the rest. ``concerns`` are all the classes of people that the
    question or any answer may be about: an agreement that lacks one of them is refused. None: it
    tells of nobody, and ``max_people`` is 0. ``essential_fields`` may not be filtered out by any
    agreement: without them the answer would mislead. ``idempotent`` operations need a key.
    ``consumes`` are the media types of its body: a file is one of ``UPLOAD_TYPES``, no larger than
    ``max_body_bytes``, and reaches the route as an ``Upload``. JSON is never over 256 KiB.
    ``lifecycle`` of a deprecated operation: ``deprecated`` and perhaps ``sunset``, instants, and
    ``successor``, a public path; the gate tells them with each answer, and 410 after the sunset.
    """
    return {
        "dependencies": [
            Security(_authorised, scopes=[scope]),
            Depends(_consuming(frozenset(consumes), max_body_bytes)),
        ],
        "openapi_extra": {
            EXTENSION: {
                "scope": scope,
                "log_operation": log.value,
                "purposes": sorted(purpose.value for purpose in purposes),
                "max_people": max_people,
                "subject_classes": sorted(one.value for one in concerns),
                "person_required": person_required,
                "idempotent": idempotent,
                "essential_fields": sorted(essential_fields),
                "max_body_bytes": max_body_bytes,
                "consumes": sorted(consumes),
                **({} if lifecycle is None else {"lifecycle": dict(lifecycle)}),
            },
            **_file_body(sorted(UPLOAD_TYPES.intersection(consumes))),
        },
    }


def _consuming(consumes: frozenset[str], most: int) -> Callable[[Request], None]:
    """Return the check that a request brings what its route takes.

    The boundary took a file before it knew for which route, so that this is where one is refused.
    """

    def check(request: Request) -> None:
        upload = cast("Spooled | None", request.state.upload)
        if upload is None:
            _check_no_file(request, consumes)
            return
        if upload.content_type not in consumes:
            raise unsupported(consumes)
        if upload.size == 0:
            raise no_file()
        if upload.size > most:
            msg = f"at most {most} bytes"
            raise BodyTooLarge(msg)

    return check


def _check_no_file(request: Request, consumes: frozenset[str]) -> None:
    if JSON in consumes:
        return
    if request.headers.get("content-type") is not None:
        raise unsupported(consumes)
    raise no_file()


def _file_body(kinds: Sequence[str]) -> dict[str, object]:
    """Describe a file for the document: no parameter of the route's function does."""
    if not kinds:
        return {}
    content = {kind: {"schema": {"type": "string", "contentMediaType": kind}} for kind in kinds}
    return {"requestBody": {"required": True, "content": content}}


def asked_by_the_audit(service: str) -> partial[dict[str, Any]]:
    """Return what governs every operation of ``service`` that the audit alone asks."""
    return partial(
        governed,
        scope=f"{service}:audit",
        log=LogOperation.AUDIT_VIEWED,
        purposes=LOG_PURPOSES,
        max_people=0,
        concerns=tuple(SubjectClass),
        person_required=True,
    )
