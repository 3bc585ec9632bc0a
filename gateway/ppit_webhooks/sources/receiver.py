"""Sends one message to one receiver: resolved once, connected to that very address, never further.

No redirect is followed, no proxy and no cookie used, no more than 64 KiB of the answer read.
"""

import asyncio
import ssl
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from socket import SOCK_STREAM, gaierror
from typing import TypeAlias

import httpx

from ppit_webhooks.domain.addresses import may_be_called
from ppit_webhooks.domain.deliveries import Answer, Trouble
from ppit_webhooks.domain.retry_after import asked_to_wait

LARGEST_ANSWER = 64 * 1024
_CONNECT_SECONDS = 10.0
_PORTS = {"https": 443, "http": 80}
_NO_KEEPALIVE = httpx.Limits(max_keepalive_connections=0)
_HEADERS = {
    "Content-Type": "application/json",
    "User-Agent": "ppit-webhooks/1",
    "Accept-Encoding": "identity",
}

Resolver: TypeAlias = Callable[[str, int], Awaitable[Sequence[str]]]
"""Returns the addresses of a host; ``OSError`` if there are none. Tests give another."""


class AddressRefused(httpx.TransportError):
    """A name that leads where nobody may be called, or nowhere."""


async def resolve(host: str, port: int) -> list[str]:
    """Ask the system, once."""
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


@dataclass(frozen=True, slots=True)
class ReceiverSettings:
    """``seconds`` is what one attempt may take in all; ``authorities`` is a file of PEM."""

    loopback: bool = False
    authorities: Path | None = None
    seconds: float = 20.0
    resolver: Resolver = resolve


class PinnedTransport(httpx.AsyncBaseTransport):
    """Connects to an address that was looked at, with the name in Host and in TLS."""

    def __init__(self, settings: ReceiverSettings) -> None:
        self._resolve = settings.resolver
        self._loopback = settings.loopback
        context = httpx.create_ssl_context(trust_env=False)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        if settings.authorities is not None:
            context.load_verify_locations(settings.authorities)
        self._inner = httpx.AsyncHTTPTransport(
            verify=context, trust_env=False, limits=_NO_KEEPALIVE
        )

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send it to the first of the name's addresses that lets itself be connected to.

        ``AddressRefused`` if any of them is none of the public internet: such a name is a trap.
        """
        host, port = request.url.host, request.url.port or _PORTS[request.url.scheme]
        addresses = await self._looked_at(host, port)
        for address in addresses[:-1]:
            with suppress(httpx.ConnectError, httpx.ConnectTimeout):
                return await self._sent(request, host, address)
        return await self._sent(request, host, addresses[-1])

    async def _looked_at(self, host: str, port: int) -> Sequence[str]:
        try:
            addresses = await self._resolve(host, port)
        except (gaierror, UnicodeError) as failure:
            msg = "no such name"
            raise httpx.ConnectError(msg) from failure
        refused = [one for one in addresses if not may_be_called(one, loopback=self._loopback)]
        if refused or not addresses:
            msg = "not an address of the public internet"
            raise AddressRefused(msg)
        return addresses

    async def _sent(self, request: httpx.Request, host: str, address: str) -> httpx.Response:
        pinned = httpx.Request(
            request.method,
            request.url.copy_with(host=address),
            headers=request.headers,  # Host among them, as it was named
            stream=request.stream,
            extensions={**request.extensions, "sni_hostname": host},
        )
        return await self._inner.handle_async_request(pinned)

    async def aclose(self) -> None:
        await self._inner.aclose()


class Receivers:
    """The way to every receiver there is."""

    def __init__(self, settings: ReceiverSettings) -> None:
        self._settings = settings
        self._transport = PinnedTransport(settings)

    async def send(self, url: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """Return what came of it; whatever goes wrong out there is an answer, never an error."""
        heard: list[Answer] = []
        try:
            async with asyncio.timeout(self._settings.seconds):
                await self._asked(self._request(url, headers, body), heard)
        except AddressRefused:
            return Answer(trouble=Trouble.ADDRESS_REFUSED)
        except (httpx.ConnectError, httpx.ConnectTimeout):
            return Answer(trouble=Trouble.NOT_CONNECTED)
        except (TimeoutError, httpx.TimeoutException):
            return heard[0] if heard else Answer(trouble=Trouble.TIMED_OUT)
        except (httpx.TransportError, httpx.InvalidURL, OSError):
            return heard[0] if heard else Answer(trouble=Trouble.BROKE_OFF)
        return heard[0]

    def _request(self, url: str, headers: Mapping[str, str], body: bytes) -> httpx.Request:
        seconds = self._settings.seconds
        timeout = httpx.Timeout(seconds, connect=min(seconds, _CONNECT_SECONDS))
        return httpx.Request(
            "POST",
            url,
            headers={**_HEADERS, **headers},
            content=body,
            extensions={"timeout": timeout.as_dict()},
        )

    async def _asked(self, request: httpx.Request, heard: list[Answer]) -> None:
        # The transport itself: it follows nothing, remembers nothing and reads no environment.
        response = await self._transport.handle_async_request(request)
        try:
            # The status is the answer; what follows is read so that the other side may end well.
            heard.append(_answer(response))
            size = 0
            async for piece in response.aiter_raw():
                size += len(piece)
                if size > LARGEST_ANSWER:
                    break
        finally:
            await response.aclose()

    async def close(self) -> None:
        await self._transport.aclose()


def _answer(response: httpx.Response) -> Answer:
    said = response.headers
    wait = asked_to_wait(said.get("retry-after", ""), said.get("date", ""))
    return Answer(status=response.status_code, retry_after=wait)
