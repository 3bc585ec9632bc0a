"""The public keys of partners' issuers: fetched over https, kept for a while, never from inside.

An issuer that cannot be reached goes on with the keys that are known; a key that nobody knows is
asked for again at most each half minute, whatever tokens name.
"""

import asyncio
import ipaddress
import logging
import socket
import ssl
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import cast

import httpx

from ppit_gateway.domain.issuers import Address, PartnerIssuer, may_reach
from ppit_platform import strict_json
from ppit_platform.errors import ServiceError
from ppit_platform.issuer_tokens import IssuerKey
from ppit_platform.tokens import KeyUnusable

FRESH_SECONDS = 600.0
AGAIN_SECONDS = 30.0
_PATIENCE_SECONDS = 4.0
_LARGEST = 64 * 1024
_MOST_KEYS = 32
_MOST_ADDRESSES = 4
_log = logging.getLogger("ppit.gate")


class _Unreachable(Exception):
    """No keys were to be had."""


@dataclass(frozen=True, slots=True)
class _Held:
    keys: Mapping[str, IssuerKey]
    fetched: float
    tried: float


_NOTHING = _Held({}, float("-inf"), float("-inf"))


class IssuerKeys:
    """``clock`` counts seconds and never goes back; ``trust`` says whose certificates count."""

    def __init__(
        self, clock: Callable[[], float] = time.monotonic, trust: ssl.SSLContext | None = None
    ) -> None:
        self._clock = clock
        self._trust = trust
        self._held: dict[tuple[str, bool], _Held] = {}
        self._fetching: defaultdict[tuple[str, bool], asyncio.Lock] = defaultdict(asyncio.Lock)

    async def key(self, issuer: PartnerIssuer, key_id: str, *, near: bool) -> IssuerKey | None:
        """Return a key of an issuer; None where it has none of that name, or none can be had.

        ``near`` lets the issuer be on this machine, for clients of the sandbox.
        """
        if issuer.jwks_uri is None:
            given = issuer.jwks.keys if issuer.jwks else ()
            return _usable(given).get(key_id)
        place = issuer.jwks_uri, near
        async with self._fetching[place]:
            held = self._held.get(place, _NOTHING)
            now = self._clock()
            old = key_id not in held.keys or now - held.fetched > FRESH_SECONDS
            if old and now - held.tried >= AGAIN_SECONDS:
                held = self._held[place] = await self._renewed(held, place, now)
        return held.keys.get(key_id)

    async def _renewed(self, held: _Held, place: tuple[str, bool], now: float) -> _Held:
        uri, near = place
        try:
            async with asyncio.timeout(_PATIENCE_SECONDS):
                return _Held(await _fetched(httpx.URL(uri), self._trust, near=near), now, now)
        except (_Unreachable, httpx.HTTPError, OSError, TimeoutError) as failure:
            kind = type(failure).__name__
            _log.warning("issuer_keys_kept type=%s known=%d", kind, len(held.keys))
            return _Held(held.keys, held.fetched, now)


async def _fetched(
    url: httpx.URL, trust: ssl.SSLContext | None, *, near: bool
) -> Mapping[str, IssuerKey]:
    addresses = await _resolved(url, near=near)
    # No proxy, no redirect: both would choose an address that nobody has looked at.
    async with httpx.AsyncClient(
        trust_env=False, timeout=_PATIENCE_SECONDS, verify=trust or True
    ) as http:
        for address in addresses[:-1]:
            try:
                return await _asked(http, url, address)
            except httpx.ConnectError:
                continue  # such as IPv6 where there is none
        return await _asked(http, url, addresses[-1])


async def _asked(
    http: httpx.AsyncClient, url: httpx.URL, address: Address
) -> Mapping[str, IssuerKey]:
    """Ask the address that was looked at; its certificate must be that of the name."""
    async with http.stream(
        "GET",
        url.copy_with(host=str(address)),
        headers={
            "Host": url.netloc.decode("ascii"),
            "Accept": "application/json",
            "Accept-Encoding": "identity",
        },
        extensions={"sni_hostname": url.host},
    ) as response:
        if response.status_code != HTTPStatus.OK.value:
            msg = "another status than 200"
            raise _Unreachable(msg)
        return _read(await _body(response))


async def _resolved(url: httpx.URL, *, near: bool) -> Sequence[Address]:
    """Return where the name leads, each looked at; ``_Unreachable`` if any is not of outside."""
    if url.scheme != "https" and not near:
        msg = "not https"
        raise _Unreachable(msg)
    port = url.port or (443 if url.scheme == "https" else 80)
    found = await asyncio.get_running_loop().getaddrinfo(
        url.host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP
    )
    addresses = [ipaddress.ip_address(str(one[4][0]).partition("%")[0]) for one in found]
    plain = url.scheme == "http"
    allowed = all(
        may_reach(address, near=near) and (address.is_loopback or not plain)
        for address in addresses
    )
    if not addresses or not allowed:
        msg = "an address that is not of the internet"
        raise _Unreachable(msg)
    return addresses[:_MOST_ADDRESSES]


async def _body(response: httpx.Response) -> bytes:
    body = bytearray()
    async for part in response.aiter_raw():
        body += part
        if len(body) > _LARGEST:
            msg = "larger than a set of keys"
            raise _Unreachable(msg)
    return bytes(body)


def _read(body: bytes) -> Mapping[str, IssuerKey]:
    try:
        document = strict_json.parse(body)
    except ServiceError as failure:
        msg = "not JSON"
        raise _Unreachable(msg) from failure
    listed = cast("dict[str, object]", document).get("keys") if isinstance(document, dict) else None
    if not isinstance(listed, list):
        msg = "no set of keys"
        raise _Unreachable(msg)
    keys = _usable(tuple(cast("list[object]", listed)))
    if not keys:
        msg = "no key that could be used"
        raise _Unreachable(msg)
    return keys


def _usable(listed: tuple[object, ...]) -> Mapping[str, IssuerKey]:
    """Keep the keys that we can use: an issuer may publish others, for others."""
    keys: dict[str, IssuerKey] = {}
    for jwk in listed[:_MOST_KEYS]:
        try:
            key = IssuerKey.from_jwk(cast("dict[str, object]", jwk))
        except (KeyUnusable, AttributeError):
            continue
        keys[key.key_id] = key
    return keys
