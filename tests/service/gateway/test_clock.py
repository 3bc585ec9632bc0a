"""The row "clock moved back on the gate": tokens, proofs and agreements go by one clock (H, J).

The workers share a database, and its clock is the one that counts: here it is two days ahead of
the machine's.
"""

import json
from collections.abc import AsyncGenerator
from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from psycopg.sql import SQL, Identifier

from ppit_gateway.storage.patience import PatientDatabase
from ppit_gateway.storage.watch import RegisterWatch
from ppit_ops.provision import plain
from ppit_platform.db import open_engine
from ppit_platform.deadline import TooSlow
from ppit_platform.tokens import SigningKey
from tests.support.gate import SCREENINGS, GateHouse, an_agreement, assertion, gate_house
from tests.support.jws import claims_of
from tests.support.keys import signing_pem
from tests.support.postgres import Cluster
from tests.support.token_requests import DETAILS, a_form, asked, refusal

AHEAD = timedelta(days=2)
_CLOCK = """
    CREATE SCHEMA ahead;
    GRANT USAGE ON SCHEMA ahead TO PUBLIC;
    CREATE FUNCTION ahead.clock_timestamp() RETURNS timestamptz LANGUAGE sql VOLATILE
      AS $$ SELECT pg_catalog.clock_timestamp() + interval '2 days' $$;
    CREATE FUNCTION ahead.now() RETURNS timestamptz LANGUAGE sql STABLE
      AS $$ SELECT pg_catalog.now() + interval '2 days' $$;
"""


@pytest.fixture(scope="module")
async def behind_its_database(
    tmp_path_factory: pytest.TempPathFactory, cluster: Cluster
) -> AsyncGenerator[GateHouse]:
    """Run a gate on a machine whose clock was put back by two days."""
    database = cluster.migrated("ppit_gateway")
    with psycopg.connect(plain(database.admin_url), autocommit=True) as connection:
        connection.execute(_CLOCK)
        connection.execute(
            SQL("ALTER DATABASE {} SET search_path = ahead, pg_catalog, public").format(
                Identifier(database.name)
            )
        )
    async with gate_house(tmp_path_factory.mktemp("clock"), database) as house:
        await house.load(house.the_register(an_agreement(), ends_tomorrow()))
        yield house
    cluster.drop(database)


def ends_tomorrow() -> dict[str, object]:
    day = datetime.now(UTC).date() + timedelta(days=1)
    return an_agreement(agreement_id="DSA-002", ends=day.isoformat())


def of_the_database(house: GateHouse, **changes: str) -> dict[str, str]:
    """Return the form of a client whose clock is right."""
    right = assertion(house.key, iat=AHEAD, exp=AHEAD + timedelta(seconds=60))
    return a_form(house, client_assertion=right, **changes)


async def status_of(house: GateHouse, token: str) -> int:
    headers = {"Authorization": f"Bearer {token}", "Case-Reference": "V/1"}
    async with house.http() as http:
        return (await http.get(f"{SCREENINGS}/s", headers=headers)).status_code


async def test_h_a_client_is_believed_by_the_databases_clock(
    behind_its_database: GateHouse,
) -> None:
    house = behind_its_database
    answer = await asked(house, of_the_database(house))
    assert answer.status_code == 200
    assert await status_of(house, answer.json()["access_token"]) == 200
    # By this machine's clock it would be good, and it was two days ago.
    assert await refusal(house, a_form(house)) == (401, "invalid_client")


async def test_h_a_token_that_is_over_stays_over_where_the_clock_was_put_back(
    behind_its_database: GateHouse,
) -> None:
    house = behind_its_database
    fresh = (await asked(house, of_the_database(house))).json()["access_token"]
    key = SigningKey.from_pem(signing_pem(house.settings.signing_key_dir))
    now = int(datetime.now(UTC).timestamp())
    old = key.sign({**claims_of(fresh), "iat": now, "exp": now + 300}, typ="at+jwt")
    assert (await status_of(house, fresh), await status_of(house, old)) == (200, 401)


async def test_h_an_agreement_ends_by_the_databases_clock(behind_its_database: GateHouse) -> None:
    house = behind_its_database
    details = json.dumps([{**DETAILS, "agreement": "DSA-002"}])
    form = of_the_database(house, authorization_details=details)
    assert await refusal(house, form) == (400, "invalid_authorization_details")


async def test_j_clocks_that_have_come_apart_are_reported(
    behind_its_database: GateHouse, caplog: pytest.LogCaptureFixture
) -> None:
    engine = open_engine(str(behind_its_database.settings.database_url), application="test")
    wall = [datetime.now(UTC)]
    watch = RegisterWatch(PatientDatabase(engine), 0.0, wall=lambda: wall[0])
    try:
        with pytest.raises(TooSlow):
            watch.now()
        await watch.look()
        await watch.look()
        wall[0] += AHEAD
        await watch.look()
    finally:
        await engine.dispose()
    said = [one.getMessage() for one in caplog.records if one.name == "ppit.gate"]
    assert [line.partition(" ")[0] for line in said] == ["clock_skewed", "clock_agrees"]
    assert "seconds=-172800" in said[0]
