"""What breaks behind the gate, and that nothing personal leaves when it does."""

import asyncio
import json
import sys
from pathlib import Path

import psycopg
import pytest

from ppit_client import Answer
from ppit_gateway.app import Catalogue, Listener, create_app
from ppit_gateway.domain.operations import CatalogueUnusable
from ppit_gateway.log.client import LogClient
from ppit_ops.provision import plain
from ppit_platform.hop import Hop
from tests.support.behind import SECRET, SERVICE, Behind, Script, a_fact, a_screening, published
from tests.support.gate import SCREENINGS, GateHouse, gate_house, gate_settings, refused
from tests.support.log import answering
from tests.support.postgres import Database, running_cluster
from tests.support.serving import served

LEAK = a_screening(address=SECRET)


async def screened(house: GateHouse, key: str = "key-00000001") -> Answer[object]:
    async with house.client() as phone:
        return await phone.post(
            SCREENINGS, {"postcode": "CT9"}, case_reference="V/1", idempotency_key=key
        )


@pytest.mark.parametrize(
    ("script", "failure"),
    [
        (Script(body=LEAK, cut=1), "BAD_UPSTREAM"),
        (Script(raw=b""), "BAD_UPSTREAM"),
        (Script(raw=json.dumps(LEAK).encode()), "BAD_UPSTREAM"),
        (Script(raw=json.dumps(LEAK).encode(), wire_type="application/json"), "BAD_UPSTREAM"),
        (Script(raw=b"PPIT half", cut=100), "BAD_UPSTREAM"),
        (Script(body=LEAK, facts=()), "BAD_UPSTREAM"),
        (Script(body=LEAK, facts=(a_fact("one"), a_fact("two"))), "BAD_UPSTREAM"),
        (Script(body=LEAK, facts=(a_fact("one", "two"),)), "BAD_UPSTREAM"),
        (Script(body=LEAK, facts=({"name": SECRET},)), "BAD_UPSTREAM"),
        (Script(body=LEAK, facts=(a_fact("one", operation="GOSSIP"),)), "BAD_UPSTREAM"),
        (Script(body=LEAK, facts=(a_fact("one", note=SECRET),)), "BAD_UPSTREAM"),
        (Script(body=LEAK, status=202), "BAD_UPSTREAM"),
        (Script(body=a_screening(result=float("nan"), address=SECRET)), "BAD_UPSTREAM"),
        (Script(body=a_screening(result="\ud800", address=SECRET)), "BAD_UPSTREAM"),
        (Script(body=LEAK, status=401), "BAD_UPSTREAM"),
        (Script(body=LEAK, content_type="text/html"), "BAD_UPSTREAM"),
        (Script(body=LEAK, status=500, facts=()), "BAD_UPSTREAM"),
        (Script(body=LEAK, seconds=5), "SERVICE_TIMEOUT"),
    ],
)
async def test_an_answer_that_cannot_be_trusted_never_leaves(
    house: GateHouse, script: Script, failure: str
) -> None:
    house.behind.script = script
    answer = await screened(house)
    assert refused(answer) == (502 if failure == "BAD_UPSTREAM" else 504, failure)
    assert SECRET not in json.dumps(answer.json)
    assert house.people_today() == 0
    (outcome,) = house.entries("outcome")
    assert outcome.body["failure"] == failure
    assert outcome.key == answer.headers["x-request-id"]
    assert SECRET not in outcome.text


async def test_a_service_that_is_down_is_a_503_with_retry_after(house: GateHouse) -> None:
    house.settings.upstreams[SERVICE].unlink()
    answer = await screened(house)
    assert refused(answer) == (503, "SERVICE_UNAVAILABLE")
    assert answer.headers["retry-after"] == "2"
    assert house.people_today() == 0
    revived = Behind(house.behind.key)
    async with served(revived, house.settings.upstreams[SERVICE], lifespan=False):
        assert (await screened(house, "key-00000002")).status == 200


async def test_without_the_log_nothing_is_asked_and_nothing_leaves(house: GateHouse) -> None:
    async with house.client() as phone:
        await phone.token()
        await house.switch.off()
        answer = await phone.get(f"{SCREENINGS}/a", case_reference="V/1")
        assert refused(answer) == (503, "AUDIT_UNAVAILABLE")
        assert house.behind.hops == []
        assert house.people_today() == 0
        await house.switch.on()
        assert (await phone.get(f"{SCREENINGS}/a", case_reference="V/1")).status == 200


async def test_an_answer_whose_outcome_cannot_be_logged_is_held_back(house: GateHouse) -> None:
    def stop_the_log(_: Hop) -> Script:
        house.switch.stop.set()
        return Script(body=LEAK, seconds=0.5)

    async with house.client() as phone:
        await phone.token()
        house.behind.script = stop_the_log
        answer = await phone.get(f"{SCREENINGS}/a", case_reference="V/1")
    assert refused(answer) == (503, "AUDIT_UNAVAILABLE")
    assert SECRET not in json.dumps(answer.json)
    assert len(house.behind.hops) == 1
    assert house.entries("outcome") == []
    # Whether it was disclosed cannot be said any more, so it stays counted.
    assert house.people_today() == 1


async def test_without_the_log_not_even_a_refusal_is_said(house: GateHouse) -> None:
    async with house.client() as phone:
        await phone.token()
        await house.switch.off()
        answer = await phone.get(f"{SCREENINGS}/a", case_reference="x")
    assert refused(answer) == (503, "AUDIT_UNAVAILABLE")


async def test_a_gate_without_its_log_does_not_start(
    tmp_path: Path, gateway_database: Database
) -> None:
    settings = gate_settings(tmp_path, gateway_database, tmp_path / "no.sock")
    environment = {
        f"PPIT_GATEWAY_{name.upper()}": json.dumps(value)
        if isinstance(value, dict | list)
        else str(value)
        for name, value in settings.model_dump(mode="json", exclude_none=True).items()
    }
    process = await asyncio.create_subprocess_exec(
        str(Path(sys.executable).with_name("ppit-gateway")),
        *("serve", "--listener", "external", "--port", "1"),
        env=environment,
        stderr=asyncio.subprocess.PIPE,
    )
    _, said = await process.communicate()
    assert process.returncode == 69
    assert said.decode().strip() == ("the log does not answer: the gate does not start without it")


async def test_the_internal_listener_does_not_open_on_a_network() -> None:
    process = await asyncio.create_subprocess_exec(
        str(Path(sys.executable).with_name("ppit-gateway")),
        *("serve", "--listener", "internal", "--port", "1"),
        env={},
        stderr=asyncio.subprocess.PIPE,
    )
    _, said = await process.communicate()
    assert process.returncode == 78
    assert "unix socket only" in said.decode()


async def test_who_hangs_up_in_the_middle_leaves_a_whole_log_and_no_reserved_people(
    house: GateHouse,
) -> None:
    asked = asyncio.Event()

    def slowly(_: Hop) -> Script:
        asked.set()
        return Script(body=a_screening(), facts=(a_fact(),), seconds=0.5)

    house.behind.script = slowly
    async with house.client() as phone:
        await phone.token()
        asking = asyncio.create_task(phone.get(f"{SCREENINGS}/a", case_reference="V/1"))
        await asked.wait()
        assert house.people_today() == 1
        asking.cancel()
        await asyncio.gather(asking, return_exceptions=True)
    async with asyncio.timeout(5):
        while not house.entries("outcome") or house.people_today():  # noqa: ASYNC110  # a database
            await asyncio.sleep(0.05)
    (outcome,) = house.entries("outcome")
    assert outcome.body["status"] == 200
    assert house.sql(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
        " AND state LIKE 'idle in transaction%%'"
    ) == [(0,)]


async def test_an_operation_that_is_not_governed_keeps_the_gate_from_starting(
    tmp_path: Path, gateway_database: Database
) -> None:
    settings = gate_settings(tmp_path, gateway_database, tmp_path / "no.sock")
    document = published()
    del document["paths"]["/v1/screenings"]["post"]["x-ppit"]
    with pytest.raises(CatalogueUnusable, match="POST /v1/screenings is not governed"):
        create_app(settings, Listener.EXTERNAL, Catalogue({SERVICE: document}, ()))


async def test_where_every_connection_is_taken_a_crowd_is_turned_away_and_not_queued(
    tmp_path: Path, gateway_database: Database
) -> None:
    async with (
        gate_house(tmp_path, gateway_database, database_pool_size=1) as house,
        house.client() as phone,
    ):
        await phone.token()

        async def asked(number: int) -> Answer[object]:
            key = f"key-{number:08}"
            return await phone.post(SCREENINGS, {}, case_reference="V/1", idempotency_key=key)

        url = plain(gateway_database.admin_url)
        async with await psycopg.AsyncConnection.connect(url) as holding:
            await holding.execute("LOCK TABLE people_day")
            crowd = await asyncio.gather(*map(asked, range(40)))
            async with house.http() as http:
                alive = (await http.get("/livez")).json()
        assert {one.status for one in crowd} == {503}
        assert min(int(one.headers["retry-after"]) for one in crowd) > 0
        assert (alive, house.behind.hops) == ({"status": "alive"}, [])
        # What was turned away is not done later, and whoever asks again is answered.
        assert (await asked(0)).status == 200
        assert len(house.behind.hops) == 1


async def test_when_the_database_is_gone_nothing_leaves_and_it_recovers_by_itself(
    tmp_path: Path,
) -> None:
    with running_cluster() as cluster:
        database = cluster.migrated("ppit_gateway")
        async with gate_house(tmp_path, database) as house, house.client() as phone:
            assert (await phone.get(f"{SCREENINGS}/a", case_reference="V/1")).status == 200
            cluster.server.stop()
            answer = await phone.get(f"{SCREENINGS}/a", case_reference="V/1")
            assert refused(answer) == (503, "DATABASE_UNAVAILABLE")
            assert len(house.behind.hops) == 1
            cluster.server.start()
            await answering(LogClient(house.log.config.socket))
            recovered = await phone.get(f"{SCREENINGS}/a", case_reference="V/1")
            assert recovered.status == 200
