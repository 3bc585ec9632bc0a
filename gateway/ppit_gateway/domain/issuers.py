"""Where an organisation's people sign in: its OpenID Connect issuer, as it was registered."""

import ipaddress
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated, ClassVar, TypeAlias

from pydantic import ConfigDict, Field

from ppit_gateway.domain.agreements import STRICT, Name, Status, Words
from ppit_platform.errors import FieldError
from ppit_platform.issuer_tokens import IssuerKey
from ppit_platform.tokens import KeyUnusable

Address: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address

_LOOPBACK = r"(?:127\.0\.0\.1|localhost|\[::1\])(?::\d{1,5})?"
_HOST = r"[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?(?::\d{1,5})?"
IssuerUrl = Annotated[
    str,
    Field(
        pattern=rf"^(?:https://{_HOST}|https?://{_LOOPBACK})(?:/[A-Za-z0-9._~/-]*)?$",
        max_length=500,
    ),
]
"""https; http only on this machine, where a sandbox may stand in for an issuer."""

# RFC 6052, RFC 8215, RFC 3056, RFC 4380: an address of version 4 may be hidden in these.
_HIDING = tuple(
    map(ipaddress.ip_network, ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32"))
)


@dataclass(frozen=True, slots=True)
class IssuerKeySet:
    """The public keys of an issuer (RFC 7517), for one that publishes none."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    keys: Annotated[tuple[Mapping[str, object], ...], Field(min_length=1, max_length=16)]


@dataclass(frozen=True, slots=True)
class PartnerIssuer:
    """Signs ID tokens for the people of ``org_id``, for ``audience``.

    ``user_claim`` names the claim that holds our ``user_id``. Keys are given, or fetched from
    ``jwks_uri``: one of the two.
    """

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    issuer: IssuerUrl
    org_id: Name
    audience: Words
    user_claim: Name = "sub"
    jwks: IssuerKeySet | None = None
    jwks_uri: IssuerUrl | None = None
    status: Status = Status.ACTIVE


def issuer_errors(where: str, issuer: PartnerIssuer) -> Iterable[FieldError]:
    """Name what is wrong with one issuer of a register file."""
    if (issuer.jwks is None) == (issuer.jwks_uri is None):
        yield FieldError(where, "KEYS_GIVEN_OR_FETCHED", "give jwks or jwks_uri, one of the two")
    for place, jwk in enumerate(issuer.jwks.keys if issuer.jwks else ()):
        try:
            IssuerKey.from_jwk(jwk)
        except KeyUnusable as failure:
            yield FieldError(f"{where}/jwks/keys/{place}", "KEY_UNUSABLE", str(failure))


def may_reach(address: Address, *, near: bool) -> bool:
    """Say whether keys may be fetched from there: the internet, or (``near``) this machine."""
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None:
        address = address.ipv4_mapped
    if near and address.is_loopback:
        return True
    hidden = any(address in network for network in _HIDING if network.version == address.version)
    return address.is_global and not (address.is_multicast or hidden)
