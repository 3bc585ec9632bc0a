"""What the client signs by itself is what joserfc and the house's own reader take for ES256."""

from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP384R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from hypothesis import given
from hypothesis import strategies as st
from joserfc import jwt
from joserfc.jwk import ECKey

from ppit_client import new_key_pair
from ppit_client.proofs import Identity, hash_of
from ppit_client.signing import ClientKey, KeyUnusable, SignatureWrong, part, thumbprint, verified
from ppit_platform.dpop import access_token_hash_of, read_proof
from ppit_platform.tokens import PublicKey, SigningKey

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
KEY = ClientKey.new()
ORACLE = ECKey.import_key(dict(KEY.point))
IDENTITY = Identity("https://gate.example", "c", KEY, lambda: NOW)

_claims = st.dictionaries(st.text(max_size=8), st.text(max_size=8) | st.integers(), max_size=4)


@given(claims=_claims)
def test_a2_joserfc_verifies_every_token_of_ours_and_reads_the_same(
    claims: dict[str, object],
) -> None:
    raw = KEY.sign({"typ": "JWT", "kid": KEY.key_id}, claims)
    read = jwt.decode(raw, ORACLE, algorithms=["ES256"])
    assert read.claims == claims == verified(raw, KEY.point)
    assert read.header == {"alg": "ES256", "typ": "JWT", "kid": KEY.key_id}


@given(claims=_claims)
def test_what_joserfc_signed_is_verified_and_what_another_key_signed_is_not(
    claims: dict[str, object],
) -> None:
    other = ECKey.generate_key("P-256")
    raw = jwt.encode({"alg": "ES256"}, claims, other)
    assert verified(raw, other.as_dict(private=False)) == claims
    with pytest.raises(SignatureWrong):
        verified(raw, KEY.point)


def test_b2_the_house_reads_a_proof_of_the_client() -> None:
    raw = IDENTITY.proof("GET", "/a/v1/b?cursor=2", "n1", "token")
    proof = read_proof(raw, method="GET", url="https://gate.example/a/v1/b", now=NOW)
    assert (proof.thumbprint, proof.nonce) == (KEY.key_id, "n1")
    assert proof.access_token_hash == access_token_hash_of("token") == hash_of("token")


def test_a3_an_assertion_names_the_issuer_as_a_string_and_lives_for_a_minute() -> None:
    form = IDENTITY.credentials()
    claims = part(form["client_assertion"], 1)
    assert claims.pop("jti")
    issued = int(NOW.timestamp())
    assert claims == {
        "iss": "c",
        "sub": "c",
        "aud": "https://gate.example",
        "iat": issued,
        "exp": issued + 60,
    }
    assert part(form["client_assertion"], 0)["kid"] == ORACLE.thumbprint() == KEY.key_id


def test_a_key_pair_is_registered_and_used_under_one_name() -> None:
    pair = new_key_pair()
    (jwk,) = pair.jwks["keys"]
    house = SigningKey.from_pem(pair.private_pem).public
    assert PublicKey.from_jwk(jwk) == house
    assert jwk == house.as_jwk()
    assert thumbprint(jwk) == house.key_id


@pytest.mark.parametrize(
    "pem",
    [
        b"",
        b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
        generate_private_key(SECP384R1()).private_bytes(
            Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
        ),
        Ed25519PrivateKey.generate().private_bytes(
            Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
        ),
    ],
)
def test_another_key_than_one_of_p_256_is_refused(pem: bytes) -> None:
    with pytest.raises(KeyUnusable):
        ClientKey.from_pem(pem)


@pytest.mark.parametrize("raw", ["", "a", "a.b", "a.b.c", "..", "e30.W10.AAAA", "é.é.é"])
def test_what_is_no_token_is_not_verified(raw: str) -> None:
    with pytest.raises(SignatureWrong):
        verified(raw, KEY.point)
