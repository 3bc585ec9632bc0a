"""A1, A7: either client acts for a person who signed in at home, until they leave."""

from collections.abc import Mapping
from pathlib import Path
from typing import cast

import httpx
import pytest

from ppit_client import Manners, PartnerClient, SyncPartnerClient, Terms, TokenRefused
from tests.support.client_surfaces import Awaited, InThread, Surface
from tests.support.gate import ISSUER, NO_TLS, SCREENINGS, GateHouse, an_agreement, gate_house
from tests.support.partner_issuer import an_issuer
from tests.support.postgres import Database

TERMS = Terms("DSA-001", "OFFICER_SAFETY_VISIT")
ONE_TRY = Manners(tries=1)


def acting(house: GateHouse, id_token: str, *, asynchronous: bool) -> Surface:
    socket, pem = str(house.external), house.key.private_pem
    place = (ISSUER, "thanet-phones", pem, TERMS.agreement, TERMS.purpose)
    terms = TERMS.signed_in(id_token)
    if asynchronous:
        over = httpx.AsyncHTTPTransport(uds=socket, verify=NO_TLS)
        return Awaited(PartnerClient(*place, manners=ONE_TRY, transport=over).acting(terms))
    plainly = httpx.HTTPTransport(uds=socket, verify=NO_TLS)
    return InThread(SyncPartnerClient(*place, manners=ONE_TRY, transport=plainly).acting(terms))


async def test_a1_a_person_who_signed_in_asks_by_a_token_of_their_own(
    tmp_path: Path, gateway_database: Database
) -> None:
    async with an_issuer() as issuer, gate_house(tmp_path, gateway_database) as house:
        agreement = an_agreement(version=2, vouches_for_users=False)
        document = house.the_register(agreement, issuers=[issuer.registered()])
        await house.load(cast("Mapping[str, object]", document))
        for asynchronous in (True, False):
            surface = acting(house, issuer.id_token(), asynchronous=asynchronous)
            await surface.get(f"{SCREENINGS}/abc")
            token = await surface.token()
            await surface.revoke()
            assert await surface.token() != token
            await surface.aclose()
        stranger = acting(house, issuer.id_token(sub="nobody"), asynchronous=True)
        with pytest.raises(TokenRefused) as caught:
            await stranger.token()
        await stranger.aclose()
        people = [hop.caller.actor for hop in house.behind.hops]
        revoked = house.sql("SELECT count(*) FROM revoked_token")
    assert [person.user_id for person in people if person] == ["w-017"] * 2
    assert revoked == [(2,)]
    assert caught.value.status == 400
