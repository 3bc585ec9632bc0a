"""A1: which issuers may be registered, and where their keys may be fetched from."""

import ipaddress

import pytest

from ppit_gateway.domain.issuers import may_reach
from ppit_gateway.domain.register import RegisterInvalid, read_register
from tests.support.jws import HandKey
from tests.support.partner_issuer import es256_jwk

JWKS: dict[str, object] = {"keys": [es256_jwk(HandKey.new())]}
ISSUER: dict[str, object] = {
    "issuer": "https://login.thanet.example/tenant",
    "org_id": "thanet",
    "audience": "ppit-gate",
    "jwks_uri": "https://login.thanet.example/keys",
}


def errors_of(*issuers: dict[str, object]) -> set[tuple[str, str]]:
    """Return pointer and code of whatever is wrong with a register of these issuers."""
    document = {"partners": [{"org_id": "thanet", "name": "Thanet"}], "issuers": list(issuers)}
    try:
        read_register(document, ())
    except RegisterInvalid as failure:
        return {(one.pointer, one.code) for one in failure.errors}
    return set()


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"user_claim": "oid"},
        {"jwks": JWKS, "jwks_uri": None},
        {"issuer": "http://127.0.0.1:9000", "jwks_uri": "http://localhost:9000/keys"},
        {"status": "SUSPENDED"},
    ],
)
def test_an_issuer_with_its_keys_or_their_address_is_taken(changes: dict[str, object]) -> None:
    assert errors_of({**ISSUER, **changes}) == set()


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"jwks": JWKS}, ("/issuers/0", "KEYS_GIVEN_OR_FETCHED")),
        ({"jwks_uri": None}, ("/issuers/0", "KEYS_GIVEN_OR_FETCHED")),
        ({"org_id": "dover"}, ("/issuers/0", "UNKNOWN_PARTNER")),
        (
            {"jwks_uri": None, "jwks": {"keys": [{"kty": "oct", "k": "AA", "kid": "a"}]}},
            ("/issuers/0/jwks/keys/0", "KEY_UNUSABLE"),
        ),
        ({"issuer": "http://login.thanet.example"}, ("/issuers/0/issuer", None)),
        ({"issuer": "https://user@login.thanet.example"}, ("/issuers/0/issuer", None)),
        ({"issuer": "ftp://login.thanet.example"}, ("/issuers/0/issuer", None)),
        ({"jwks_uri": "https://login.thanet.example/keys?a=b"}, ("/issuers/0/jwks_uri", None)),
        ({"jwks_uri": "http://169.254.169.254/keys"}, ("/issuers/0/jwks_uri", None)),
        ({"user_claim": "a claim"}, ("/issuers/0/user_claim", None)),
        ({"audience": ""}, ("/issuers/0/audience", None)),
    ],
)
def test_whatever_is_wrong_with_an_issuer_is_named(
    changes: dict[str, object], error: tuple[str, str | None]
) -> None:
    found = errors_of({**ISSUER, **changes})
    assert {pointer for pointer, _ in found} == {error[0]}
    assert error[1] is None or {code for _, code in found} == {error[1]}


def test_an_issuer_stands_once() -> None:
    assert errors_of(ISSUER, ISSUER) == {("/issuers/1", "DOUBLE")}


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "127.8.8.8", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254"),
        *("0.0.0.1", "100.64.0.1", "192.0.2.1", "224.0.0.1", "255.255.255.255"),
        *("::1", "::", "fe80::1", "fc00::1", "ff02::1", "2001:db8::1"),
        *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254"),
        *("64:ff9b::7f00:1", "64:ff9b:1::a00:1", "2002:7f00:1::", "2001:0:1::1"),
    ],
)
def test_no_key_is_fetched_from_inside(address: str) -> None:
    assert not may_reach(ipaddress.ip_address(address), near=False)


@pytest.mark.parametrize("address", ["1.1.1.1", "2606:4700:4700::1111", "::ffff:1.1.1.1"])
def test_keys_are_fetched_from_the_internet(address: str) -> None:
    assert may_reach(ipaddress.ip_address(address), near=False)


def test_this_machine_and_nothing_else_within_is_near_to_a_sandbox() -> None:
    near = [
        address
        for address in ("127.0.0.1", "::1", "::ffff:127.0.0.1", "10.0.0.1", "169.254.169.254")
        if may_reach(ipaddress.ip_address(address), near=True)
    ]
    assert near == ["127.0.0.1", "::1", "::ffff:127.0.0.1"]
