"""B2: which DPoP proofs hold for their request (RFC 9449 s.4.3), and the many that do not."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest

from ppit_platform.dpop import Proof, access_token_hash_of, make_proof, read_proof
from ppit_platform.tokens import InvalidToken
from tests.support.jws import HandKey, base64url, hmac_token

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
SECOND = int(NOW.timestamp())
URL = "https://gate.example/victims/v1/victims"
KEY = HandKey.new()
OTHER = HandKey.new()
NO_CHANGE: Mapping[str, object] = {}
JWK = dict(KEY.public.point.members())


def claims(**changes: object) -> dict[str, object]:
    """Return good claims, changed; ``None`` removes a claim."""
    good = {"jti": "one", "htm": "GET", "htu": URL, "iat": SECOND}
    return {name: value for name, value in (good | changes).items() if value is not None}


def proof(header: Mapping[str, object] = NO_CHANGE, /, **changes: object) -> str:
    """Sign a proof; ``None`` removes a header name or a claim."""
    head: dict[str, object] = {"typ": "dpop+jwt", "kid": None, "jwk": JWK, **header}
    return KEY.token(claims(**changes), **head)


def opened(raw: str, *, method: str = "GET", url: str = URL, now: datetime = NOW) -> Proof:
    return read_proof(raw, method=method, url=url, now=now)


def refused(raw: str, *, method: str = "GET", url: str = URL, now: datetime = NOW) -> bool:
    with pytest.raises(InvalidToken):
        opened(raw, method=method, url=url, now=now)
    return True


def test_a_good_proof_says_whose_key_it_is_and_what_it_covers() -> None:
    raw = proof(nonce="n-1", ath="hash")
    assert opened(raw) == Proof(
        thumbprint=KEY.key_id,
        proof_id=hashlib.sha256(f"{KEY.key_id}.one".encode()).hexdigest(),
        sha256=hashlib.sha256(raw.encode()).hexdigest(),
        nonce="n-1",
        issued=NOW,
        access_token_hash="hash",  # noqa: S106  # no secret
    )


def test_what_this_module_makes_it_reads() -> None:
    raw = make_proof(KEY.signing, method="GET", url=URL, now=NOW, nonce="n", access_token="a.b.c")  # noqa: S106  # no token
    read = opened(raw)
    assert (read.thumbprint, read.nonce) == (KEY.key_id, "n")
    assert read.access_token_hash == access_token_hash_of("a.b.c")
    assert opened(make_proof(KEY.signing, method="GET", url=URL, now=NOW)).nonce is None


def test_two_proofs_of_one_client_are_two_statements() -> None:
    first, second = (
        opened(make_proof(KEY.signing, method="GET", url=URL, now=NOW)) for _ in range(2)
    )
    assert first.proof_id != second.proof_id


def test_the_hash_of_a_token_is_that_of_the_rfc() -> None:
    # RFC 9449 s.7.1: this token, this ath.
    token = "Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU"  # noqa: S105  # the RFC's example
    assert access_token_hash_of(token) == "fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo"


def test_the_example_of_the_rfc_holds() -> None:
    # RFC 9449 s.4.1, with the time at which it was made.
    raw = (
        "eyJ0eXAiOiJkcG9wK2p3dCIsImFsZyI6IkVTMjU2IiwiandrIjp7Imt0eSI6IkVDIiwieCI6Imw4dEZyaHgtMzR0"
        "VjNoUklDUkRZOXpDa0RscEJoRjQyVVFVZldWQVdCRnMiLCJ5IjoiOVZFNGpmX09rX282NHpiVFRsY3VOSmFqSG10"
        "NnY5VERWclUwQ2R2R1JEQSIsImNydiI6IlAtMjU2In19.eyJqdGkiOiItQndDM0VTYzZhY2MybFRjIiwiaHRtIjo"
        "iUE9TVCIsImh0dSI6Imh0dHBzOi8vc2VydmVyLmV4YW1wbGUuY29tL3Rva2VuIiwiaWF0IjoxNTYyMjYyNjE2fQ."
        "2-GxA6T8lP4vfrg8v-FdWP0A0zdrj8igiMLvqRMUvwnQg4PtFLbdLXiOSsX0x7NVY-FNyJK70nfbV37xRZT3Lg"
    )
    made = datetime.fromtimestamp(1562262616, UTC)
    read = opened(raw, method="POST", url="https://server.example.com/token", now=made)
    # The same key's thumbprint in s.6.1.
    assert read.thumbprint == "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"


@pytest.mark.parametrize("name", ["jti", "htm", "htu", "iat"])
def test_b2_a_proof_without_a_required_claim_is_refused(name: str) -> None:
    assert refused(proof(**{name: None}))


@pytest.mark.parametrize(
    "header",
    [
        {"typ": None},
        {"typ": "JWT"},
        {"typ": "DPOP+JWT"},
        {"typ": "at+jwt"},
        {"typ": 1},
        {"alg": None},
        {"alg": "RS256"},
        {"alg": "PS256"},
        {"alg": "HS256"},
        {"alg": "none"},
        {"alg": "es256"},
        {"alg": ["ES256"]},
        {"jwk": None},
        {"jwk": "text"},
        {"jwk": [JWK]},
        {"jwk": {**JWK, "d": "AAAA"}},
        {"jwk": {**JWK, "kty": "RSA"}},
        {"jwk": {**JWK, "crv": "P-384"}},
        {"jwk": {**JWK, "use": "enc"}},
        {"jwk": {"kty": "oct", "k": "c2VjcmV0"}},
        {"jwk": {**JWK, "x": JWK["y"]}},
        {"jwk": dict(OTHER.public.point.members())},
        {"jku": "http://127.0.0.1:9/keys"},
        {"x5u": "http://127.0.0.1:9/cert"},
        {"crit": ["exp"]},
        {"b64": False},
        {"kid": "k" * 1_000},
        {"kid": 7},
    ],
)
def test_b2_a_proof_with_another_header_is_refused(header: dict[str, object]) -> None:
    assert refused(proof(header))


@pytest.mark.parametrize("header", [{"kid": "any"}, {"jwk": KEY.public.as_jwk()}])
def test_a_key_may_say_more_of_itself(header: Mapping[str, object]) -> None:
    assert opened(proof(header)).thumbprint == KEY.key_id


@pytest.mark.parametrize(
    "raw", ["", "text", "a.b", "a.b.c", "a.b.c.d", "e30.e30.", " ", "x" * 9000]
)
def test_b2_text_that_is_no_proof_is_refused(raw: str) -> None:
    assert refused(raw)


def test_b2_a_signature_that_does_not_verify_is_refused() -> None:
    good = proof()
    head, payload, signature = good.split(".")
    assert opened(good)
    assert refused(f"{head}.{payload}.{base64url(b'x' * 64)}")
    assert refused(f"{head}.{base64url(json.dumps(claims(jti='two')).encode())}.{signature}")
    assert refused(f"{head}.{payload}.{signature[:-1]}")
    assert refused(f"{head}.{payload}.{base64url(b'')}")
    assert refused(f"{head}.{payload}.")


def test_b2_a_proof_signed_with_the_key_as_a_shared_secret_is_refused() -> None:
    header = {"alg": "HS256", "typ": "dpop+jwt", "jwk": JWK}
    assert refused(hmac_token(JWK["x"].encode(), header, claims()))


@pytest.mark.parametrize("method", ["POST", "get", "", None, 1, ["GET"]])
def test_b2_a_proof_for_another_method_is_refused(method: object) -> None:
    assert refused(proof(htm=method))


@pytest.mark.parametrize(
    "url",
    [
        f"{URL}/7",
        "https://gate.example/victims/v1/",
        "https://gate.example/Victims/v1/victims",
        "https://other.example/victims/v1/victims",
        "https://gate.example.evil.test/victims/v1/victims",
        "https://gate.example@evil.test/victims/v1/victims",
        "https://user@gate.example/victims/v1/victims",
        "https://gate.example:8443/victims/v1/victims",
        "http://gate.example/victims/v1/victims",
        "https://gate.example:80/victims/v1/victims",
        "https://gate.example/victims//v1/victims",
        "https://gate.example/victims/v1/victims\n",
        " https://gate.example/victims/v1/victims",
        "/victims/v1/victims",
        "ftp://gate.example/victims/v1/victims",
        "",
        7,
        [URL],
        None,
    ],
)
def test_b2_a_proof_for_another_address_is_refused(url: object) -> None:
    assert refused(proof(htu=url))


@pytest.mark.parametrize(
    "url",
    [
        f"{URL}?page=2",
        f"{URL}?",
        f"{URL}#part",
        f"{URL}?a=b#c?d",
        "HTTPS://gate.example/victims/v1/victims",
        "https://GATE.Example/victims/v1/victims",
        "https://gate.example:443/victims/v1/victims",
        "https://gate.example:/victims/v1/victims",
    ],
)
def test_b2_another_spelling_of_the_same_address_holds(url: str) -> None:
    assert opened(proof(htu=url)).thumbprint == KEY.key_id


def test_the_root_has_two_spellings_and_http_a_port_of_its_own() -> None:
    assert opened(proof(htu="https://gate.example"), url="https://gate.example/")
    assert opened(proof(htu="http://[::1]:80/a"), url="http://[::1]/a")
    assert refused(proof(htu="http://[::2]/a"), url="http://[::1]/a")


@pytest.mark.parametrize("seconds", [-60, -10, 0, 10])
def test_b2_a_clock_that_is_a_little_off_is_forgiven(seconds: int) -> None:
    issued = NOW + timedelta(seconds=seconds)
    assert opened(proof(iat=SECOND + seconds)).issued == issued


@pytest.mark.parametrize("seconds", [-3600, -61, 11, 3600, 10**18, -(10**18)])
def test_b2_a_proof_made_at_another_time_is_refused(seconds: int) -> None:
    assert refused(proof(iat=SECOND + seconds))


@pytest.mark.parametrize("name", ["iat", "exp", "nbf"])
@pytest.mark.parametrize("value", [str(SECOND), float(SECOND), [SECOND], {"at": SECOND}, True])
def test_a_time_that_is_not_a_whole_number_is_refused(name: str, value: object) -> None:
    assert refused(proof(**{name: value}))


def test_b2_its_own_end_and_beginning_are_honoured() -> None:
    assert opened(proof(exp=SECOND + 1, nbf=SECOND))
    assert opened(proof(nbf=SECOND + 8))
    assert refused(proof(exp=SECOND))
    assert refused(proof(exp=SECOND - 300))
    assert refused(proof(nbf=SECOND + 60))


@pytest.mark.parametrize("jti", ["", " ", "x" * 129, 7, ["one"], "caf\u00e9", "a\nb"])
def test_a_jti_that_names_nothing_is_refused(jti: object) -> None:
    assert refused(proof(jti=jti))


@pytest.mark.parametrize("name", ["nonce", "ath"])
@pytest.mark.parametrize("value", [7, ["n"], {"n": "n"}, False])
def test_a_nonce_or_token_hash_that_is_no_text_is_refused(name: str, value: object) -> None:
    assert refused(proof(**{name: value}))


def test_b2_claims_that_nobody_asked_for_are_no_harm() -> None:
    assert opened(proof(sub="me", extra={"a": [1]})).thumbprint == KEY.key_id


def test_a_proof_is_known_by_its_statement_not_by_its_text() -> None:
    # An ECDSA signature has two forms (s and n - s), and may be made again with another k.
    first, second = opened(proof()), opened(proof())
    assert first.sha256 != second.sha256
    assert first.proof_id == second.proof_id


def test_the_same_statement_of_another_key_is_another_proof() -> None:
    jwk = dict(OTHER.public.point.members())
    other = OTHER.token(claims(), typ="dpop+jwt", kid=None, jwk=jwk)
    assert opened(other).proof_id != opened(proof()).proof_id


@pytest.mark.parametrize("changes", [{"sub": 7}, {"iss": ["a"]}, {"aud": {"a": 1}}])
def test_a_registered_claim_of_the_wrong_type_is_refused(changes: Mapping[str, object]) -> None:
    assert refused(proof(**changes))


@pytest.mark.parametrize("payload", [b"[]", b"{", b'{"jti":"\\ud800"}', b'{"a":1,"a":1}'])
def test_a_payload_that_is_no_strict_json_object_is_refused(payload: bytes) -> None:
    header = json.dumps({"alg": "ES256", "typ": "dpop+jwt", "jwk": JWK}).encode()
    assert refused(KEY.raw(header, payload))


def test_a_header_that_names_its_key_twice_is_refused() -> None:
    jwk = json.dumps(JWK)
    header = f'{{"alg":"ES256","typ":"dpop+jwt","jwk":{jwk},"jwk":{jwk}}}'.encode()
    assert refused(KEY.raw(header, json.dumps(claims()).encode()))
