"""A1: a person signed in at their own organisation is named in the token (RFC 8693)."""

import json
from collections.abc import AsyncGenerator, Mapping
from typing import cast

import httpx
import pytest

from ppit_client import new_key_pair
from ppit_gateway.actions.exchange_token import ACCESS_TOKEN, EXCHANGE_TYPE
from ppit_gateway.storage.loading import RegisterConflict
from tests.support.gate import APPROVE, SCREEN, GateHouse, an_agreement, assertion, gate_house
from tests.support.jws import HandKey
from tests.support.keys import signing_pem
from tests.support.partner_issuer import Issuer, RsaKey, an_issuer, es256_jwk, issuer_claims
from tests.support.postgres import Cluster
from tests.support.token_requests import DETAILS, Prover, a_form, asked, read, refused

ID_TOKEN = "urn:ietf:params:oauth:token-type:id_token"  # noqa: S105  # a name, no secret
JWT = "urn:ietf:params:oauth:token-type:jwt"
VISIT = "/officer-safety/v1/screenings/abc"
BAD = (400, "invalid_request")
OTHER = new_key_pair()


def of_people(house: GateHouse, *issuers: dict[str, object], **changes: object) -> object:
    """Return a register whose partner does not vouch for its people: they sign in."""
    agreement = an_agreement(version=2, vouches_for_users=False)
    theirs = an_agreement(agreement_id="DSA-002", partner="dover", vouches_for_users=False)
    document = house.the_register(agreement, theirs, issuers=list(issuers), **changes)
    left = {"user_id": "left-us", "org_id": "thanet", "role": "WARDEN", "status": "SUSPENDED"}
    cast("list[dict[str, object]]", document["users"]).append({**left})
    clients = cast("list[dict[str, object]]", document["clients"])
    other = {"client_id": "dover-phones", "org_id": "dover", "jwks": OTHER.jwks}
    clients.append({**other, "agreements": ["DSA-002"], "sandbox": True})
    return document


@pytest.fixture(scope="module")
async def issuer() -> AsyncGenerator[Issuer]:
    async with an_issuer() as running:
        yield running


@pytest.fixture(scope="module")
async def people(
    tmp_path_factory: pytest.TempPathFactory, cluster: Cluster, issuer: Issuer
) -> AsyncGenerator[GateHouse]:
    """One gate whose partner has its own issuer."""
    database = cluster.migrated("ppit_gateway")
    async with gate_house(tmp_path_factory.mktemp("people"), database) as running:
        document = of_people(running, issuer.registered())
        await running.load(cast("Mapping[str, object]", document))
        yield running
    cluster.drop(database)


def a_swap(house: GateHouse, token: str, **changes: str | None) -> dict[str, str]:
    """Return a good form of token exchange, changed; None removes a parameter."""
    good = {"grant_type": EXCHANGE_TYPE, "subject_token": token, "subject_token_type": ID_TOKEN}
    return a_form(house, **{**good, **changes})


async def swapped(house: GateHouse, token: str, **changes: str | None) -> httpx.Response:
    return await asked(house, a_swap(house, token, **changes))


async def test_the_token_names_the_person_and_the_machine_that_acts_for_them(
    people: GateHouse, issuer: Issuer
) -> None:
    answer = await swapped(people, issuer.id_token())
    body = answer.json()
    assert answer.status_code == 200
    assert (body["issued_token_type"], body["scope"]) == (ACCESS_TOKEN, SCREEN)
    assert body["authorization_details"] == [{**DETAILS, "user": {"id": "w-017"}}]
    claims = (await read(people, body["access_token"])).body
    told = {name: claims[name] for name in ("sub", "client_id", "org", "user", "assurance", "act")}
    assert told == {
        "sub": "thanet:w-017",
        "client_id": "thanet-phones",
        "org": "thanet",
        "user": "w-017",
        "assurance": "idp",
        "act": {"sub": "thanet-phones"},
    }


async def test_a_person_who_signed_in_is_served_without_anybody_vouching(
    people: GateHouse, issuer: Issuer
) -> None:
    token = (await swapped(people, issuer.id_token())).json()["access_token"]
    headers = {"Authorization": f"Bearer {token}", "Case-Reference": "ABC/1"}
    async with people.http() as http:
        answer = await http.get(VISIT, headers=headers)
    assert answer.status_code not in {401, 403}
    vouched = json.dumps([{**DETAILS, "user": {"id": "w-017"}}])
    machine = a_form(people, authorization_details=vouched)
    assert refused(await asked(people, machine)) == (400, "invalid_authorization_details")


async def test_it_is_bound_to_a_key_like_any_token(people: GateHouse, issuer: Issuer) -> None:
    prover = Prover()
    body = (await prover.ask(people, a_swap(people, issuer.id_token()))).json()
    assert body["token_type"] == "DPoP"  # noqa: S105  # a type, no secret
    claims = await read(people, body["access_token"])
    assert claims.body["cnf"] == {"jkt": prover.key.public.point.thumbprint()}


async def test_an_access_token_of_the_issuer_is_taken_as_a_jwt(
    people: GateHouse, issuer: Issuer
) -> None:
    token = issuer.key.token(issuer_claims(issuer.url), typ="at+jwt")
    assert (await swapped(people, token, subject_token_type=JWT)).status_code == 200
    assert refused(await swapped(people, token)) == BAD


@pytest.mark.parametrize(
    "changes",
    [
        {"subject_token": None},
        {"subject_token": ""},
        {"subject_token": "a.b.c"},
        {"subject_token_type": None},
        {"subject_token_type": ACCESS_TOKEN},
        {"requested_token_type": ID_TOKEN},
        {"actor_token": "x"},
        {"audience": "x"},
        {"resource": "x"},
    ],
)
async def test_a_form_that_asks_wrongly_is_refused(
    people: GateHouse, issuer: Issuer, changes: dict[str, str | None]
) -> None:
    assert refused(await swapped(people, issuer.id_token(), **changes)) == BAD


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": "https://other.example"},
        {"aud": "other"},
        {"aud": ["ppit-gate", "other"]},
        {"exp": 1_600_000_000},
        {"iat": 4_000_000_000, "exp": 4_000_000_060},
        {"nbf": 4_000_000_000},
        {"exp": None},
        {"sub": None},
        {"sub": 17},
        {"sub": "w 017'; --"},
        {"sub": "x" * 65},
    ],
)
async def test_a_subject_token_that_is_not_exactly_right_is_refused(
    people: GateHouse, issuer: Issuer, changes: dict[str, object]
) -> None:
    assert refused(await swapped(people, issuer.id_token(**changes))) == BAD


async def test_a_forged_subject_token_is_refused(people: GateHouse, issuer: Issuer) -> None:
    said = issuer_claims(issuer.url)
    pem = signing_pem(people.settings.signing_key_dir)
    stranger, ours = RsaKey("rsa-1"), HandKey(pem, HandKey.new().signing)
    forged = [
        stranger.token(said),
        issuer.key.token(said, alg="PS256"),
        issuer.key.token(said, alg="none"),
        issuer.key.token(said, kid="unknown"),
        issuer.key.token(said, jku="http://127.0.0.1:1/keys"),
        ours.token(said, kid="rsa-1"),
        HandKey(people.key.private_pem, HandKey.new().signing).token(said, kid="rsa-1"),
    ]
    answers = [refused(await swapped(people, token)) for token in forged]
    assert answers == [BAD] * len(forged)


async def test_our_own_tokens_are_no_subject_tokens(people: GateHouse, issuer: Issuer) -> None:
    ours = (await swapped(people, issuer.id_token())).json()["access_token"]
    assert refused(await swapped(people, ours, subject_token_type=JWT)) == BAD


async def test_an_issuer_speaks_for_its_own_organisation_only(
    people: GateHouse, issuer: Issuer
) -> None:
    theirs = assertion(OTHER, iss="dover-phones", sub="dover-phones")
    details = json.dumps([{**DETAILS, "agreement": "DSA-002"}])
    answer = await swapped(
        people, issuer.id_token(), client_assertion=theirs, authorization_details=details
    )
    assert refused(answer) == BAD


@pytest.mark.parametrize("user", ["nobody", "left-us"])
async def test_a_person_must_be_registered_and_active(
    people: GateHouse, issuer: Issuer, user: str
) -> None:
    answer = await swapped(people, issuer.id_token(sub=user))
    assert refused(answer) == (400, "invalid_authorization_details")


async def test_details_name_no_other_person(people: GateHouse, issuer: Issuer) -> None:
    same = json.dumps([{**DETAILS, "user": {"id": "w-017"}}])
    answer = await swapped(people, issuer.id_token(), authorization_details=same)
    assert answer.status_code == 200
    other = json.dumps([{**DETAILS, "user": {"id": "a-001"}}])
    answer = await swapped(people, issuer.id_token(), authorization_details=other)
    assert refused(answer) == (400, "invalid_authorization_details")


async def test_a_scope_is_only_ever_narrowed(people: GateHouse, issuer: Issuer) -> None:
    upgrade = (400, "invalid_scope")
    both = f"{APPROVE} {SCREEN}"
    assert refused(await swapped(people, issuer.id_token(), scope=both)) == upgrade
    assert refused(await swapped(people, issuer.id_token(), scope="victims:read")) == upgrade
    approver = await swapped(people, issuer.id_token(sub="a-001"), scope=both)
    assert approver.json()["scope"] == both
    # A subject token that says which of our scopes it is for is good for no others.
    narrow = issuer.id_token(sub="a-001", scope=f"openid {SCREEN}")
    assert refused(await swapped(people, narrow, scope=both)) == upgrade
    assert (await swapped(people, narrow, scope=None)).json()["scope"] == SCREEN


async def test_a_key_that_the_issuer_publishes_since_is_believed_and_others_never_are(
    people: GateHouse,
) -> None:
    async with an_issuer() as fresh:
        key = HandKey.new()
        fresh.publish(fresh.key.jwk, es256_jwk(key))
        await people.load(cast("Mapping[str, object]", of_people(people, fresh.registered())))
        said = issuer_claims(fresh.url)
        assert (await swapped(people, key.token(said))).status_code == 200
        assert refused(await swapped(people, key.token(said, kid="made-up"))) == BAD
        assert fresh.asked == 1


async def test_while_the_issuer_is_away_known_keys_go_on_and_unknown_ones_do_not(
    people: GateHouse,
) -> None:
    async with an_issuer() as away:
        await people.load(cast("Mapping[str, object]", of_people(people, away.registered())))
        assert (await swapped(people, away.id_token())).status_code == 200
    assert (await swapped(people, away.id_token())).status_code == 200
    stranger = RsaKey("rsa-9").token(issuer_claims(away.url))
    assert refused(await swapped(people, stranger)) == BAD


async def test_another_claim_may_hold_the_persons_name(people: GateHouse) -> None:
    async with an_issuer() as other:
        entry = other.registered(user_claim="staff_number")
        await people.load(cast("Mapping[str, object]", of_people(people, entry)))
        token = other.id_token(sub="opaque", staff_number="w-017")
        body = (await swapped(people, token)).json()
    claims = await read(people, body["access_token"])
    assert claims.body["user"] == "w-017"


async def test_a_suspended_issuer_is_believed_no_more(people: GateHouse) -> None:
    async with an_issuer() as other:
        await people.load(cast("Mapping[str, object]", of_people(people, other.registered())))
        assert (await swapped(people, other.id_token())).status_code == 200
        entry = other.registered(status="SUSPENDED")
        await people.load(cast("Mapping[str, object]", of_people(people, entry)))
        assert refused(await swapped(people, other.id_token())) == BAD


async def test_an_issuer_stays_with_its_organisation(people: GateHouse, issuer: Issuer) -> None:
    entry = issuer.registered(org_id="dover")
    with pytest.raises(RegisterConflict, match="/issuers/0/org_id"):
        await people.load(cast("Mapping[str, object]", of_people(people, entry)))


async def test_an_issuer_on_this_machine_is_for_the_sandbox_alone(house: GateHouse) -> None:
    async with an_issuer() as near:
        document = cast("dict[str, object]", of_people(house, near.registered()))
        for client in cast("list[dict[str, object]]", document["clients"]):
            client["sandbox"] = False
        await house.load(document)
        prover = Prover()
        answer = await prover.ask(house, a_swap(house, near.id_token()))
        assert refused(answer) == BAD
        assert near.asked == 0
        given = near.registered(jwks_uri=None, jwks={"keys": [near.key.jwk]})
        await house.load({**document, "issuers": [given]})
        answer = await prover.ask(house, a_swap(house, near.id_token()))
        assert answer.status_code == 200
