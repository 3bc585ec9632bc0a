"""What stands in for the gate's internal listener behaves as the gate does."""

import secrets
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ppit_platform import caller_claims
from ppit_platform.audit import AuditFact
from ppit_platform.caller import Caller
from ppit_platform.codes import LogOperation
from ppit_platform.house import GateUnavailable, HouseClient, MandateEnded, open_house
from ppit_platform.ids import new_id
from ppit_platform.mandate import MANDATE_LIFE, Mandate, seal_mandate
from ppit_platform.outbox import Pending
from ppit_platform.tokens import SharedKey, SigningKey
from tests.support.behind import SERVICE
from tests.support.calls import a_caller
from tests.support.gate import gate_house
from tests.support.gate_inside import gate_inside
from tests.support.postgres import Database

OLD = "an old mandate"


@dataclass(frozen=True, slots=True)
class Inside:
    """A gate's internal listener, real or not, with a mandate that holds and one that does not."""

    socket: Path
    house: HouseClient
    good: str
    ended: str


def _a_mandate(key: SigningKey, caller: Caller, *, until: datetime) -> str:
    return seal_mandate(Mandate(new_id(), caller, SERVICE, 10, until), key)


@pytest.fixture(params=["the gate", "what stands in for it"])
async def inside(
    request: pytest.FixtureRequest, tmp_path: Path, gateway_database: Database
) -> AsyncGenerator[Inside]:
    async with AsyncExitStack() as stack:
        if request.param == "the gate":
            real = await stack.enter_async_context(gate_house(tmp_path, gateway_database))
            key_file = real.settings.hop_key_dir / f"{SERVICE}.key"
            key = SharedKey.from_hex(SERVICE, key_file.read_text())
            signing = SigningKey.from_pem(real.settings.mandate_key_file.read_bytes())
            caller = replace(a_caller(org_id="thanet"), client_id="thanet-phones")
            now = datetime.now(UTC)
            good = _a_mandate(signing, caller, until=now + MANDATE_LIFE)
            ended = _a_mandate(signing, caller, until=now - timedelta(minutes=1))
            socket = real.internal
        else:
            socket = tmp_path / "inside.sock"
            key = SharedKey.from_hex(SERVICE, secrets.token_hex(32))
            stand_in = await stack.enter_async_context(gate_inside(socket, key))
            good, ended = "a mandate", OLD
            stand_in.ended[OLD] = "MANDATE_ENDED"
        house = await stack.enter_async_context(open_house(str(socket), key))
        yield Inside(socket, house, good, ended)


def _pending(*, job_id: int | None = None) -> Pending:
    caller = replace(a_caller(org_id="thanet"), client_id="thanet-phones")
    fact = AuditFact(LogOperation.DISCLOSURE, subjects_disclosed=("e1:one",), counts={"markers": 1})
    return Pending(
        fact.fact_id,
        caller.request_id if job_id is None else None,
        job_id,
        fact.as_json(),
        caller_claims.as_json(caller),
        datetime.now(UTC),
    )


async def test_facts_of_requests_and_jobs_are_acknowledged_by_id(inside: Inside) -> None:
    facts = [_pending(), _pending(job_id=7)]
    assert await inside.house.log_facts(facts) == {fact.fact_id for fact in facts}


async def test_a_fact_pushed_twice_is_acknowledged_twice(inside: Inside) -> None:
    fact = _pending()
    assert await inside.house.log_facts([fact]) == {fact.fact_id}
    assert await inside.house.log_facts([fact]) == {fact.fact_id}


async def test_a_mandate_that_holds_lets_a_job_go_on(inside: Inside) -> None:
    await inside.house.check_mandate(inside.good)


async def test_a_mandate_that_ended_says_so_with_its_code(inside: Inside) -> None:
    with pytest.raises(MandateEnded) as stopped:
        await inside.house.check_mandate(inside.ended)
    assert stopped.value.code == "MANDATE_ENDED"


async def test_a_stranger_is_refused(inside: Inside) -> None:
    stranger = SharedKey.from_hex(SERVICE, secrets.token_hex(32))
    async with open_house(str(inside.socket), stranger) as house:
        with pytest.raises(GateUnavailable, match="401"):
            await house.check_mandate(inside.good)


async def test_a_listener_that_is_gone_is_unavailable(inside: Inside) -> None:
    key = SharedKey.from_hex(SERVICE, secrets.token_hex(32))
    async with open_house(f"{inside.socket}.gone", key) as house:
        with pytest.raises(GateUnavailable):
            await house.check_mandate(inside.good)
