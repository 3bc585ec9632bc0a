"""What the gate does beside its requests goes on, whatever was away for a while."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy.ext.asyncio import create_async_engine

from ppit_gateway.actions.count_failures import FailureCounter
from ppit_gateway.log.client import LogClient
from ppit_gateway.storage.tokens import TokenStore
from ppit_platform.ids import new_id
from tests.support.gate import GateHouse, gate_house
from tests.support.log import answering
from tests.support.postgres import running_cluster

USED = "INSERT INTO assertion_used VALUES ('thanet-phones', %s, now() - %s::interval)"


async def forgotten(house: GateHouse, jti: str, *, seconds: float = 10.0) -> bool:
    async with asyncio.timeout(seconds):
        while True:
            if not house.sql("SELECT jti FROM assertion_used WHERE jti = %s", jti):
                return True
            await asyncio.sleep(0.1)


async def test_after_a_frozen_database_used_assertions_are_forgotten_again(
    tmp_path: Path,
) -> None:
    with running_cluster() as cluster:
        async with gate_house(
            tmp_path, cluster.migrated("ppit_gateway"), chores_seconds=0.1
        ) as house:
            house.sql(USED, "before", "2 days")
            assert await forgotten(house, "before")  # by now each gate has a connection to freeze
            await asyncio.sleep(0.5)
            await asyncio.to_thread(cluster.server.pause)
            await asyncio.sleep(4)
            await asyncio.to_thread(cluster.server.resume)
            await answering(LogClient(house.log.config.socket))
            house.sql(USED, "long-ago", "2 days")
            assert await forgotten(house, "long-ago")


async def test_an_assertion_is_remembered_for_longer_than_a_slow_clock_takes_it_for_good(
    house: GateHouse,
) -> None:
    house.sql(USED, "an-hour-ago", "1 hour")
    house.sql(USED, "long-ago", "2 days")
    engine = create_async_engine(str(house.settings.database_url))
    await TokenStore(engine).forget_used()
    await engine.dispose()
    assert house.sql("SELECT jti FROM assertion_used") == [("an-hour-ago",)]


async def test_failures_of_more_minutes_than_the_log_takes_at_once_are_all_told(
    house: GateHouse,
) -> None:
    log = LogClient(house.log.config.socket)
    counter = FailureCounter(log, new_id())
    night = datetime(2026, 1, 1, tzinfo=UTC)
    for minute in range(1_200):
        counter.note("thanet-phones", night + timedelta(minutes=minute))
    await counter.tell(night + timedelta(days=1))
    await counter.tell(night + timedelta(days=1))
    await log.close()
    told = house.entries("auth-failures")
    assert len(told) == 1_200
    assert {one.body["failures"] for one in told} == {1}
