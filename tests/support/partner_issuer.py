"""Stands in for an organisation's OpenID Connect issuer: signs for its people, publishes its keys.

It speaks HTTP on this machine only, which the gate bears for clients of the sandbox.
"""

import asyncio
import json
import ssl
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from tests.support.jws import HandKey, base64url

AUDIENCE = "ppit-gate"
_PADDINGS: Mapping[str, padding.AsymmetricPadding] = {
    "RS256": padding.PKCS1v15(),
    "PS256": padding.PSS(padding.MGF1(hashes.SHA256()), padding.PSS.DIGEST_LENGTH),
}


@dataclass(frozen=True, slots=True)
class RsaKey:
    """An RSA key of an issuer, which signs by one algorithm, or by another for once."""

    key_id: str
    algorithm: str = "RS256"
    bits: int = 2048
    private: rsa.RSAPrivateKey = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "private", rsa.generate_private_key(65537, self.bits))

    @property
    def jwk(self) -> dict[str, object]:
        numbers = self.private.public_key().public_numbers()
        n, e = (
            base64url(value.to_bytes((value.bit_length() + 7) // 8, "big"))
            for value in (numbers.n, numbers.e)
        )
        return {"kty": "RSA", "kid": self.key_id, "alg": self.algorithm, "n": n, "e": e}

    def token(self, claims: Mapping[str, object], **header: object) -> str:
        """Sign by what ``alg`` says; ``header`` replaces names, None removes one."""
        head = {"alg": self.algorithm, "typ": "JWT", "kid": self.key_id, **header}
        kept = {name: value for name, value in head.items() if value is not None}
        return self.raw(json.dumps(kept).encode(), json.dumps(claims).encode(), str(head["alg"]))

    def raw(self, header: bytes, payload: bytes, algorithm: str) -> str:
        """Sign whatever it is given, by an algorithm or else by the key's own."""
        signed = f"{base64url(header)}.{base64url(payload)}"
        how = _PADDINGS.get(algorithm, _PADDINGS[self.algorithm])
        signature = self.private.sign(signed.encode(), how, hashes.SHA256())
        return f"{signed}.{base64url(signature)}"


def issuer_claims(issuer: str, **changes: object) -> dict[str, object]:
    """Return what an ID token says of a warden who has just signed in; None removes a claim."""
    now = int(datetime.now(UTC).timestamp())
    good: dict[str, object] = {
        "iss": issuer,
        "aud": AUDIENCE,
        "sub": "w-017",
        "iat": now,
        "exp": now + 600,
    }
    return {name: value for name, value in (good | changes).items() if value is not None}


@dataclass(slots=True)
class Issuer:
    """``answer`` is what its keys' address says: a set of keys, or bytes as they are."""

    port: int = 0
    key: RsaKey = field(default_factory=lambda: RsaKey("rsa-1"))
    answer: object = None
    status: bytes = b"200 OK"
    asked: int = 0

    def __post_init__(self) -> None:
        self.publish(self.key.jwk)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def jwks_uri(self) -> str:
        return f"{self.url}/keys"

    def publish(self, *keys: Mapping[str, object]) -> None:
        self.answer = {"keys": list(keys)}

    def registered(self, **changes: object) -> dict[str, object]:
        """Return its entry of a register file."""
        entry: dict[str, object] = {
            "issuer": self.url,
            "org_id": "thanet",
            "audience": AUDIENCE,
            "jwks_uri": self.jwks_uri,
        }
        return {name: value for name, value in (entry | changes).items() if value is not None}

    def id_token(self, **changes: object) -> str:
        return self.key.token(issuer_claims(self.url, **changes))

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        self.asked += 1
        given = self.answer
        body = given if isinstance(given, bytes) else json.dumps(given).encode()
        head = f"Content-Length: {len(body)}\r\nLocation: {self.url}/other\r\nConnection: close"
        writer.write(b"HTTP/1.1 " + self.status + b"\r\n" + head.encode() + b"\r\n\r\n" + body)
        await writer.drain()
        writer.close()


@asynccontextmanager
async def an_issuer(trust: ssl.SSLContext | None = None) -> AsyncGenerator[Issuer]:
    """Serve an issuer's keys until the block is left; over TLS where ``trust`` is given."""
    issuer = Issuer()
    server = await asyncio.start_server(issuer.serve, "127.0.0.1", 0, ssl=trust)
    issuer.port = server.sockets[0].getsockname()[1]
    async with server:
        yield issuer


def es256_jwk(key: HandKey) -> dict[str, object]:
    """Return a P-256 key as an issuer publishes one."""
    return {**key.public.point.members(), "kid": key.key_id}
