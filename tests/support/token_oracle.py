"""What we and what joserfc say of the same token, with the same key, algorithm and claims."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import cast

from joserfc import jwk, jwt
from joserfc.errors import JoseError
from joserfc.jws import JWSRegistry

from ppit_platform.dpop import EARLIEST, LATEST, PROOF_TYPE, read_proof
from ppit_platform.issuer_tokens import IssuerExpected, IssuerKey, named_in, verify_issued
from ppit_platform.tokens import Expected, InvalidToken, verify
from tests.support.token_mutants import KINDS, NOW, SECOND, URL, Keys, Mutant, Mutants

_TYPES: Mapping[str, frozenset[str | None]] = {
    "assertion": frozenset({None, "JWT", "client-authentication+jwt"}),
    "access": frozenset({"at+jwt"}),
    "proof": frozenset({PROOF_TYPE}),
    "issued": frozenset({None, "JWT"}),
}
_LEEWAY = 10
_NAMED: Mapping[str, jwt.ClaimsOption] = {
    "iss": {"essential": True, "value": "issuer"},
    "aud": {"essential": True, "value": "audience"},
    "exp": {"essential": True},
    "iat": {"essential": True},
}
_PLACED: Mapping[str, jwt.ClaimsOption] = {
    "jti": {"essential": True},
    "htm": {"essential": True, "value": "POST"},
    "htu": {"essential": True},
    "iat": {"essential": True},
}


@dataclass(slots=True)
class Tally:
    """How a row of tokens was judged. ``alone``: accepted by us and refused by the oracle."""

    accepted: dict[str, int]
    refused: dict[str, int]
    alone: list[Mutant]


class Judges:
    """Both, with the keys of one run."""

    def __init__(self, keys: Keys) -> None:
        self._keys = keys
        self._issuer = IssuerKey.from_jwk(keys.issuer.jwk)
        self._ec = jwk.ECKey.import_key({**keys.ours.public.as_jwk()})
        self._rsa = jwk.RSAKey.import_key(cast("dict[str, str | list[str]]", keys.issuer.jwk))

    def ours(self, mutant: Mutant) -> bool:
        """Say whether we take it. Any failure but ``InvalidToken`` is one of ours, and escapes."""
        judge: Mapping[str, Callable[[str], object]] = {
            "assertion": lambda raw: self._own(raw, "assertion"),
            "access": lambda raw: self._own(raw, "access"),
            "proof": lambda raw: read_proof(raw, method="POST", url=URL, now=NOW),
            "issued": self._issued,
        }
        try:
            judge[mutant.kind](mutant.raw)
        except InvalidToken:
            return False
        return True

    def theirs(self, mutant: Mutant) -> bool:
        """Say whether the oracle takes it, whatever it raises if it does not."""
        try:
            return self._theirs(mutant)
        except (JoseError, ValueError, TypeError, KeyError, AttributeError):
            return False

    def _own(self, raw: str, kind: str) -> None:
        expected = Expected(_TYPES[kind], "issuer", "audience", timedelta(minutes=5))
        keys = {self._keys.ours.key_id: self._keys.ours.public}
        verify(raw, keys=keys, expected=expected, now=NOW)

    def _issued(self, raw: str) -> None:
        named_in(raw)
        expected = IssuerExpected(_TYPES["issued"], "issuer", "audience")
        verify_issued(raw, key=self._issuer, expected=expected, now=NOW)

    def _theirs(self, mutant: Mutant) -> bool:
        proof, issued = mutant.kind == "proof", mutant.kind == "issued"
        algorithms = ["RS256" if issued else "ES256"]
        key = _own_key if proof else self._rsa if issued else self._ec
        token = jwt.decode(mutant.raw, key, registry=JWSRegistry(algorithms=algorithms))
        options = _PLACED if proof else _NAMED
        jwt.JWTClaimsRegistry(now=SECOND, leeway=_LEEWAY, **options).validate(token.claims)
        if token.header.get("typ") not in _TYPES[mutant.kind]:
            return False
        earliest, latest = SECOND - EARLIEST.total_seconds(), SECOND + LATEST.total_seconds()
        return not proof or earliest <= token.claims["iat"] <= latest


def _own_key(guest: jwk.GuestProtocol) -> jwk.ECKey:
    return jwk.ECKey.import_key(cast("dict[str, str | list[str]]", guest.headers()["jwk"]))


def judged(count: int, seed: int) -> Tally:
    """Judge ``count`` tokens; the oracle is asked of each that we accept."""
    keys = Keys.new()
    judges, tally = Judges(keys), Tally(dict.fromkeys(KINDS, 0), dict.fromkeys(KINDS, 0), [])
    for mutant, _ in zip(Mutants(keys, seed), range(count), strict=False):
        taken = judges.ours(mutant)
        (tally.accepted if taken else tally.refused)[mutant.kind] += 1
        if taken and not judges.theirs(mutant):
            tally.alone.append(mutant)
    return tally
