"""The log over HTTP (I5, C2SP tlog-tiles): anybody may hold us to it, and learns nothing else."""

import asyncio

import pytest

from ppit_audit_verify import Key, check_live
from ppit_gateway.api.log_tiles import read_tile_path
from ppit_gateway.log.client import LogClient
from ppit_gateway.log.entries import Draft
from tests.support.gate import GateHouse
from tests.support.log import ORIGIN
from tests.support.publishing import a_publisher_place, published, running_publisher


async def test_a_stranger_verifies_the_log_with_nothing_but_its_door_and_its_keys(
    house: GateHouse,
) -> None:
    publisher = a_publisher_place(house.log)
    log = LogClient(house.log.config.socket)
    await log.append_many([Draft("fact", f"{n}", {"n": n}) for n in range(300)])
    size = await log.size()
    await log.close()
    async with running_publisher(publisher):
        note = await published(publisher, size)
    async with house.http() as caller:
        answers = {
            path: await caller.get(f"/log/{path}")
            for path in (
                *("checkpoint", "tile/0/000", f"tile/0/001.p/{size - 256}"),
                "tile/1/000.p/1",
            )
        }
        missing = [
            await caller.get(f"/log/tile/{path}")
            for path in ("0/001", f"0/001.p/{size - 255}", "1/000.p/2", "0/7", "0/000.p/256")
        ]
    keys = [Key(key.verifier_key) for key in publisher.reader.keys]
    verdict = check_live("log", keys, lambda url: answers[url.removeprefix("log/")].content)
    assert (verdict.finding, verdict.entries) == (None, size)
    assert answers["checkpoint"].text == note
    assert answers["checkpoint"].headers["ppit-witness-quorum"] == "NOT_ASKED"
    assert [answer.status_code for answer in missing] == [404] * 5
    assert {answer.json()["code"] for answer in missing} == {"NOT_FOUND"}


async def test_before_anything_is_published_there_is_nothing_to_see(house: GateHouse) -> None:
    async with house.http() as caller:
        empty = await asyncio.gather(
            caller.get("/log/checkpoint"), caller.get("/log/tile/0/000.p/1")
        )
        keys = await caller.get("/log/keys")
    assert [answer.status_code for answer in empty] == [404, 404]
    assert len({Key(line).hash for line in keys.text.splitlines()}) == 2
    assert keys.text.count(f"{house.settings.log_origin}+") == 2
    assert house.settings.log_origin != ORIGIN


@pytest.mark.parametrize(
    ("path", "asked"),
    [
        ("0/000", ((0, 0), 256)),
        ("1/x001/x234/067", ((1, 1234067), 256)),
        ("0/x001/000.p/17", ((0, 1000), 17)),
    ],
)
def test_a_tile_is_named_in_its_one_spelling(path: str, asked: object) -> None:
    assert read_tile_path(path) == asked


@pytest.mark.parametrize(
    "path",
    ["", "0", "0/0", "0/0000", "00/000", "6/000", "0/x000/001", "0/000.p/0", "0/000.p/256", "-1/0"],
)
def test_any_other_spelling_names_none(path: str) -> None:
    assert read_tile_path(path) is None
