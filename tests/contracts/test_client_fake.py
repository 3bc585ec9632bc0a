"""Both clients speak with the real gate as with the fake one that partners test against."""

import asyncio
from collections.abc import AsyncGenerator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from ppit_client import (
    LimitReached,
    Manners,
    NotAvailable,
    NotThere,
    Problem,
    RequestWrong,
    TokenRefused,
    new_key_pair,
)
from ppit_client.proofs import Identity
from ppit_client.signing import ClientKey, part
from tests.support.behind import a_screening
from tests.support.client_wire import ROWS, USERS
from tests.support.client_worlds import Gate, World, a_fake, a_real_one
from tests.support.gate import SCREENINGS
from tests.support.postgres import Cluster

VISIT = {"postcode": "CT9 1AA"}
ONE = f"{SCREENINGS}/a"
TOKEN, REVOKE = "/oauth2/token", "/oauth2/revoke"


@pytest.fixture(scope="session")
async def gates(
    tmp_path_factory: pytest.TempPathFactory, cluster: Cluster
) -> AsyncGenerator[Mapping[str, Gate]]:
    database = cluster.migrated("ppit_gateway")
    async with a_real_one(tmp_path_factory.mktemp("gate"), database) as real:
        yield {"real": real, "fake": a_fake()}
    cluster.drop(database)


@pytest.fixture(scope="session")
def users() -> list[str]:
    """Persons nobody has been yet: limits are counted for each."""
    return list(USERS)


@pytest.fixture(params=["fake, async", "fake, sync", "real, async", "real, sync"])
async def world(
    request: pytest.FixtureRequest, gates: Mapping[str, Gate], users: list[str]
) -> AsyncGenerator[World]:
    which, kind = str(request.param).split(", ")
    gate = gates[which]
    gate.answers(a_screening())
    wire = gate.wire()
    yield World(gate, kind == "async", wire, users)
    await wire.hang_up()


async def test_a4_a5_a_client_learns_the_nonce_by_itself_and_keeps_token_and_nonce(
    world: World,
) -> None:
    client = world.client()
    first = await client.get(ONE)
    await client.get(ONE)
    await client.aclose()
    assert first.json == a_screening()
    assert world.wire.paths() == [TOKEN, TOKEN, ONE, ONE]
    proofs = [part(sent.headers["dpop"], 1) for sent in world.wire.sent]
    assert "nonce" not in proofs[0]
    assert len({str(proof["nonce"]) for proof in proofs[1:]}) == 1
    assert len({str(proof["jti"]) for proof in proofs}) == 4


async def test_c_an_answer_comes_with_its_receipt_its_request_id_and_what_is_left(
    world: World,
) -> None:
    client = world.client()
    answer = await client.post(SCREENINGS, VISIT)
    await client.aclose()
    assert answer.receipt is not None
    assert len(answer.receipt.leaf) == 64
    assert answer.request_id
    assert not answer.replayed
    assert {limit.name: limit.remaining for limit in answer.limits}["minute"] == 599


@pytest.mark.parametrize(
    ("path", "case", "kind", "status", "code"),
    [
        (ONE, "not a case", RequestWrong, 400, "CASE_REF_INVALID"),
        ("/officer-safety/v1/nothing", "VISIT/1", NotThere, 404, "NOT_FOUND"),
        (SCREENINGS, "VISIT/1", RequestWrong, 405, "METHOD_NOT_ALLOWED"),
    ],
)
async def test_a_refusal_is_raised_with_its_code(  # what is asked, and what is raised
    world: World, path: str, case: str, kind: type[Problem], status: int, code: str
) -> None:
    client = world.client()
    with pytest.raises(kind) as caught:
        await client.get(path, case)
    await client.aclose()
    assert (caught.value.status, caught.value.code) == (status, code)
    assert caught.value.request_id == caught.value.answer.headers["x-request-id"]
    assert code in str(caught.value)


async def test_h_a_case_that_is_not_named_is_refused(world: World) -> None:
    client = world.client()
    token = await client.token()
    async with world.http() as http:
        proof = identity(world).proof("GET", ONE, None, token)
        answer = await http.get(ONE, headers=shown(token, proof))
    await client.aclose()
    assert (answer.status_code, answer.json()["code"]) == (403, "CASE_REF_REQUIRED")


@pytest.mark.parametrize(
    ("key", "code"), [("", "IDEMPOTENCY_KEY_REQUIRED"), ("x", "IDEMPOTENCY_KEY_INVALID")]
)
async def test_d_a_request_that_counts_needs_a_key_and_has_one_unless_told_not_to(
    world: World, key: str, code: str
) -> None:
    client = world.client()
    with pytest.raises(RequestWrong, match=code):
        await client.post(SCREENINGS, VISIT, key)
    await client.post(SCREENINGS, VISIT)
    await client.aclose()
    (made,) = world.gate.keys_asked()
    assert made is not None


async def test_d_j_a_broken_answer_is_asked_for_again_with_the_same_key(world: World) -> None:
    world.gate.answers(None, a_screening())
    client = world.client()
    answer = await client.post(SCREENINGS, VISIT)
    await client.aclose()
    assert answer.status == 200
    one, other = world.gate.keys_asked()
    assert one == other
    assert one is not None


async def test_d_j_a_lost_answer_is_asked_for_again_with_the_same_key_and_another_proof(
    world: World,
) -> None:
    client = world.client()
    world.wire.to_lose = 1
    answer = await client.post(SCREENINGS, VISIT)
    await client.aclose()
    assert answer.status == 200
    one, other = world.gate.keys_asked()
    assert one == other
    assert one is not None
    proofs = {sent.headers["dpop"] for sent in world.wire.sent if sent.url.path == SCREENINGS}
    assert len(proofs) == 2


async def test_j_who_wants_no_second_try_is_told_of_the_first(world: World) -> None:
    world.gate.answers(None, a_screening())
    client = world.client(manners=Manners(tries=1))
    with pytest.raises(NotAvailable, match="BAD_UPSTREAM"):
        await client.post(SCREENINGS, VISIT)
    await client.aclose()
    assert len(world.gate.keys_asked()) == 1


async def test_h_the_tokens_of_an_old_version_are_renewed_without_a_word(world: World) -> None:
    client = world.client()
    await client.get(ONE)
    await world.gate.next_version()
    answer = await client.get(ONE)
    await client.aclose()
    assert answer.status == 200
    # The nonce is known by then: one token request is enough.
    assert world.wire.paths() == [TOKEN, TOKEN, ONE, ONE, TOKEN, ONE]


async def test_a7_a_revoked_token_is_worth_nothing_and_the_next_is_another(world: World) -> None:
    client = world.client()
    token = await client.token()
    await client.revoke()
    async with world.http() as http, asyncio.timeout(10):
        code = ""
        while code != "INVALID_TOKEN":
            proof = identity(world).proof("GET", ONE, None, token)
            answer = await http.get(ONE, headers=shown(token, proof))
            code = str(answer.json().get("code"))
    fresh = await client.token()
    await client.aclose()
    assert fresh != token
    assert REVOKE in world.wire.paths()


async def test_c_a_limit_that_is_reached_is_named_with_the_time_to_wait(world: World) -> None:
    await world.gate.next_version(requests=2)
    client = world.client(manners=Manners(seconds=20, tries=1))
    for _ in range(2):
        await client.get(ONE)
    with pytest.raises(LimitReached) as caught:
        await client.get(ONE)
    await client.aclose()
    await world.gate.next_version()
    assert (caught.value.status, caught.value.code) == (429, "TOO_MANY_REQUESTS")
    assert caught.value.retry_after is not None
    assert caught.value.retry_after >= 1
    assert caught.value.type.endswith("#quota-exceeded")
    assert {limit.name: limit.remaining for limit in caught.value.answer.limits}["minute"] == 0


async def test_e_a_list_is_read_page_by_page_to_its_end(world: World) -> None:
    world.gate.lists(["a", "b", "c", "d", "e"])
    client = world.client()
    rows = await client.items(ROWS)
    await client.aclose()
    assert [row["name"] for row in rows] == ["a", "b", "c", "d", "e"]
    assert world.wire.paths().count(ROWS) == 3


async def test_a_token_is_asked_for_once_however_many_wait_for_it(world: World) -> None:
    client = world.client()
    await asyncio.gather(*(client.get(ONE) for _ in range(8)))
    await client.aclose()
    assert world.wire.paths().count(TOKEN) == 2
    assert world.wire.paths().count(ONE) == 8


@pytest.mark.parametrize(
    ("agreement", "purpose", "scope", "error"),
    [
        ("DSA-404", "", "", "invalid_authorization_details"),
        ("", "TRACE_CIVIL_DEBT", "", "invalid_authorization_details"),
        ("", "", "officer-safety:review", "invalid_scope"),
        ("", "", "victims:read", "invalid_scope"),
    ],
)
async def test_a6_a_token_that_is_not_granted_is_refused_with_its_reason(
    world: World, agreement: str, purpose: str, scope: str, error: str
) -> None:
    usual = world.usual
    terms = replace(
        usual,
        agreement=agreement or usual.agreement,
        purpose=purpose or usual.purpose,
        scope=scope or usual.scope,
    )
    client = world.client(terms)
    with pytest.raises(TokenRefused) as caught:
        await client.get(ONE)
    await client.aclose()
    assert (caught.value.status, caught.value.error) == (400, error)


async def test_a2_a_key_that_is_not_registered_gets_no_token(world: World) -> None:
    client = world.client(pem=new_key_pair().private_pem)
    with pytest.raises(TokenRefused) as caught:
        await client.token()
    await client.aclose()
    assert (caught.value.status, caught.value.error) == (401, "invalid_client")


async def test_a4_a_client_outside_of_the_sandbox_gets_no_bearer_token(world: World) -> None:
    client = world.client(manners=Manners(dpop=False))
    with pytest.raises(TokenRefused) as caught:
        await client.token()
    await client.aclose()
    assert (caught.value.status, caught.value.error) == (400, "invalid_dpop_proof")


async def test_b1_b2_proofs_that_do_not_fit_are_refused(world: World) -> None:
    client = world.client()
    token = await client.token()
    mine = identity(world)
    good = mine.proof("GET", ONE, None, token)
    late = replace(mine, now=lambda: datetime.now(UTC) - timedelta(hours=1))
    stranger = replace(mine, key=ClientKey.new())
    tried = {
        "no token": {},
        "a bound token as a bearer's": {"Authorization": f"Bearer {token}"},
        "no proof": {"Authorization": f"DPoP {token}"},
        "good": shown(token, good),
        "used before": shown(token, good),
        "another method": shown(token, mine.proof("POST", ONE, None, token)),
        "another address": shown(token, mine.proof("GET", ROWS, None, token)),
        "another token": shown(token, mine.proof("GET", ONE, None, "other")),
        "another key": shown(token, stranger.proof("GET", ONE, None, token)),
        "an hour ago": shown(token, late.proof("GET", ONE, None, token)),
        "another nonce": shown(token, mine.proof("GET", ONE, "n" * 32, token)),
    }
    async with world.http() as http:
        answers = {
            kind: await http.get(ONE, headers={**headers, "Case-Reference": "VISIT/1"})
            for kind, headers in tried.items()
        }
    await client.aclose()
    told = {kind: (one.status_code, one.json().get("code")) for kind, one in answers.items()}
    assert told == {
        **dict.fromkeys(tried, (401, "INVALID_DPOP_PROOF")),
        "no token": (401, "UNAUTHENTICATED"),
        "a bound token as a bearer's": (401, "INVALID_TOKEN"),
        "good": (200, None),
        "another nonce": (401, "USE_DPOP_NONCE"),
    }
    assert answers["another nonce"].headers["dpop-nonce"]
    assert "error=" not in answers["no token"].headers["www-authenticate"]


def identity(world: World) -> Identity:
    key = ClientKey.from_pem(world.gate.pem)
    return Identity(world.gate.issuer, "thanet-phones", key, lambda: datetime.now(UTC))


def shown(token: str, proof: str) -> dict[str, str]:
    return {"Authorization": f"DPoP {token}", "DPoP": proof}
