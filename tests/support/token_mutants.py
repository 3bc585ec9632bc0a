"""Makes tokens that are right, nearly right and wrong, the same ones for the same seed.

Four kinds: client assertions, access tokens, DPoP proofs, and ID tokens of a partner's issuer. Each
is changed in what it says before it is signed, in how it is written, or in its text afterwards.
"""

import base64
import json
import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from tests.support.jws import HandKey, base64url, hmac_token
from tests.support.partner_issuer import RsaKey

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
SECOND = int(NOW.timestamp())
KINDS = ("assertion", "access", "proof", "issued")
URL = "https://gate.example/oauth2/token"
_ORDER = int("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16)
_HEADERS = ("alg", "typ", "kid", "jwk", "crit", "b64", "jku", "x5u", "x5t", "zip")
_CLAIMS = ("iss", "sub", "aud", "exp", "iat", "nbf", "jti", "htm", "htu", "nonce", "ath", "cnf")
_ALPHABET = "ABab01-_.=+/!\n {}\u00e9"


@dataclass(frozen=True, slots=True)
class Mutant:
    """A token of a kind as somebody might send it."""

    kind: str
    raw: str


@dataclass(frozen=True, slots=True)
class Keys:
    """Whom the tokens are of: a client and gate on P-256, an issuer on RSA, and a stranger."""

    ours: HandKey
    stranger: HandKey
    issuer: RsaKey

    @classmethod
    def new(cls) -> "Keys":
        return cls(HandKey.new(), HandKey.new(), RsaKey("rsa-1"))


class Mutants:
    """An endless row of tokens; the keys are new in each run, all else follows from the seed."""

    def __init__(self, keys: Keys, seed: int) -> None:
        self._keys = keys
        self._chance = random.Random(seed)  # noqa: S311  # to be made again, not to be secret

    def __iter__(self) -> Iterator[Mutant]:
        while True:
            kind = self._chance.choice(KINDS)
            header, claims = self._good(kind)
            for _ in range(self._chance.choice((0, 0, 1, 1, 2))):
                self._change(*self._chance.choice(((header, _HEADERS), (claims, _CLAIMS))))
            yield Mutant(kind, self._sent(self._signed(kind, header, claims)))

    def _good(self, kind: str) -> tuple[dict[str, object], dict[str, object]]:
        key = self._keys.ours
        times: dict[str, object] = {"iat": SECOND, "exp": SECOND + 60, "jti": "one"}
        named: dict[str, object] = {"iss": "issuer", "aud": "audience", "sub": "me"}
        if kind == "proof":
            jwk = dict(key.public.point.members())
            place: dict[str, object] = {"htm": "POST", "htu": URL, "iat": SECOND, "jti": "one"}
            return {"alg": "ES256", "typ": "dpop+jwt", "jwk": jwk}, place
        if kind == "issued":
            return {"alg": "RS256", "typ": "JWT", "kid": "rsa-1"}, named | times
        typ = "at+jwt" if kind == "access" else "JWT"
        return {"alg": "ES256", "typ": typ, "kid": key.key_id}, named | times

    def _change(self, said: dict[str, object], names: tuple[str, ...]) -> None:
        name = self._chance.choice((*names, *said))
        if self._chance.random() < 0.2:  # one in five
            said.pop(name, None)
        else:
            said[name] = self._odd(said.get(name))

    def _odd(self, old: object) -> object:
        near = SECOND + self._chance.choice((-3600, -61, -60, -1, 0, 1, 10, 11, 60, 300, 3600))
        choices: tuple[object, ...] = (
            *(None, True, False, 0, -1, 2**63, 1.5, float(SECOND), 1e300, near, near, near),
            *("", "me", "issuer", "audience", "ES256", "RS256", "PS256", "HS256", "none", "JWT"),
            *("at+jwt", "dpop+jwt", "GET", "POST", URL, URL.upper(), f"{URL}?a=b", str(near)),
            *([], ["audience"], ["audience", "other"], [old], {}, {"a": {"b": 1}}, {"jkt": "x"}),
            *("\ud800", "\x00", "x" * 600, old),
            dict(self._keys.stranger.public.point.members()),
        )
        return self._chance.choice(choices)

    def _signed(self, kind: str, header: Mapping[str, object], claims: Mapping[str, object]) -> str:
        keys, chance = self._keys, self._chance.random()
        head, payload = (self._written(part) for part in (header, claims))
        if kind == "issued":
            return keys.issuer.raw(head, payload, str(header.get("alg")))
        if chance < 0.02:  # one in fifty
            return keys.stranger.raw(head, payload)
        if chance < 0.04:  # one in fifty
            secret = keys.ours.public.point.x.encode()
            return hmac_token(secret, {**header, "alg": "HS256"}, claims)
        return keys.ours.raw(head, payload)

    def _written(self, said: Mapping[str, object]) -> bytes:
        text = json.dumps(said)
        if self._chance.random() < 0.85:  # most are written plainly
            return text.encode()
        ways: tuple[Callable[[], str], ...] = (
            lambda: f" \n{text}\t",
            lambda: json.dumps(said, ensure_ascii=True, indent=2),
            lambda: f"{text[:-1]}, {text[1:]}",
            lambda: text.replace(str(SECOND), f"{SECOND}.0"),
            lambda: text.replace(str(SECOND), f"{SECOND // 10}e1"),
            lambda: text.replace(str(SECOND), "NaN"),
            lambda: f"\ufeff{text}",
            lambda: f"[{text}]",
            lambda: f'{text[:-1]},"deep":{"[" * 80}{"]" * 80}}}',
            lambda: text.replace('"', "'"),
        )
        return self._chance.choice(ways)().encode()

    def _sent(self, raw: str) -> str:
        if self._chance.random() < 0.7:  # most are sent as they were signed
            return raw
        head, payload, signature = raw.split(".")
        ways: tuple[Callable[[], str], ...] = (
            lambda: self._edited(raw),
            lambda: f"{raw}{self._chance.choice(_ALPHABET)}",
            lambda: f"{raw[:-1]}{self._chance.choice(_ALPHABET)}",
            lambda: f"{head}.{payload}.{_other_form(signature)}",
            lambda: f"{head}.{payload}.",
            lambda: f"{payload}.{head}.{signature}",
            lambda: f"{head}=.{payload}.{signature}",
            lambda: f"{raw}.{signature}",
        )
        return self._chance.choice(ways)()

    def _edited(self, raw: str) -> str:
        at = self._chance.randrange(len(raw))
        return raw[:at] + self._chance.choice(_ALPHABET) + raw[at + self._chance.randrange(2) :]


def _other_form(signature: str) -> str:
    """Return the other signature that ECDSA bears for the same text (r, n - s)."""
    data = base64.urlsafe_b64decode(signature + "=" * (-len(signature) % 4))
    if len(data) != 64:  # r and s
        return signature
    other = _ORDER - int.from_bytes(data[32:], "big") % _ORDER
    return base64url(data[:32] + other.to_bytes(32, "big"))
