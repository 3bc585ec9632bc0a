"""Which URLs a partner may name as its receiver, before any name is resolved."""

import re
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

from ppit_webhooks.domain.addresses import may_be_called

LONGEST = 500
_PLAIN = re.compile(r"https?://[\x21-\x7e]+")
_NUMBER = re.compile(r"[0-9.]+|0[xX][0-9a-fA-F.]*")
_HTTPS = 443
_FIRST_USER_PORT = 1024
_LOCAL_NAMES = ("localhost", ".localhost", ".local", ".internal", ".arpa")


class NoReceiver(ValueError):
    """Says in generic words why nothing is sent to such a URL."""


@dataclass(frozen=True, slots=True)
class ReceiverRules:
    """``loopback``: receivers on this machine are meant, and http is enough for them."""

    loopback: bool = False

    def check(self, url: str) -> None:
        """Raise ``NoReceiver`` unless it is https to a public name, without secrets in it."""
        if len(url) > LONGEST or _PLAIN.fullmatch(url) is None or "\\" in url:
            msg = "an https URL of at most 500 plain characters"
            raise NoReceiver(msg)
        parts = _split(url)
        host = parts.hostname or ""
        if parts.username is not None or parts.query or parts.fragment or "?" in url or "#" in url:
            msg = "no user, query or fragment: the signatures say who sends"
            raise NoReceiver(msg)
        at_home = self.loopback and _is_loopback(host)
        if parts.scheme != "https" and not at_home:
            msg = "https only"
            raise NoReceiver(msg)
        if not at_home:
            _check_public(host, parts.port or _HTTPS)


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        named = parts.hostname, parts.port
    except ValueError as failure:
        msg = "not a URL"
        raise NoReceiver(msg) from failure
    if not named[0]:
        msg = "no host"
        raise NoReceiver(msg)
    return parts


def _check_public(host: str, port: int) -> None:
    if port != _HTTPS and port < _FIRST_USER_PORT:
        msg = "port 443, or one from 1024 up"
        raise NoReceiver(msg)
    if _is_address(host):
        if not may_be_called(host):
            msg = "not an address of the public internet"
            raise NoReceiver(msg)
        return
    # 2130706433 and 0x7f.1 are addresses to a resolver, and a name without a dot is a neighbour.
    if _NUMBER.fullmatch(host) or "." not in host or f".{host}".endswith(_LOCAL_NAMES):
        msg = "a public name is expected"
        raise NoReceiver(msg)


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _is_loopback(host: str) -> bool:
    return host == "localhost" or (_is_address(host) and ip_address(host).is_loopback)
