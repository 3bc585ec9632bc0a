"""The stand-in for the gate's internal listener answers services as the real one does."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ppit_platform import caller_claims
from ppit_platform.audit import AuditFact
from ppit_platform.codes import LogOperation
from ppit_platform.house import GateUnavailable, HouseClient, MandateEnded, open_house
from ppit_platform.ids import new_id
from ppit_platform.mandate import Mandate, seal_mandate
from ppit_platform.outbox import Pending
from ppit_platform.tokens import SharedKey, SigningKey
from tests.support.behind import SERVICE
from tests.support.calls import a_caller
from tests.support.gate import gate_house
from tests.support.gate_inside import gate_inside
from tests.support.postgres import Database

SECRET = SharedKey.from_hex(SERVICE, "0d" * 32)
CALLER = replace(
    a_caller(user_id=None), org_id="thanet", client_id="thanet-phones", agreement_version=1
)


@asynccontextmanager
async def the_real_one(
    folder: Path, database: Database
) -> AsyncGenerator[tuple[HouseClient, HouseClient, str, str]]:
    async with gate_house(folder, database) as house:
        key = SharedKey.from_hex(
            SERVICE, (house.settings.hop_key_dir / f"{SERVICE}.key").read_text()
        )
        seal = SigningKey.from_pem(house.settings.mandate_key_file.read_bytes())
        until = datetime.now(UTC) + timedelta(hours=1)
        good = seal_mandate(Mandate(new_id(), CALLER, SERVICE, 1, until), seal)
        ended = seal_mandate(
            Mandate(new_id(), replace(CALLER, agreement_version=9), SERVICE, 1, until), seal
        )
        async with (
            open_house(str(house.internal), key) as known,
            open_house(str(house.internal), SECRET) as stranger,
        ):
            yield known, stranger, good, ended


@asynccontextmanager
async def the_stand_in(
    folder: Path,
) -> AsyncGenerator[tuple[HouseClient, HouseClient, str, str]]:
    socket = folder / "inside.sock"
    key = SharedKey.from_hex(SERVICE, "0e" * 32)
    async with gate_inside(socket, key) as gate:
        gate.ended["ended"] = "INVALID_TOKEN"
        async with (
            open_house(str(socket), key) as known,
            open_house(str(socket), SECRET) as stranger,
        ):
            yield known, stranger, "good", "ended"


@pytest.mark.parametrize("which", ["the real one", "the stand-in"])
async def test_both_take_facts_and_answer_for_mandates_alike(
    which: str, tmp_path: Path, gateway_database: Database
) -> None:
    opened = (
        the_real_one(tmp_path, gateway_database)
        if which == "the real one"
        else the_stand_in(tmp_path)
    )
    fact = AuditFact(LogOperation.DISCLOSURE, subjects_disclosed=("e1:one",))
    pushed = Pending(
        fact.fact_id,
        None,
        7,
        fact.as_json(),
        caller_claims.as_json(CALLER),
        datetime.now(UTC),
    )
    async with opened as (known, stranger, good, ended):
        assert await known.log_facts([pushed]) == {fact.fact_id}
        assert await known.log_facts([pushed]) == {fact.fact_id}
        unreadable = replace(pushed, fact_id=new_id(), fact={"not": "a fact"})
        assert await known.log_facts([unreadable, pushed]) == {fact.fact_id}
        await known.check_mandate(good)
        with pytest.raises(MandateEnded, match="INVALID_TOKEN"):
            await known.check_mandate(ended)
        assert await known.check_standing(CALLER, []) == 1
        with pytest.raises(GateUnavailable, match="401"):
            await stranger.check_standing(CALLER, [])
        with pytest.raises(GateUnavailable, match="401"):
            await stranger.hand_events([])
        assert await known.hand_events([]) == frozenset()
        with pytest.raises(GateUnavailable, match="401"):
            await stranger.log_facts([pushed])
        with pytest.raises(GateUnavailable, match="401"):
            await stranger.check_mandate(good)
