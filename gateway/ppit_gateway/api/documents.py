"""The merged document, a page that shows it without a network, and the two health questions."""

from collections.abc import Awaitable, Callable, Mapping
from typing import TypeAlias

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, JSONResponse

from ppit_gateway.log.client import LogClient
from ppit_gateway.storage.registry import RegistryStore
from ppit_platform.docs_page import docs_page

View: TypeAlias = Callable[[Request], Awaitable[Mapping[str, object]]]
"""Gives the document to whoever asks: a partner that shows a token sees what is granted to it."""


def documents_router(view: View) -> APIRouter:
    router = APIRouter(include_in_schema=False)

    @router.get("/openapi.json")
    async def openapi(request: Request) -> JSONResponse:  # pyright: ignore[reportUnusedFunction]
        return JSONResponse(dict(await view(request)))

    @router.get("/docs")
    async def docs() -> HTMLResponse:  # pyright: ignore[reportUnusedFunction]
        return HTMLResponse(docs_page("Public protection intelligence"))

    return router


def health_router(registry: RegistryStore, log: LogClient) -> APIRouter:
    router = APIRouter(include_in_schema=False)

    @router.get("/livez")
    async def livez() -> dict[str, str]:  # pyright: ignore[reportUnusedFunction]
        return {"status": "alive"}

    @router.get("/readyz")
    async def readyz() -> dict[str, str]:  # pyright: ignore[reportUnusedFunction]
        """Say that a request could be decided and logged; 503 with the code of what is missing."""
        await registry.readable()
        await log.size()
        return {"status": "ready"}

    return router
