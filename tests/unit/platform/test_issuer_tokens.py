"""A1: which tokens of a partner's own issuer are believed (OpenID Connect Core s.3.1.3.7)."""

from datetime import UTC, datetime

import pytest

from ppit_platform.issuer_tokens import (
    IssuerExpected,
    IssuerKey,
    Named,
    named_in,
    verify_issued,
)
from ppit_platform.tokens import InvalidToken, KeyUnusable, SigningKey
from tests.support.jws import HandKey, base64url, hmac_token
from tests.support.partner_issuer import RsaKey, es256_jwk

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
SECOND = int(NOW.timestamp())
RSA = RsaKey("rsa-1")
PSS = RsaKey("pss-1", "PS256")
EC = HandKey.new()
EXPECTED = IssuerExpected(frozenset({None, "JWT"}), "https://idp.example", "ppit-gate")
KEYS = {jwk["kid"]: IssuerKey.from_jwk(jwk) for jwk in (RSA.jwk, PSS.jwk, es256_jwk(EC))}


def claims(**changes: object) -> dict[str, object]:
    """Return good claims, changed; None removes one."""
    good: dict[str, object] = {
        "iss": "https://idp.example",
        "aud": "ppit-gate",
        "sub": "w-017",
        "iat": SECOND,
        "exp": SECOND + 600,
    }
    return {name: value for name, value in (good | changes).items() if value is not None}


def opened(raw: str, key_id: str | None = None) -> object:
    key = KEYS[key_id or named_in(raw).key_id]
    return verify_issued(raw, key=key, expected=EXPECTED, now=NOW).get("sub")


def refused(raw: str, key_id: str | None = None) -> bool:
    with pytest.raises(InvalidToken):
        opened(raw, key_id)
    return True


@pytest.mark.parametrize("key", [RSA, PSS, EC])
def test_each_key_verifies_by_its_own_algorithm(key: RsaKey | HandKey) -> None:
    assert opened(key.token(claims())) == "w-017"


def test_a_token_names_its_issuer_and_key() -> None:
    assert named_in(RSA.token(claims())) == Named("https://idp.example", "rsa-1")


@pytest.mark.parametrize("algorithm", ["PS256", "ES256", "HS256", "RS384", "RS512", "none", None])
def test_no_token_chooses_another_algorithm_than_its_key_has(algorithm: str | None) -> None:
    assert refused(RSA.token(claims(), alg=algorithm), "rsa-1")


def test_a_public_key_is_no_shared_secret() -> None:
    secret = str(RSA.jwk["n"]).encode()
    assert refused(hmac_token(secret, {"alg": "HS256", "kid": "rsa-1"}, claims()), "rsa-1")


def test_the_key_of_another_is_not_the_issuers() -> None:
    stranger = RsaKey("rsa-1")
    assert refused(stranger.token(claims()), "rsa-1")
    assert refused(RSA.token(claims()), "pss-1")


@pytest.mark.parametrize(
    "header",
    [
        {"typ": "at+jwt"},
        {"typ": "dpop+jwt"},
        {"jku": "http://127.0.0.1:9/keys"},
        {"x5u": "http://127.0.0.1:9/cert"},
        {"x5c": ["AAAA"]},
        {"jwk": {"kty": "RSA"}},
        {"crit": ["exp"]},
        {"b64": False},
        {"kid": None},
        {"kid": "../../etc/passwd"},
        {"x5t": 7},
    ],
)
def test_a_header_that_says_anything_else_is_refused(header: dict[str, object]) -> None:
    assert refused(RSA.token(claims(), **header), "rsa-1")


def test_the_thumbprint_of_a_certificate_is_no_harm() -> None:
    assert opened(RSA.token(claims(), x5t="abc", **{"x5t#S256": "def"})) == "w-017"


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": "https://idp.example/"},
        {"iss": "https://other.example"},
        {"iss": None},
        {"aud": "other"},
        {"aud": None},
        {"aud": ["other"]},
        {"aud": ["ppit-gate", "other"]},
        {"aud": ["ppit-gate", "other"], "azp": "other"},
        {"aud": {"ppit-gate": True}},
        {"exp": SECOND},
        {"exp": None},
        {"exp": str(SECOND + 60)},
        {"exp": True},
        {"exp": SECOND + 86_401},
        {"iat": None},
        {"iat": SECOND + 11},
        {"iat": SECOND + 700, "exp": SECOND + 600},
        {"iat": float(SECOND)},
        {"nbf": SECOND + 60},
        {"nbf": [SECOND]},
        {"sub": 7},
        {"jti": {}},
    ],
)
def test_a_token_that_is_not_for_us_or_not_for_now_is_refused(changes: dict[str, object]) -> None:
    assert refused(RSA.token(claims(**changes)))


@pytest.mark.parametrize(
    "changes",
    [
        {"aud": ["ppit-gate"]},
        {"aud": ["other", "ppit-gate"], "azp": "ppit-gate"},
        {"iat": SECOND + 10, "nbf": SECOND + 10},
        {"iat": SECOND - 86_000, "exp": SECOND + 1},
    ],
)
def test_a_token_that_is_for_us_and_for_now_holds(changes: dict[str, object]) -> None:
    assert opened(RSA.token(claims(**changes))) == "w-017"


@pytest.mark.parametrize("raw", ["", "text", "a.b.c", "e30.e30.e30", "x" * 9000])
def test_text_that_is_no_token_names_nobody(raw: str) -> None:
    with pytest.raises(InvalidToken):
        named_in(raw)


def test_a_signature_has_one_spelling() -> None:
    good = RSA.token(claims())
    assert refused(good + "=", "rsa-1")
    assert refused(f"{good.rpartition('.')[0]}.{base64url(b'x' * 255)}", "rsa-1")


@pytest.mark.parametrize(
    "jwk",
    [
        {**RSA.jwk, "kid": None},
        {**RSA.jwk, "kid": "not a key id"},
        {**RSA.jwk, "alg": "RS512"},
        {**RSA.jwk, "alg": "HS256"},
        {**RSA.jwk, "alg": ["RS256"]},
        {**RSA.jwk, "use": "enc"},
        {**RSA.jwk, "d": "AAAA"},
        {**RSA.jwk, "n": "AQAB"},
        {**RSA.jwk, "n": "!"},
        {**RSA.jwk, "e": "AA"},
        {**RSA.jwk, "e": None},
        {**RSA.jwk, "kty": "oct", "k": "AAAA"},
        {**RSA.jwk, "kty": "OKP"},
        {**es256_jwk(EC), "crv": "P-384"},
        {**es256_jwk(EC), "alg": "RS256"},
        RsaKey("small", bits=1024).jwk,
    ],
)
def test_a_key_that_may_not_verify_here_is_refused(jwk: dict[str, object]) -> None:
    with pytest.raises(KeyUnusable):
        IssuerKey.from_jwk(jwk)


def test_an_rsa_key_that_names_no_algorithm_is_for_rs256() -> None:
    jwk = {name: value for name, value in RSA.jwk.items() if name != "alg"}
    assert IssuerKey.from_jwk(jwk).algorithm == "RS256"


def test_our_own_tokens_are_no_tokens_of_an_issuer() -> None:
    ours = SigningKey.from_pem(EC.pem).sign(claims(), typ="at+jwt")
    assert refused(ours)
