"""Which tokens are refused: every row of the table of what token libraries let through."""

import json
import string
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from ppit_platform.tokens import (
    Claims,
    Expected,
    InvalidToken,
    KeyUnusable,
    PublicKey,
    SharedKey,
    SigningKey,
    verify,
    verify_shared,
)
from tests.support.jws import HandKey, base64url, hmac_token

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
SECOND = int(NOW.timestamp())
KEY = HandKey.new()
OTHER = HandKey.new()
EXPECTED = Expected(frozenset({"JWT"}), "issuer", "audience", timedelta(minutes=5))
SHARED = SharedKey.from_hex("officer-safety", "0b" * 32)


def claims(**changes: object) -> dict[str, object]:
    """Return good claims, changed; ``None`` removes a claim."""
    good = {"iss": "issuer", "aud": "audience", "iat": SECOND, "exp": SECOND + 60, "jti": "one"}
    return {name: value for name, value in (good | changes).items() if value is not None}


def opened(raw: str) -> Claims:
    return verify(raw, keys={KEY.key_id: KEY.public}, expected=EXPECTED, now=NOW)


def refused(raw: str) -> bool:
    with pytest.raises(InvalidToken):
        opened(raw)
    return True


def test_a_good_token_is_read() -> None:
    assert opened(KEY.token(claims(sub="me"))).text("sub") == "me"


def test_what_this_module_signs_it_verifies() -> None:
    assert opened(KEY.signing.sign(claims(), typ="JWT")).jti == "one"


@pytest.mark.parametrize("name", ["aud", "exp", "iat", "iss", "jti"])
def test_a_token_without_a_required_claim_is_refused(name: str) -> None:
    assert refused(KEY.token(claims(**{name: None})))


@pytest.mark.parametrize(
    "header",
    [
        {"crit": ["exp"]},
        {"b64": False},
        {"b64": False, "crit": ["b64"]},
        {"jku": "http://127.0.0.1:9/keys"},
        {"x5u": "http://127.0.0.1:9/cert"},
        {"jwk": KEY.public.as_jwk()},
        {"typ": "at+jwt"},
        {"typ": None},
        {"typ": 1},
        {"alg": "none"},
        {"alg": "RS256"},
        {"alg": "PS256"},
        {"alg": "HS256"},
        {"alg": "es256"},
        {"alg": ["ES256"]},
        {"alg": None},
        {"kid": None},
        {"kid": "unknown"},
        {"kid": "../../etc/passwd"},
        {"kid": "' OR 1=1 --"},
        {"kid": "k" * 10_000},
        {"kid": 7},
    ],
)
def test_a_header_that_says_anything_else_is_refused(header: dict[str, object]) -> None:
    assert refused(KEY.token(claims(), **header))


@pytest.mark.parametrize("name", ["exp", "iat", "nbf"])
@pytest.mark.parametrize("value", [str(SECOND + 60), [SECOND], {"at": SECOND}, True, 1.5, -1e3])
def test_a_time_that_is_not_a_whole_number_is_refused(name: str, value: object) -> None:
    assert refused(KEY.token(claims(**{name: value})))


@pytest.mark.parametrize("name", ["iss", "sub", "jti", "aud"])
@pytest.mark.parametrize("value", [7, False, None, {}, [7]])
def test_a_registered_claim_that_cannot_be_what_it_is_is_refused(name: str, value: object) -> None:
    good = claims(sub="me")
    assert refused(KEY.token({**good, name: value}))


@pytest.mark.parametrize("number", ["Infinity", "-Infinity", "NaN", "1e400", "9" * 5000, "null"])
def test_an_expiry_that_is_no_number_of_json_is_refused(number: str) -> None:
    header = json.dumps({"alg": "ES256", "typ": "JWT", "kid": KEY.key_id}).encode()
    payload = json.dumps(claims()).replace(str(SECOND + 60), number).encode()
    assert number.encode() in payload
    assert refused(KEY.raw(header, payload))


@pytest.mark.parametrize(
    "times",
    [
        {"exp": SECOND},
        {"exp": SECOND - 1, "iat": SECOND - 60},
        {"iat": SECOND + 60, "exp": SECOND + 120},
        {"iat": SECOND + 365 * 86400, "exp": SECOND + 366 * 86400},
        {"nbf": SECOND + 60},
        {"exp": SECOND + 301},
        {"exp": 10**18},
        {"iat": -(10**18)},
    ],
)
def test_a_token_outside_its_time_is_refused(times: dict[str, int]) -> None:
    assert refused(KEY.token(claims(**times)))


@pytest.mark.parametrize("name", ["iat", "nbf"])
def test_a_clock_ten_seconds_ahead_is_forgiven(name: str) -> None:
    assert opened(KEY.token(claims(**{name: SECOND + 10}))).jti == "one"
    assert refused(KEY.token(claims(**{name: SECOND + 11})))


@pytest.mark.parametrize("audience", [["audience"], ["audience", "other"], "other", "audience/"])
def test_only_the_audience_as_a_string_is_taken(audience: object) -> None:
    assert refused(KEY.token(claims(aud=audience)))


def test_a_header_nested_deep_is_refused_and_lets_no_other_error_escape() -> None:
    deep = b'{"alg":' + b"[" * 2500 + b"]" * 2500 + b"}"
    assert refused(KEY.raw(deep, json.dumps(claims()).encode()))


def test_claims_nested_deep_are_refused() -> None:
    header = json.dumps({"alg": "ES256", "typ": "JWT", "kid": KEY.key_id}).encode()
    assert refused(KEY.raw(header, b'{"a":' + b'{"a":' * 900 + b"1" + b"}" * 901))


def test_a_token_above_eight_kibibytes_is_refused() -> None:
    assert refused(KEY.token(claims(padding="x" * 8200)))


def test_a_signature_has_one_spelling() -> None:
    good = KEY.token(claims())
    alphabet = string.ascii_letters + string.digits + "-_"
    assert opened(good).jti == "one"
    for last in alphabet.replace(good[-1], ""):
        assert refused(good[:-1] + last)
    for suffix in ("!!!!", "=", "==", "\n", " "):
        assert refused(good + suffix)


def test_duplicate_names_are_refused() -> None:
    header = json.dumps({"alg": "ES256", "typ": "JWT", "kid": KEY.key_id}).encode()
    twice = json.dumps(claims()).encode()[:-1] + b',"aud":"audience"}'
    assert refused(KEY.raw(header, twice))
    head_twice = header[:-1] + b',"alg":"ES256"}'
    assert refused(KEY.raw(head_twice, json.dumps(claims()).encode()))


@pytest.mark.parametrize(
    "payload", [b"[]", b'"text"', b"\xff\xfe", b'{"jti":"\\ud800"}', b"", b"{", b"{}x"]
)
def test_a_payload_that_is_no_strict_json_object_is_refused(payload: bytes) -> None:
    header = json.dumps({"alg": "ES256", "typ": "JWT", "kid": KEY.key_id}).encode()
    assert refused(KEY.raw(header, payload))


def test_the_signature_of_another_key_is_refused() -> None:
    assert refused(OTHER.token(claims(), kid=KEY.key_id))


@pytest.mark.parametrize("form", [Encoding.DER, Encoding.PEM])
def test_the_public_key_used_as_a_shared_secret_is_refused(form: Encoding) -> None:
    private = load_pem_private_key(KEY.pem, None)
    assert isinstance(private, ec.EllipticCurvePrivateKey)
    public = private.public_key().public_bytes(form, PublicFormat.SubjectPublicKeyInfo)
    header = {"alg": "HS256", "typ": "JWT", "kid": KEY.key_id}
    assert refused(hmac_token(public, header, claims()))


def test_a_token_without_signature_is_refused() -> None:
    head, payload, _ = KEY.token(claims(), alg="none").split(".")
    assert refused(f"{head}.{payload}.")
    assert refused(f"{head}.{payload}")
    assert refused(f"{head}.{payload}.{base64url(b'')}.{base64url(b'x')}")


def test_a_shared_key_verifies_only_its_own_tokens() -> None:
    raw = SHARED.sign(claims(), typ="JWT")
    assert verify_shared(raw, key=SHARED, expected=EXPECTED, now=NOW).key_id == "officer-safety"
    other_name = SharedKey.from_hex("victims", "0b" * 32)
    other_secret = SharedKey.from_hex("officer-safety", "0c" * 32)
    for key in (other_name, other_secret):
        with pytest.raises(InvalidToken):
            verify_shared(raw, key=key, expected=EXPECTED, now=NOW)


def test_neither_algorithm_is_taken_for_the_other() -> None:
    assert refused(SHARED.sign(claims(), typ="JWT"))
    with pytest.raises(InvalidToken):
        verify_shared(KEY.token(claims()), key=SHARED, expected=EXPECTED, now=NOW)


def test_a_claim_read_as_text_must_be_text() -> None:
    token = opened(KEY.token(claims(number=7)))
    with pytest.raises(InvalidToken):
        token.text("number")
    with pytest.raises(InvalidToken):
        token.text("missing")


def test_a_key_is_known_by_its_rfc_7638_thumbprint() -> None:
    jwk = KEY.public.as_jwk()
    without = {name: value for name, value in jwk.items() if name != "kid"}
    assert PublicKey.from_jwk(without).key_id == jwk["kid"]
    assert len(jwk["kid"]) == 43


@pytest.mark.parametrize(
    "change",
    [
        {"kty": "RSA"},
        {"crv": "P-384"},
        {"alg": "HS256"},
        {"use": "enc"},
        {"d": "secret"},
        {"x": "A" * 43},
        {"x": "short"},
        {"y": 5},
        {"kid": "not a key id"},
        {"kid": 5},
    ],
)
def test_a_key_that_is_not_a_public_p256_point_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(KeyUnusable):
        PublicKey.from_jwk({**KEY.public.as_jwk(), **change})


@pytest.mark.parametrize("text", ["", "zz" * 32, "0b" * 31, "0b" * 33])
def test_a_shared_key_has_256_bits(text: str) -> None:
    with pytest.raises(KeyUnusable):
        SharedKey.from_hex("any", text)


def test_a_private_key_is_p256_in_plain_pem() -> None:
    with pytest.raises(KeyUnusable):
        SigningKey.from_pem(b"not a key")
    p384 = ec.generate_private_key(ec.SECP384R1())
    pem = p384.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    with pytest.raises(KeyUnusable):
        SigningKey.from_pem(pem)


def test_no_key_shows_its_secret_when_printed() -> None:
    assert "0b0b" not in repr(SHARED)
    assert "object at" not in repr(KEY.signing)
