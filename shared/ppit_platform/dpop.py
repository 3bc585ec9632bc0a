"""Proofs of possession (RFC 9449): one signed statement a request, by the key a token is bound to.

Read strictly first, like every token of the house. A proof is not remembered here: whoever takes
one must see to it that its ``proof_id`` is used once.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import cast

from ppit_platform import compact
from ppit_platform.compact import InvalidToken
from ppit_platform.ids import new_id
from ppit_platform.tokens import KeyUnusable, PublicKey, SigningKey

PROOF_TYPE = "dpop+jwt"
EARLIEST = timedelta(seconds=60)
LATEST = timedelta(seconds=10)
"""How far before, and how far after now a proof may say that it was made."""

_EARLIEST, _LATEST = (int(bound.total_seconds()) for bound in (EARLIEST, LATEST))
_SIGNATURE = 64
_HEADER_NAMES = frozenset({"alg", "typ", "jwk", "kid"})
# A header with one P-256 key has some 250 characters. Bounded, because it is remembered.
_LONGEST_HEAD = 1024
_MOST_KEYS = 4096
_PROOF_NAME = re.compile(r"[\x21-\x7e]{1,128}", re.ASCII)
_URL = re.compile(
    r"(https?)://([a-z0-9._-]+|\[[0-9a-f:.]+\])(?::(\d*))?(/[\x21-\x7e]*)?",
    re.ASCII | re.IGNORECASE,
)
_DEFAULT_PORTS = {"http": "80", "https": "443"}


@dataclass(frozen=True, slots=True)
class Proof:
    """A proof that holds for its request. What is left to compare is the nonce and the token.

    ``proof_id`` names the statement, never its text: an ECDSA signature has two forms.
    ``sha256`` is of the text and stands in the log.
    """

    thumbprint: str
    proof_id: str
    sha256: str
    nonce: str | None
    issued: datetime
    access_token_hash: str | None


def read_proof(raw: str, *, method: str, url: str, now: datetime) -> Proof:
    """Read the value of a ``DPoP`` header (RFC 9449 s.4.3); ``InvalidToken`` for what is wrong.

    ``url`` is that of the request as we publish it; query and fragment do not count.
    """
    parts = compact.split(raw, signature_size=_SIGNATURE)
    if len(parts.head) > _LONGEST_HEAD:
        msg = "a header larger than one key"
        raise InvalidToken(msg)
    key, thumbprint = _key_in(parts.head)
    if not key.verifies(parts):
        msg = "its signature does not verify"
        raise InvalidToken(msg)
    claims = parts.claims
    name = claims.get("jti")
    if not isinstance(name, str) or _PROOF_NAME.fullmatch(name) is None:
        msg = "no usable jti"
        raise InvalidToken(msg)
    _check_place(claims, method, url)
    return Proof(
        thumbprint=thumbprint,
        proof_id=hashlib.sha256(f"{thumbprint}.{name}".encode()).hexdigest(),
        sha256=hashlib.sha256(raw.encode("ascii")).hexdigest(),
        nonce=_optional_text(claims, "nonce"),
        issued=_issued(claims, int(now.timestamp())),
        access_token_hash=_optional_text(claims, "ath"),
    )


def access_token_hash_of(token: str) -> str:
    """Return what ``ath`` must be for a token: 43 characters (RFC 9449 s.4.2)."""
    return compact.encode(hashlib.sha256(token.encode("ascii")).digest())


def make_proof(  # what a proof states (RFC 9449 s.4.2), each by name
    key: SigningKey,
    *,
    method: str,
    url: str,
    now: datetime,
    nonce: str | None = None,
    access_token: str | None = None,
) -> str:
    """Return a new proof for one request, with ``ath`` where an access token goes with it."""
    claims: dict[str, object] = {
        "jti": str(new_id()),
        "htm": method,
        "htu": url,
        "iat": int(now.timestamp()),
    }
    if nonce is not None:
        claims["nonce"] = nonce
    if access_token is not None:
        claims["ath"] = access_token_hash_of(access_token)
    return key.prove(claims, typ=PROOF_TYPE)


# Building a point of the curve costs half as much as a signature, and a client keeps its key.
@lru_cache(maxsize=_MOST_KEYS)
def _key_in(head: str) -> tuple[PublicKey, str]:
    fields = compact.read_object(compact.decode(head))
    if not fields.keys() <= _HEADER_NAMES:
        msg = "a header name that is not alg, typ, jwk or kid"
        raise InvalidToken(msg)
    jwk, key_id = fields.get("jwk"), fields.get("kid", "none")
    if not isinstance(key_id, str) or not compact.is_key_id(key_id):
        msg = "no usable key id"
        raise InvalidToken(msg)
    if (fields.get("alg"), fields.get("typ")) != ("ES256", PROOF_TYPE) or not isinstance(jwk, dict):
        msg = "a header that is not ES256, dpop+jwt and a key"
        raise InvalidToken(msg)
    try:
        key = PublicKey.from_jwk(cast("dict[str, object]", jwk))
    except KeyUnusable as failure:
        msg = "its key is not a public P-256 key"
        raise InvalidToken(msg) from failure
    return key, key.point.thumbprint()


def _check_place(claims: Mapping[str, object], method: str, url: str) -> None:
    if claims.get("htm") != method:
        msg = "made for another method"
        raise InvalidToken(msg)
    stated = claims.get("htu")
    if not isinstance(stated, str) or (stated != url and _normal(stated) != _normal(url)):
        msg = "made for another address"
        raise InvalidToken(msg)


def _normal(url: str) -> tuple[str, str, str, str]:
    """Return scheme, host, port and path, compared as RFC 3986 s.6.2.2 and s.6.2.3 say."""
    found = _URL.fullmatch(url.partition("#")[0].partition("?")[0])
    if found is None:
        msg = "an address that is no URL"
        raise InvalidToken(msg)
    scheme, host, port, path = (part or "" for part in found.groups())
    scheme = scheme.lower()
    return scheme, host.lower(), port or _DEFAULT_PORTS[scheme], path or "/"


def _issued(claims: Mapping[str, object], now: int) -> datetime:
    issued = _instant(claims, "iat")
    if not now - _EARLIEST <= issued <= now + _LATEST:
        msg = "made too long ago, or in the future"
        raise InvalidToken(msg)
    if "exp" in claims and _instant(claims, "exp") <= now:
        msg = "it has expired"
        raise InvalidToken(msg)
    if "nbf" in claims and _instant(claims, "nbf") > now + _LATEST:
        msg = "not to be used yet"
        raise InvalidToken(msg)
    return datetime.fromtimestamp(issued, UTC)


def _instant(claims: Mapping[str, object], name: str) -> int:
    value = claims.get(name)
    # bool is an int to Python.
    if type(value) is not int:
        msg = "a time that is not a whole number of seconds"
        raise InvalidToken(msg)
    return value


def _optional_text(claims: Mapping[str, object], name: str) -> str | None:
    value = claims.get(name)
    if name in claims and not isinstance(value, str):
        msg = "a claim that must be text is not"
        raise InvalidToken(msg)
    return cast("str | None", value)
