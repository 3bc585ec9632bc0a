"""A7: tokens are taken back in every worker (RFC 7009), and introspected by their own (7662)."""

import asyncio
from collections.abc import AsyncGenerator, Mapping
from contextlib import AsyncExitStack
from pathlib import Path
from typing import cast

import pytest

from ppit_client import new_key_pair
from ppit_gateway.app import Listener, create_app
from tests.support.gate import (
    ISSUER,
    SCREEN,
    GateHouse,
    an_agreement,
    assertion,
    gate_house,
)
from tests.support.postgres import Cluster
from tests.support.serving import served
from tests.support.token_requests import Prover, a_form, about, asked, refusal

REVOKE, INTROSPECT = "/oauth2/revoke", "/oauth2/introspect"
MARKER = "/officer-safety/v1/screenings/abc"
DOVER = new_key_pair()


def two_organisations(house: GateHouse) -> dict[str, object]:
    """Return a register with a second client of thanet's and one of dover's."""
    document = house.the_register(
        an_agreement(), an_agreement(agreement_id="DSA-002", partner="dover")
    )
    (client,) = cast("list[dict[str, object]]", document["clients"])
    second = {**client, "client_id": "thanet-grants", "jwks": SECOND.jwks}
    other = {
        **client,
        "client_id": "dover-phones",
        "org_id": "dover",
        "jwks": DOVER.jwks,
        "agreements": ["DSA-002"],
    }
    return {**document, "clients": [client, second, other]}


SECOND = new_key_pair()


@pytest.fixture(scope="module")
async def two(
    tmp_path_factory: pytest.TempPathFactory, cluster: Cluster
) -> AsyncGenerator[GateHouse]:
    """One gate with clients of two organisations."""
    database = cluster.migrated("ppit_gateway")
    async with gate_house(tmp_path_factory.mktemp("two"), database) as running:
        await running.load(two_organisations(running))
        yield running
    cluster.drop(database)


def of(client_id: str) -> str:
    """Return a new assertion of one of the other clients."""
    key = DOVER if client_id == "dover-phones" else SECOND
    return assertion(key, iss=client_id, sub=client_id)


async def a_token(house: GateHouse) -> str:
    return str((await asked(house, a_form(house))).json()["access_token"])


async def introspected(house: GateHouse, token: str, **changes: str) -> Mapping[str, object]:
    answer = await asked(house, about(house, token, **changes), INTROSPECT)
    assert answer.status_code == 200
    return cast("Mapping[str, object]", answer.json())


async def test_an_active_token_says_what_it_grants_to_its_own_organisation(two: GateHouse) -> None:
    token = await a_token(two)
    for changes in ({}, {"client_assertion": of("thanet-grants")}):
        told = await introspected(two, token, **changes)
        assert told["active"] is True
        assert (told["client_id"], told["scope"]) == ("thanet-phones", SCREEN)
        assert (told["token_type"], told["aud"]) == ("Bearer", f"{ISSUER}/officer-safety")
        assert (told["dsa"], told["purpose"]) == ("DSA-001", "OFFICER_SAFETY_VISIT")


async def test_a_bound_token_is_told_with_its_key(two: GateHouse) -> None:
    prover = Prover()
    token = (await prover.ask(two, a_form(two))).json()["access_token"]
    told = await introspected(two, token)
    assert told["token_type"] == "DPoP"  # noqa: S105  # a type, no secret
    assert told["cnf"] == {"jkt": prover.key.public.point.thumbprint()}


async def test_a_token_of_another_organisation_is_inactive_and_nothing_else(two: GateHouse) -> None:
    told = await introspected(two, await a_token(two), client_assertion=of("dover-phones"))
    assert told == {"active": False}


@pytest.mark.parametrize("token", ["", "text", "a.b.c", "x" * 9000, "e30.e30.e30"])
async def test_what_is_no_token_of_ours_is_inactive(two: GateHouse, token: str) -> None:
    assert await introspected(two, token) == {"active": False}


async def test_a_token_that_nobody_could_use_any_more_is_inactive(house: GateHouse) -> None:
    token = await a_token(house)
    await house.load({**house.the_register(), "suspended": ["DSA-001"]})
    assert await introspected(house, token) == {"active": False}
    await house.load(house.the_register())
    assert (await introspected(house, token))["active"] is True
    await house.load(house.the_register(an_agreement(version=2)))
    assert await introspected(house, token) == {"active": False}


@pytest.mark.parametrize("path", [REVOKE, INTROSPECT])
async def test_only_a_client_that_proves_its_key_may_ask(two: GateHouse, path: str) -> None:
    token = await a_token(two)
    for changes in (
        {"client_assertion": None},
        {"client_assertion": "a.b.c"},
        {"client_assertion": assertion(new_key_pair())},
        {"client_assertion_type": None},
    ):
        form = about(two, token, **changes)
        assert await refusal(two, form, path) == (401, "invalid_client")
    assert await refusal(two, about(two, token), path, Authorization="Bearer a") == (
        401,
        "invalid_client",
    )
    assert (await introspected(two, token))["active"] is True


@pytest.mark.parametrize("path", [REVOKE, INTROSPECT])
async def test_a_form_needs_its_token_and_nothing_unknown(two: GateHouse, path: str) -> None:
    without = about(two, "x")
    del without["token"]
    assert await refusal(two, without, path) == (400, "invalid_request")
    more = {**about(two, "x"), "scope": SCREEN}
    assert await refusal(two, more, path) == (400, "invalid_request")


async def test_an_assertion_counts_once_for_all_three_endpoints(two: GateHouse) -> None:
    form = about(two, "x")
    assert (await asked(two, form, REVOKE)).status_code == 200
    assert await refusal(two, form, INTROSPECT) == (401, "invalid_client")
    again = a_form(two, client_assertion=form["client_assertion"])
    assert await refusal(two, again) == (401, "invalid_client")


async def test_a_revoked_token_is_inactive_and_revoking_is_idempotent(two: GateHouse) -> None:
    token = await a_token(two)
    for _ in range(2):
        answer = await asked(two, about(two, token), REVOKE)
        assert (answer.status_code, answer.content) == (200, b"")
    assert await introspected(two, token) == {"active": False}


@pytest.mark.parametrize("token", ["unknown", "a.b.c", ""])
async def test_revoking_what_nobody_issued_is_200(two: GateHouse, token: str) -> None:
    answer = await asked(two, about(two, token, token_type_hint="access_token"), REVOKE)  # noqa: S106  # a hint
    assert (answer.status_code, answer.content) == (200, b"")


async def test_a_client_takes_back_its_own_tokens_only(two: GateHouse) -> None:
    token = await a_token(two)
    for other in ("thanet-grants", "dover-phones"):
        form = about(two, token, client_assertion=of(other))
        assert await refusal(two, form, REVOKE) == (400, "invalid_request")
    assert (await introspected(two, token))["active"] is True


async def test_a_revoked_token_is_refused_by_four_workers_within_a_second(
    house: GateHouse, tmp_path: Path
) -> None:
    # As in production: what is known of the register may be this old.
    settings = house.settings.model_copy(update={"register_age_seconds": 0.7})
    token = await a_token(house)
    headers = {"Authorization": f"Bearer {token}", "Case-Reference": "ABC/1"}
    async with AsyncExitStack() as stack:
        workers = [tmp_path / f"worker-{number}.sock" for number in range(4)]
        for socket in workers:
            app = create_app(settings, Listener.EXTERNAL, house.catalogue)
            await stack.enter_async_context(served(app, socket, lifespan=True))
        doors = [await stack.enter_async_context(house.http(socket)) for socket in workers]

        async def statuses() -> list[int]:
            answers = [await door.get(MARKER, headers=headers) for door in doors]
            return [one.status_code for one in answers]

        assert 401 not in await statuses()
        await asked(house, about(house, token), REVOKE, socket=workers[0])
        await asyncio.sleep(1.0)  # what every worker may take to know, and no more
        assert await statuses() == [401] * 4
        last = token[:-1] + ("A" if token[-1] != "A" else "B")
        altered = {**headers, "Authorization": f"Bearer {last}"}
        assert (await doors[1].get(MARKER, headers=altered)).status_code == 401
