"""The error catalogue, and the pages that a problem's ``type`` points at (RFC 9457 s.3.1.1)."""

from collections.abc import Mapping
from html import escape
from typing import Annotated

from fastapi import APIRouter
from fastapi import Path as InPath
from fastapi.responses import HTMLResponse, JSONResponse

from ppit_gateway.api.problem_guide import Problem
from ppit_platform.errors import NotFound

_PAGE = (
    '<!doctype html><html lang="en"><meta charset="utf-8"><title>{code}</title>'
    "<h1>{code}</h1><p>{title} ({status}).</p><p>What to do: {what_to_do}</p>"
    "<p>A problem document (RFC 9457) carries this code, which never changes;"
    " <code>detail</code> says what to do, <code>errors</code> names each field and its rule,"
    " <code>instance</code> is the request's id in the log.</p></html>"
)


def problem_pages_router(problems: Mapping[str, Problem]) -> APIRouter:
    """Serve the list of all codes as JSON, and a page for each."""
    router = APIRouter(include_in_schema=False)
    listed = [
        {
            "code": one.code,
            "status": one.status,
            "title": one.title,
            "what_to_do": one.what_to_do,
            "type": f"/problems/{one.code}",
        }
        for one in problems.values()
    ]

    @router.get("/problems")
    async def every_problem() -> JSONResponse:  # pyright: ignore[reportUnusedFunction]
        return JSONResponse({"items": listed})

    @router.get("/problems/{code}")
    async def problem_page(  # pyright: ignore[reportUnusedFunction]
        code: Annotated[str, InPath(pattern=r"^[A-Z][A-Z0-9_]{2,63}$")],
    ) -> HTMLResponse:
        found = problems.get(code)
        if found is None:
            msg = "no problem has this code; /problems lists them"
            raise NotFound(msg)
        return HTMLResponse(
            _PAGE.format(
                code=escape(found.code),
                title=escape(found.title),
                status=found.status,
                what_to_do=escape(found.what_to_do),
            )
        )

    return router
