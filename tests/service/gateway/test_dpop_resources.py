"""B1, B2: a bound token answers only to whoever proves its key, for this request, once.

The steps of the FAPI conformance suite's DpopNegativeTests that concern a resource server, and
EnsureHolderOfKeyRequired, AccessTokenTypeHeaderCaseSensitivity, CheckDpopProofNbfExp and
EnsureDpopProofWithIat10SecondsBefore/AfterSucceeds by their names.
"""

import asyncio
import base64
import hashlib
import json
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from ppit_client import new_key_pair
from ppit_gateway.app import Listener, create_app
from ppit_platform.dpop import access_token_hash_of
from ppit_platform.tokens import SigningKey
from tests.support.gate import SCREENINGS, GateHouse, gate_house
from tests.support.jws import HandKey, base64url, hmac_token
from tests.support.postgres import Cluster
from tests.support.serving import served
from tests.support.token_requests import Prover, a_form, asked, without_sandbox

PATH = f"{SCREENINGS}/s1"
URL = f"http://gate.test{PATH}"
METADATA = "http://gate.test/.well-known/oauth-protected-resource"
HOUR = 3600


@dataclass(frozen=True, slots=True)
class Partner:
    """A partner that is no sandbox: its token is bound to the key of ``prover``."""

    house: GateHouse
    prover: Prover
    token: str

    def proof(self, header: dict[str, object] | None = None, /, **changes: object) -> str:
        """Sign a good proof for ``PATH``, changed; None removes a name."""
        good: dict[str, object] = {
            "htm": "GET",
            "htu": URL,
            "nonce": None,
            "ath": access_token_hash_of(self.token),
        }
        return self.prover.proof(header, **(good | changes))

    async def get(
        self, *proofs: str, scheme: str = "DPoP", path: str = PATH, socket: Path | None = None
    ) -> httpx.Response:
        headers = [
            ("Authorization", f"{scheme} {self.token}"),
            ("Case-Reference", "V/1"),
            *(("DPoP", proof) for proof in proofs),
        ]
        async with self.house.http(socket) as http:
            return await http.get(path, headers=headers)


@pytest.fixture(scope="module")
async def house(
    tmp_path_factory: pytest.TempPathFactory, cluster: Cluster
) -> AsyncGenerator[GateHouse]:
    database = cluster.migrated("ppit_gateway")
    async with gate_house(tmp_path_factory.mktemp("dpop"), database) as running:
        await running.load(without_sandbox(running))
        yield running
    cluster.drop(database)


@pytest.fixture(scope="module")
async def partner(house: GateHouse) -> Partner:
    prover = Prover()
    await prover.know_nonce(house)
    answer = await asked(house, a_form(house), DPoP=prover.proof())
    assert answer.json()["token_type"] == "DPoP"  # noqa: S105  # a type, no secret
    return Partner(house, prover, answer.json()["access_token"])


def now(seconds: int = 0) -> int:
    return int(datetime.now(UTC).timestamp()) + seconds


def refused(answer: httpx.Response) -> tuple[int, str, str]:
    """Return status, code and the error of the challenge."""
    error = answer.headers["www-authenticate"].partition('error="')[2].partition('"')[0]
    return answer.status_code, answer.json()["code"], error


INVALID = (401, "INVALID_DPOP_PROOF", "invalid_dpop_proof")


async def test_b1_without_a_token_the_challenge_names_no_error(house: GateHouse) -> None:
    async with house.http() as http:
        answer = await http.get(PATH)
    assert answer.status_code == 401
    assert (
        answer.headers["www-authenticate"] == f'DPoP algs="ES256", resource_metadata="{METADATA}"'
    )


async def test_b1_a_bound_token_is_no_bearer_token(partner: Partner) -> None:
    plain = await partner.get(scheme="Bearer")
    proved = await partner.get(partner.proof(), scheme="Bearer")
    assert refused(plain) == refused(proved) == (401, "INVALID_TOKEN", "invalid_token")


async def test_a_sandbox_token_is_no_bound_token(house: GateHouse) -> None:
    await house.load(house.the_register())
    try:
        async with house.client() as phone:
            token = await phone.token()
        async with house.http() as http:
            answer = await http.get(PATH, headers={"Authorization": f"DPoP {token}"})
    finally:
        await house.load(without_sandbox(house))
    assert refused(answer) == (401, "INVALID_TOKEN", "invalid_token")


async def test_ensure_holder_of_key_required(partner: Partner) -> None:
    other = Partner(partner.house, Prover(), partner.token)
    assert refused(await partner.get()) == INVALID
    assert refused(await other.get(other.proof())) == INVALID
    assert len(partner.house.behind.hops) == 0


@pytest.mark.parametrize("scheme", ["DPoP", "dpop", "DPOP", "dPoP"])
async def test_access_token_type_header_case_sensitivity(partner: Partner, scheme: str) -> None:
    answer = await partner.get(partner.proof(), scheme=scheme)
    assert (answer.status_code, answer.json()["result"]) == (200, "MARKERS_HELD")
    partner.house.behind.hops.clear()


@pytest.mark.parametrize(
    "changes",
    [
        {"htu": f"{URL}?query=x"},
        {"htu": f"{URL}#fragment"},
        {"htu": URL.replace("http", "HTTP")},
        {"htu": URL.replace("gate.test", "GATE.Test")},
        {"htu": URL.replace("gate.test", "gate.test:80")},
        {"extra": {"more": [1]}},
        {"iat": -10},
        {"iat": 10},
        {"nbf": -10, "exp": 60},
    ],
    ids=str,
)
async def test_b2_a_proof_may_be_written_in_these_ways(
    partner: Partner, changes: dict[str, object]
) -> None:
    timed = {name: now(v) if isinstance(v, int) else v for name, v in changes.items()}
    answer = await partner.get(partner.proof(**timed))
    assert (answer.status_code, answer.json()["result"]) == (200, "MARKERS_HELD")
    partner.house.behind.hops.clear()


@pytest.mark.parametrize(
    "changes",
    [
        {"jti": None},
        {"jti": ""},
        {"jti": 7},
        {"htm": None},
        {"htm": "POST"},
        {"htm": "get"},
        {"htu": None},
        {"htu": "http://gate.test/officer-safety/v1/screenings/s2"},
        {"htu": URL.replace("http", "https")},
        {"htu": URL.replace("gate.test", "evil.test")},
        {"htu": "not a url"},
        {"iat": None},
        {"iat": "soon"},
        {"iat": True},
        {"iat": -HOUR},
        {"iat": HOUR},
        {"exp": -HOUR},
        {"nbf": HOUR},
        {"ath": None},
        {"ath": base64url(b"x" * 32)},
        {"ath": ""},
    ],
    ids=str,
)
async def test_b2_a_proof_of_something_else_is_none(
    partner: Partner, changes: dict[str, object]
) -> None:
    timed = {name: now(v) if type(v) is int and name != "jti" else v for name, v in changes.items()}
    assert refused(await partner.get(partner.proof(**timed))) == INVALID
    assert partner.house.behind.hops == []


@pytest.mark.parametrize(
    "header",
    [
        {"typ": None},
        {"typ": "JWT"},
        {"typ": "DPOP+JWT"},
        {"alg": None},
        {"alg": "none"},
        {"alg": "RS256"},
        {"alg": "HS256"},
        {"jwk": None},
        {"jwk": {"kty": "EC", "crv": "P-384", "x": "a", "y": "b"}},
        {"crit": ["b64"], "b64": False},
        {"jku": "http://127.0.0.1/keys"},
        {"x5u": "http://127.0.0.1/keys"},
    ],
    ids=str,
)
async def test_b2_a_proof_with_another_header_is_none(
    partner: Partner, header: dict[str, object]
) -> None:
    assert refused(await partner.get(partner.proof(header))) == INVALID
    assert partner.house.behind.hops == []


async def test_b2_a_private_key_in_a_proof_is_refused(partner: Partner) -> None:
    jwk = {**partner.prover.key.public.point.members(), "d": base64url(b"x" * 32)}
    assert refused(await partner.get(partner.proof({"jwk": jwk}))) == INVALID


async def test_b2_what_is_malformed_or_badly_signed_is_no_proof(partner: Partner) -> None:
    good = partner.proof()
    head, payload, signature = good.split(".")
    jwk = dict(HandKey.new().public.point.members())
    forged = [
        "",
        "a.b.c",
        good + "x",
        f"{head}.{payload}.{signature[:-4]}AAAA",
        f"{head}.{payload}",
        partner.proof({"jwk": jwk}),
        hmac_token(b"x" * 32, {"typ": "dpop+jwt", "alg": "HS256"}, {"htm": "GET", "htu": URL}),
    ]
    answers = [await partner.get(one) for one in forged]
    assert [refused(one) for one in answers] == [INVALID] * len(forged)
    assert partner.house.behind.hops == []


async def test_b2_two_proofs_are_no_proof(partner: Partner) -> None:
    assert refused(await partner.get(partner.proof(), partner.proof())) == INVALID


async def test_b2_a_proof_is_good_once_for_whoever_is_first(partner: Partner) -> None:
    proof = partner.proof()
    answers = await asyncio.gather(*(partner.get(proof) for _ in range(20)))
    assert sorted(one.status_code for one in answers) == [200] + [401] * 19
    again = await partner.get(partner.proof(jti=json.loads(_payload(proof))["jti"]))
    assert refused(again) == INVALID
    partner.house.behind.hops.clear()


async def test_b2_a_captured_proof_is_worth_nothing_at_another_worker_or_after_a_restart(
    partner: Partner, tmp_path: Path
) -> None:
    proof, socket = partner.proof(), tmp_path / "second.sock"
    assert (await partner.get(proof)).status_code == 200
    house = partner.house
    app = create_app(house.settings, Listener.EXTERNAL, house.catalogue)
    async with served(app, socket, lifespan=True):
        assert refused(await partner.get(proof, socket=socket)) == INVALID
        await house.switch.off()
        assert (await partner.get(partner.proof(), socket=socket)).status_code == 503
        await house.switch.on()
        assert refused(await partner.get(proof, socket=socket)) == INVALID
    partner.house.behind.hops.clear()


async def test_a_nonce_of_another_client_is_answered_with_ones_own(partner: Partner) -> None:
    answer = await partner.get(partner.proof())
    nonce = answer.headers["dpop-nonce"]
    assert (await partner.get(partner.proof(nonce=nonce))).status_code == 200
    stranger = Prover()
    await stranger.know_nonce(partner.house)
    wrong = await partner.get(partner.proof(nonce=stranger.nonce))
    assert refused(wrong) == (401, "USE_DPOP_NONCE", "use_dpop_nonce")
    assert wrong.headers["dpop-nonce"] == nonce
    partner.house.behind.hops.clear()


async def test_the_partners_own_signature_on_the_question_is_in_the_log(partner: Partner) -> None:
    proof = partner.proof()
    answer = await partner.get(proof)
    (intent,) = [
        one for one in partner.house.entries("intent") if one.key == answer.headers["x-request-id"]
    ]
    kept = intent.body["proof"]
    assert isinstance(kept, dict)
    assert kept["sha256"] == _sha256(proof)
    assert proof not in intent.text
    partner.house.behind.hops.clear()


async def test_a_token_for_another_service_or_of_another_kind_is_no_token(
    partner: Partner,
) -> None:
    elsewhere = await partner.get(
        partner.proof(htu="http://gate.test/victims/v1/lookups"), path="/victims/v1/lookups"
    )
    assert elsewhere.status_code == 404
    key = new_key_pair()
    stranger = Partner(partner.house, partner.prover, _like(partner.token, key.private_pem))
    assert refused(await stranger.get(stranger.proof()))[:2] == (401, "INVALID_TOKEN")


def _payload(token: str) -> bytes:
    part = token.split(".")[1]
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def _like(token: str, pem: bytes) -> str:
    return SigningKey.from_pem(pem).sign(json.loads(_payload(token)), typ="at+jwt")


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
