"""Sends one request over ``httpx.Client``, within its time, and says what came of it."""

import time
from collections.abc import Generator

import httpx

from ppit_client.answers import succeeded
from ppit_client.asking import FileBody, Lost, Received, Send


def sent(http: httpx.Client, step: Send) -> Received | Lost:
    body = _blocks(step.body) if isinstance(step.body, FileBody) else step.body
    request = http.build_request(
        step.method, step.target, headers=dict(step.headers), content=body, timeout=step.stall
    )
    try:
        response = http.send(request, stream=True)
        try:
            content = _read(response, step)
        finally:
            response.close()
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout):
        return Lost(sent=False)
    except (httpx.RequestError, TimeoutError):
        return Lost(sent=True)
    return Received(response.status_code, dict(response.headers), content)


def _read(response: httpx.Response, step: Send) -> bytes:
    """Read it all, or give up: what comes a byte at a time is not waited for longer."""
    into = step.into if succeeded(response.status_code) else None
    if into is not None:
        into.rewind()
    until = time.monotonic() + step.seconds
    content = bytearray()
    for block in response.iter_bytes():
        if into is None:
            content += block
        else:
            into.file.write(block)
        if time.monotonic() > until:
            raise TimeoutError
    return bytes(content)


def _blocks(body: FileBody) -> Generator[bytes]:
    body.rewind()
    while block := body.block():
        yield block
