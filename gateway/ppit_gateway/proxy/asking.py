"""Reads what is asked: a little JSON into memory, or a file to disk where one is taken."""

import time

from ppit_gateway import errors
from ppit_gateway.domain.listing import form_asked
from ppit_gateway.domain.operations import Operation
from ppit_gateway.proxy.body import read_body, read_file
from ppit_gateway.proxy.door import Visit
from ppit_gateway.proxy.hopping import Asked
from ppit_platform.spool import JSON, UPLOAD_TYPES, Spooled, media_type, no_file
from ppit_platform.strict_json import (
    MAX_BODY_BYTES,
    BodyTooLarge,
    check_content_type,
    unsupported,
)


def brings_file(visit: Visit, operation: Operation) -> bool:
    """Say whether the request brings a file of a type that the operation takes."""
    kind = media_type(visit.arrival.headers.get("content-type"))
    return kind in UPLOAD_TYPES & operation.rules.consumes


async def read_small(visit: Visit, path: str, operation: Operation) -> Asked:
    """Read JSON where there is a body (415, 413), none with a GET (400). Its time runs already."""
    arrival = visit.arrival
    kind = arrival.headers.get("content-type")
    _check_length(arrival.length, min(MAX_BODY_BYTES, operation.rules.max_body_bytes))
    body = await read_body(visit.receive, arrival.length)
    if arrival.method == "GET" and body:
        msg = "a GET has no body"
        raise errors.BadRequest(msg)
    if JSON not in operation.rules.consumes:
        raise no_file() if kind is None else unsupported(operation.rules.consumes)
    if body or kind is not None:
        check_content_type(kind)
    return _asked(visit, path, body, visit.started)


async def read_large(visit: Visit, path: str, operation: Operation) -> Asked:
    """Read a file, which the caller closes. Its time begins to run when it is in."""
    arrival = visit.arrival
    _check_length(arrival.length, operation.rules.max_body_bytes)
    if arrival.length == 0:
        raise no_file()
    kind = media_type(arrival.headers.get("content-type"))
    spooled = await read_file(visit.receive, arrival.length, kind)
    return _asked(visit, path, spooled, time.monotonic())


def _asked(visit: Visit, path: str, body: bytes | Spooled, started: float) -> Asked:
    headers, query = visit.arrival.headers, visit.arrival.query
    return Asked(
        target=f"{path}?{query}" if query else path,
        content_type=headers.get("content-type", ""),
        body=body,
        form=form_asked(headers.get("accept")),
        started=started,
    )


def _check_length(length: int, most: int) -> None:
    if length > most:
        msg = f"at most {most} bytes"
        raise BodyTooLarge(msg)
