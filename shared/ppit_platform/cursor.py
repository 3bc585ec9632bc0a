"""Pages of a list: an opaque cursor says where the next begins, to whom it was given alone.

A cursor is sealed with the service's key for one organisation, one purpose and one path; it holds
the sort values of the last item, so that a list stays steady while items are added to it.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, cast
from urllib.parse import urlencode

from fastapi import Depends, Query, Request, Response

from ppit_platform.access import CurrentCaller
from ppit_platform.caller import Caller
from ppit_platform.chassis import chassis_of
from ppit_platform.errors import ServiceError
from ppit_platform.sealing import Seal, SealBroken

_PARAMETER = "cursor"


class CursorInvalid(ServiceError):
    status = 400
    code = "CURSOR_INVALID"
    title = "This cursor was not given for this list; begin it anew"


def cursor_place(caller: Caller, path: str) -> str:
    """Return what a cursor of this list is bound to."""
    return f"{caller.org_id}\n{caller.purpose.value}\n{path}"


def seal_cursor(seal: Seal, place: str, value: Mapping[str, object]) -> str:
    """Return an opaque cursor; ``value`` is JSON: the sort values of the last item shown."""
    plain = json.dumps(value, separators=(",", ":")).encode()
    return urlsafe_b64encode(seal.close(plain, place=_sealed_at(place))).decode().rstrip("=")


def open_cursor(seal: Seal, place: str, text: str) -> Mapping[str, object]:
    """Return what was sealed for ``place``; 400 ``CURSOR_INVALID`` for anything else."""
    try:
        sealed = urlsafe_b64decode(text + "=" * (-len(text) % 4))
        plain = seal.open(sealed, place=_sealed_at(place))
    except (ValueError, SealBroken) as failure:
        msg = "ask for the first page again"
        raise CursorInvalid(msg) from failure
    return cast("Mapping[str, object]", json.loads(plain))


def next_link(path: str, cursor: str) -> str:
    """Return the value of ``Link``; ``path`` may have a query, which the next page keeps."""
    joint = "&" if "?" in path else "?"
    return f'<{path}{joint}{_PARAMETER}={cursor}>; rel="next"'


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list: ``after`` is where it begins, None at the start."""

    after: Mapping[str, object] | None
    _seal: Seal
    _place: str
    _path: str
    _response: Response

    def goes_on_after(self, value: Mapping[str, object]) -> None:
        """Send ``Link: <...>; rel="next"``: there is more after the item of these sort values."""
        cursor = seal_cursor(self._seal, self._place, value)
        self._response.headers["Link"] = next_link(self._path, cursor)


def _page_of_request(
    request: Request,
    response: Response,
    caller: CurrentCaller,
    cursor: Annotated[
        str | None,
        Query(max_length=1000, description="Of the page before, as its ``Link`` header gave it."),
    ] = None,
) -> Page:
    seal, place = chassis_of(request.scope).seal, cursor_place(caller, request.url.path)
    kept = urlencode([pair for pair in request.query_params.multi_items() if pair[0] != _PARAMETER])
    path = f"{request.url.path}?{kept}" if kept else request.url.path
    after = None if cursor is None else open_cursor(seal, place, cursor)
    return Page(after, seal, place, path, response)


AtPage = Annotated[Page, Depends(_page_of_request)]
"""The page that a request asks for; its route then has the query parameter ``cursor``."""


def _sealed_at(place: str) -> bytes:
    return f"cursor\n{place}".encode()
