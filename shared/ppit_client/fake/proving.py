"""How a fake gate reads assertions and proofs: strictly, each once."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import cast
from uuid import uuid4

from ppit_client.fake.refusals import challenge, oauth
from ppit_client.fake.register import FakeClient
from ppit_client.proofs import ASSERTION_TYPE, PROOF_TYPE
from ppit_client.signing import SignatureWrong, part, thumbprint, verified

_EARLY, _LATE = 60, 10


@dataclass(slots=True)
class Proving:
    """``now`` is in seconds since 1970."""

    issuer: str
    now: Callable[[], float] = time.time
    nonces: dict[str, str] = field(default_factory=dict[str, str])
    _used: set[str] = field(default_factory=set[str])

    def client(self, form: Mapping[str, str], clients: Mapping[str, FakeClient]) -> FakeClient:
        """Return the client of a form (RFC 7523 s.3); 401 for any other assertion."""
        raw = form.get("client_assertion", "")
        try:
            client = clients[str(part(raw, 1).get("iss"))]
            claims = verified(raw, client.key.jwks["keys"][0])
        except (SignatureWrong, KeyError) as failure:
            raise oauth(401, "invalid_client") from failure
        name, expires = client.client_id, claims.get("exp")
        stated = (claims.get("sub"), claims.get("aud"), form.get("client_assertion_type"))
        fresh = isinstance(expires, int) and 0 < expires - self.now() <= 300  # noqa: PLR2004  # seconds
        if stated != (name, self.issuer, ASSERTION_TYPE) or not fresh or not self._once(claims):
            raise oauth(401, "invalid_client")
        return client

    def bound(self, raw: str, url: str) -> str:
        """Return the key of a proof at the token endpoint (RFC 9449 s.5), which has a nonce."""
        try:
            key, claims = self._proof(raw, "POST", url)
        except SignatureWrong as failure:
            raise oauth(400, "invalid_dpop_proof") from failure
        if "nonce" not in claims or claims["nonce"] != self.nonces.get(key):
            raise oauth(400, "use_dpop_nonce", {"dpop-nonce": self.nonce(key)})
        return key

    def proved(self, raw: str, method: str, url: str, bound: tuple[str, str]) -> None:
        """Check a proof of a request (RFC 9449 s.7) for a token of this key and this hash."""
        try:
            key, claims = self._proof(raw, method, url)
        except SignatureWrong as failure:
            raise challenge(401, "INVALID_DPOP_PROOF", "invalid_dpop_proof") from failure
        if (key, claims.get("ath")) != bound:
            raise challenge(401, "INVALID_DPOP_PROOF", "invalid_dpop_proof")
        nonce = claims.get("nonce")
        if nonce is not None and nonce != self.nonces.get(key):
            raise challenge(
                401, "USE_DPOP_NONCE", "use_dpop_nonce", {"dpop-nonce": self.nonce(key)}
            )

    def nonce(self, key: str) -> str:
        """Return the nonce of a key: the same until ``nonces`` is cleared."""
        return self.nonces.setdefault(key, uuid4().hex)

    def _proof(self, raw: str, method: str, url: str) -> tuple[str, Mapping[str, object]]:
        header = part(raw, 0)
        jwk = header.get("jwk")
        if (header.get("typ"), header.get("alg")) != (PROOF_TYPE, "ES256") or not isinstance(
            jwk, dict
        ):
            msg = "no proof"
            raise SignatureWrong(msg)
        point = cast("dict[str, object]", jwk)
        claims = verified(raw, point)
        issued = claims.get("iat")
        stated = (claims.get("htm"), claims.get("htu"))
        fresh = isinstance(issued, int) and -_EARLY <= issued - self.now() <= _LATE
        if stated != (method, url) or not fresh or not self._once(claims):
            msg = "another request's proof, or an old one"
            raise SignatureWrong(msg)
        return thumbprint(point), claims

    def _once(self, claims: Mapping[str, object]) -> bool:
        name = claims.get("jti")
        first = isinstance(name, str) and name not in self._used
        self._used.add(str(name))
        return first
