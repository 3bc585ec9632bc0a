"""The pages that the ``type`` of a problem document points at (RFC 9457 s.3.1.1)."""

from collections.abc import Iterator
from html import escape
from typing import Annotated

from fastapi import APIRouter
from fastapi import Path as InPath
from fastapi.responses import HTMLResponse

from ppit_platform.errors import ServiceError

_PAGE = (
    '<!doctype html><html lang="en"><meta charset="utf-8"><title>{code}</title>'
    "<h1>{code}</h1><p>{title}</p><p>A problem document (RFC 9457) carries this code, which never"
    " changes; <code>detail</code> says what to do, <code>errors</code> names each field and its"
    " rule, <code>instance</code> is the request's id in the log.</p></html>"
)
_ELSEWHERE = "Raised by a service behind the gate; its operations are described in the API's docs."


def problem_pages_router() -> APIRouter:
    titles = {kind.code: f"{kind.title} ({kind.status})." for kind in _kinds(ServiceError)}
    router = APIRouter(include_in_schema=False)

    @router.get("/problems/{code}")
    async def problem_page(  # pyright: ignore[reportUnusedFunction]
        code: Annotated[str, InPath(pattern=r"^[A-Z][A-Z0-9_]{2,63}$")],
    ) -> HTMLResponse:
        title = titles.get(code, _ELSEWHERE)
        return HTMLResponse(_PAGE.format(code=escape(code), title=escape(title)))

    return router


def _kinds(base: type[ServiceError]) -> Iterator[type[ServiceError]]:
    for kind in base.__subclasses__():
        if "code" in vars(kind):
            yield kind
        yield from _kinds(kind)
