"""Binds a token to the key that its client proves (RFC 9449 s.5): whoever copies it has nothing."""

from dataclasses import dataclass
from datetime import datetime

from ppit_gateway import errors
from ppit_gateway.domain.nonces import Nonces
from ppit_gateway.storage.tokens import KeyHolder
from ppit_platform.dpop import Proof, read_proof
from ppit_platform.tokens import InvalidToken


@dataclass(frozen=True, slots=True)
class Binder:
    """``url`` is the token endpoint as we publish it: what a proof must have been made for."""

    url: str
    nonces: Nonces


def bind_token(binder: Binder, holder: KeyHolder, raw: str | None, now: datetime) -> Proof | None:
    """Return the proof that the token is to be bound to; None for a sandbox client without one.

    ``InvalidDpopProof`` without a proof or with one that does not hold, ``UseDpopNonce`` for one
    without a nonce that we gave to its key within the last four minutes.
    """
    if raw is None:
        if holder.sandbox:
            return None
        msg = (
            "send a DPoP proof: tokens are bound to a key, and only sandbox clients may do without"
        )
        raise errors.InvalidDpopProof(msg)
    try:
        proof = read_proof(raw, method="POST", url=binder.url, now=now)
    except InvalidToken as failure:
        msg = f"the proof: {failure}"
        raise errors.InvalidDpopProof(msg) from failure
    if proof.nonce is None or not binder.nonces.accepts(proof.nonce, proof.thumbprint, now):
        raise errors.UseDpopNonce(binder.nonces.issue(proof.thumbprint, now))
    return proof
