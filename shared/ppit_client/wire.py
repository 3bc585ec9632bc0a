"""Sends one request over ``httpx.AsyncClient``, within its time, and says what came of it."""

import asyncio
from collections.abc import AsyncGenerator

import httpx

from ppit_client.answers import succeeded
from ppit_client.asking import FileBody, Lost, Received, Send


async def sent(http: httpx.AsyncClient, step: Send) -> Received | Lost:
    body = _blocks(step.body) if isinstance(step.body, FileBody) else step.body
    request = http.build_request(
        step.method, step.target, headers=dict(step.headers), content=body, timeout=step.stall
    )
    try:
        async with asyncio.timeout(step.seconds):
            response = await http.send(request, stream=True)
            try:
                content = await _read(response, step)
            finally:
                await response.aclose()
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout):
        return Lost(sent=False)
    except (httpx.RequestError, TimeoutError):
        return Lost(sent=True)
    return Received(response.status_code, dict(response.headers), content)


async def _read(response: httpx.Response, step: Send) -> bytes:
    if step.into is None or not succeeded(response.status_code):
        return await response.aread()
    step.into.rewind()
    async for block in response.aiter_bytes():
        await asyncio.to_thread(step.into.file.write, block)
    return b""


async def _blocks(body: FileBody) -> AsyncGenerator[bytes]:
    body.rewind()
    while block := await asyncio.to_thread(body.block):
        yield block
