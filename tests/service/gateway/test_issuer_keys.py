"""A1: the keys of partners' issuers are fetched, kept, and fetched again within bounds."""

from collections.abc import AsyncGenerator

import pytest

from ppit_gateway.domain.issuers import IssuerKeySet, PartnerIssuer
from ppit_gateway.sources.issuer_keys import AGAIN_SECONDS, FRESH_SECONDS, IssuerKeys
from tests.support.certificates import certificates
from tests.support.partner_issuer import Issuer, RsaKey, an_issuer

SECOND = RsaKey("rsa-2")


class Clock:
    """Turned by the test."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
async def issuer() -> AsyncGenerator[Issuer]:
    async with an_issuer() as running:
        yield running


@pytest.fixture
def clock() -> Clock:
    return Clock()


async def known(
    keys: IssuerKeys, issuer: Issuer, key_id: str = "rsa-1", *, near: bool = True, uri: str = ""
) -> bool:
    place = PartnerIssuer(issuer.url, "thanet", "ppit-gate", jwks_uri=uri or issuer.jwks_uri)
    return await keys.key(place, key_id, near=near) is not None


async def test_keys_are_fetched_once_and_kept(issuer: Issuer, clock: Clock) -> None:
    keys = IssuerKeys(clock)
    assert [await known(keys, issuer) for _ in range(5)] == [True] * 5
    assert issuer.asked == 1


async def test_keys_that_are_old_are_fetched_again(issuer: Issuer, clock: Clock) -> None:
    keys = IssuerKeys(clock)
    assert await known(keys, issuer)
    issuer.publish(SECOND.jwk)
    clock.now += FRESH_SECONDS + 1
    assert not await known(keys, issuer)
    assert await known(keys, issuer, "rsa-2")
    assert issuer.asked == 2


async def test_a_new_key_is_found_and_unknown_ones_are_asked_for_twice_a_minute_at_most(
    issuer: Issuer, clock: Clock
) -> None:
    keys = IssuerKeys(clock)
    assert await known(keys, issuer)
    assert [await known(keys, issuer, f"made-up-{n}") for n in range(20)] == [False] * 20
    assert issuer.asked == 1
    issuer.publish(issuer.key.jwk, SECOND.jwk)
    clock.now += AGAIN_SECONDS
    assert await known(keys, issuer, "rsa-2")
    assert [await known(keys, issuer, f"made-up-{n}") for n in range(20)] == [False] * 20
    assert issuer.asked == 2


@pytest.mark.parametrize(
    "answer", [b"", b"no json", b"[]", b'{"keys":{}}', b'{"keys":[]}', b'{"keys":["a"]}']
)
async def test_an_issuer_that_answers_badly_goes_on_with_what_is_known(
    issuer: Issuer, clock: Clock, answer: bytes
) -> None:
    keys = IssuerKeys(clock)
    assert await known(keys, issuer)
    issuer.answer = answer
    clock.now += FRESH_SECONDS + 1
    assert await known(keys, issuer)
    assert not await known(keys, issuer, "rsa-2")
    assert issuer.asked == 2


@pytest.mark.parametrize("status", [b"302 Found", b"404 Not Found", b"500 Oops"])
async def test_only_200_is_an_answer_and_nobody_is_followed(
    issuer: Issuer, clock: Clock, status: bytes
) -> None:
    issuer.status = status
    assert not await known(IssuerKeys(clock), issuer)
    assert issuer.asked == 1


async def test_an_answer_without_end_is_left(issuer: Issuer, clock: Clock) -> None:
    issuer.answer = b'{"keys":[' + b" " * 200_000 + b"]}"
    assert not await known(IssuerKeys(clock), issuer)


async def test_an_issuer_that_is_away_knows_no_key_and_is_found_when_it_is_back(
    issuer: Issuer, clock: Clock
) -> None:
    keys = IssuerKeys(clock)
    issuer.status = b"503 Away"
    assert not await known(keys, issuer)
    issuer.status = b"200 OK"
    assert not await known(keys, issuer)  # not asked again so soon
    clock.now += AGAIN_SECONDS
    assert await known(keys, issuer)


async def test_nobody_listens_is_no_failure_of_ours(clock: Clock) -> None:
    async with an_issuer() as gone:
        pass
    assert not await known(IssuerKeys(clock), gone)


@pytest.mark.parametrize("scheme", ["http", "https"])
async def test_this_machine_is_not_asked_for_a_client_that_is_of_no_sandbox(
    issuer: Issuer, clock: Clock, scheme: str
) -> None:
    keys = IssuerKeys(clock)
    assert await known(keys, issuer)  # what a sandbox has fetched is for sandboxes
    uri = f"{scheme}://localhost:{issuer.port}/keys"
    assert not await known(keys, issuer, near=False)
    assert not await known(keys, issuer, near=False, uri=uri)
    assert issuer.asked == 1


async def test_keys_that_were_given_are_never_asked_for(issuer: Issuer, clock: Clock) -> None:
    place = PartnerIssuer(
        issuer.url, "thanet", "ppit-gate", jwks=IssuerKeySet((issuer.key.jwk, {"kty": "odd"}))
    )
    keys = IssuerKeys(clock)
    assert await keys.key(place, "rsa-1", near=False)
    assert await keys.key(place, "rsa-2", near=False) is None
    assert issuer.asked == 0


@pytest.mark.parametrize(("named", "found"), [("localhost", True), ("other.test", False)])
async def test_over_https_the_certificate_must_be_that_of_the_name(
    clock: Clock, named: str, *, found: bool
) -> None:
    authority, server = certificates(named)
    async with an_issuer(server) as issuer:
        uri = f"https://localhost:{issuer.port}/keys"
        assert await known(IssuerKeys(clock, authority), issuer, uri=uri) is found
        assert issuer.asked == int(found)
        # Nor is a certificate believed that nobody we trust has signed.
        assert not await known(IssuerKeys(clock), issuer, uri=uri)
