"""Turns failures into problem documents (RFC 9457) that never repeat what the caller sent."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import cast
from uuid import UUID

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException

from ppit_platform.db import database_failure
from ppit_platform.errors import FieldError, InvalidRequest, ServiceError
from ppit_platform.ids import new_id
from ppit_platform.strict_json import pointer

MEDIA_TYPE = "application/problem+json"

_CODES = {
    "missing": "MISSING",
    "extra_forbidden": "UNKNOWN_FIELD",
    "string_pattern_mismatch": "PATTERN",
    "string_too_short": "TOO_SHORT",
    "string_too_long": "TOO_LONG",
    "too_short": "TOO_FEW",
    "too_long": "TOO_MANY",
    "enum": "UNKNOWN_CODE",
    "literal_error": "UNKNOWN_CODE",
}
_WORDS = {
    "MISSING": "this field is required",
    "UNKNOWN_FIELD": "no field of this name exists here",
    "PATTERN": "the text does not have the published pattern",
    "TOO_SHORT": "the text is too short",
    "TOO_LONG": "the text is too long",
    "TOO_FEW": "the list has too few items",
    "TOO_MANY": "the list has too many items",
    "UNKNOWN_CODE": "not one of the published codes",
    "STRING_TYPE": "must be text",
    "IMPOSSIBLE_DATE": "not a date of the calendar",
    "NOT_UTC": "an instant must be UTC, with Z",
}
_LOCATIONS = {"body", "query", "path", "header", "cookie"}


def problem_document(failure: ServiceError, request_id: UUID) -> dict[str, object]:
    """Return the problem document of one failure: ``instance`` is the id the log knows it by."""
    document: dict[str, object] = {
        "type": f"/problems/{failure.code}",
        "title": failure.title,
        "status": failure.status,
        "detail": failure.detail,
        "instance": f"urn:uuid:{request_id}",
        "code": failure.code,
    }
    if failure.errors:
        document["errors"] = [error.as_json() for error in failure.errors]
    return document


def problem_response(failure: ServiceError, request_id: UUID) -> JSONResponse:
    return JSONResponse(
        problem_document(failure, request_id),
        status_code=failure.status,
        headers=failure.headers,
        media_type=MEDIA_TYPE,
    )


def request_id_of(request: Request) -> UUID:
    """Return the id that the boundary bound, or a new one for what stands outside of it."""
    return cast("UUID", getattr(request.state, "request_id", None) or new_id())


def invalid_request(failure: RequestValidationError) -> InvalidRequest:
    """Keep where and which rule of each of pydantic's findings; drop its words and the input."""
    errors = [
        _field_error(cast("tuple[str | int, ...]", found["loc"]), str(found["type"]))
        for found in cast("Sequence[dict[str, object]]", failure.errors())
    ]
    msg = "see errors for each field and its rule"
    return InvalidRequest(msg, errors)


def _field_error(location: tuple[str | int, ...], kind: str) -> FieldError:
    code = _CODES.get(kind, kind.upper())
    steps = location[1:] if location[:1] == ("body",) else location
    return FieldError(pointer(steps), code, _WORDS.get(code, "does not satisfy the published rule"))


def install(app: FastAPI) -> None:
    """Answer every foreseen failure of ``app`` with a problem document."""

    async def on_service_error(request: Request, error: Exception) -> JSONResponse:
        return problem_response(cast("ServiceError", error), request_id_of(request))

    async def on_invalid(request: Request, error: Exception) -> JSONResponse:
        failure = invalid_request(cast("RequestValidationError", error))
        return problem_response(failure, request_id_of(request))

    async def on_database_error(request: Request, error: Exception) -> JSONResponse:
        failure = database_failure(cast("SQLAlchemyError", error))
        return problem_response(failure, request_id_of(request))

    async def on_http_error(request: Request, error: Exception) -> JSONResponse:
        return _http_problem(cast("HTTPException", error), request_id_of(request))

    app.add_exception_handler(ServiceError, on_service_error)
    app.add_exception_handler(RequestValidationError, on_invalid)
    app.add_exception_handler(SQLAlchemyError, on_database_error)
    app.add_exception_handler(HTTPException, on_http_error)


def _http_problem(error: HTTPException, request_id: UUID) -> JSONResponse:
    status = HTTPStatus(error.status_code)
    document = {
        "type": f"/problems/{status.name}",
        "title": status.phrase,
        "status": status.value,
        "detail": status.description or status.phrase,
        "instance": f"urn:uuid:{request_id}",
        "code": status.name,
    }
    return JSONResponse(
        document, status_code=status.value, headers=error.headers, media_type=MEDIA_TYPE
    )
