"""Serves ASGI apps in tests by the same server as in production."""

import asyncio
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from socket import socket as Socket  # noqa: N812  # the type, beside paths that are called so
from typing import Literal

import uvicorn
from starlette.types import ASGIApp


class _Server(uvicorn.Server):
    """Leaves the signals to the tests that it is a part of."""

    @contextmanager
    def capture_signals(self) -> Generator[None]:
        yield


@asynccontextmanager
async def served(app: ASGIApp, socket: Path, *, lifespan: bool) -> AsyncGenerator[None]:
    """Serve an ASGI app on a unix socket by the same server as in production."""
    config = _configured(app, lifespan="on" if lifespan else "off", uds=str(socket))
    async with _serving(_Server(config), None):
        yield


@asynccontextmanager
async def served_on(app: ASGIApp, listening: Socket) -> AsyncGenerator[None]:
    """Serve an ASGI app on a socket that is bound already, for programs that know only TCP."""
    async with _serving(_Server(_configured(app, lifespan="on", uds=None)), [listening]):
        yield


def _configured(app: ASGIApp, *, lifespan: Literal["on", "off"], uds: str | None) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        uds=uds,
        http="httptools",
        ws="none",
        lifespan=lifespan,
        log_config=None,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=1,
    )


@asynccontextmanager
async def _serving(server: uvicorn.Server, sockets: list[Socket] | None) -> AsyncGenerator[None]:
    serving = asyncio.create_task(server.serve(sockets))
    try:
        async with asyncio.timeout(10):
            while not server.started and not serving.done():  # noqa: ASYNC110  # uvicorn has a flag
                await asyncio.sleep(0.01)
        yield
    finally:
        server.should_exit = True
        await serving
