"""The publisher asks witnesses (I7), and waits for none of them."""

import asyncio
from pathlib import Path

from ppit_gateway.log.notes import NoteSigner
from ppit_gateway.publishing.policy import read_policy
from tests.support.log import ORIGIN, LogPlace, running_log, stored, tamper
from tests.support.publishing import a_publisher_place, published, running_publisher
from tests.support.witnesses import a_witness_key, running_witness


async def cosigned(place: LogPlace, count: int, *, seconds: float = 20.0) -> list[tuple[int, str]]:
    async with asyncio.timeout(seconds):
        while True:
            rows = stored(place, "SELECT size, line FROM log.cosignature")
            if len(rows) >= count:
                return [(size, line) for size, line in rows]
            await asyncio.sleep(0.02)


async def quorum(place: LogPlace, wanted: str, *, seconds: float = 20.0) -> str:
    """Wait until the log says so of its newest checkpoint, or what it says at the end."""
    said, ends = "", asyncio.get_running_loop().time() + seconds
    while said != wanted and asyncio.get_running_loop().time() < ends:
        ((said,),) = stored(place, "SELECT log.witness_quorum()")
        await asyncio.sleep(0.02)
    return said


async def test_i7_the_log_says_whether_a_quorum_has_signed_what_it_published(
    place: LogPlace, tmp_path: Path
) -> None:
    away = a_witness_key("away.example")
    with running_witness(tmp_path, NoteSigner(ORIGIN, place.key)) as (key, url):
        async with running_log(place) as log:
            await log.append("fact", "f-0", {})
            async with running_publisher(a_publisher_place(place)) as _:
                assert await quorum(place, "NOT_ASKED") == "NOT_ASKED"
            one = read_policy(f"witness here {key} {url}\nquorum here\n")
            async with running_publisher(publisher := a_publisher_place(place, policy=one)):
                await published(publisher, 1)
                assert await quorum(place, "MET") == "MET"
            both = read_policy(
                f"witness here {key} {url}\nwitness away {away} http://127.0.0.1:9\n"
                "group both all here away\nquorum both\n"
            )
            async with running_publisher(publisher := a_publisher_place(place, policy=both)):
                await log.append("fact", "f-1", {})
                await published(publisher, 2)
                assert await quorum(place, "WAITING") == "WAITING"
                # Ten seconds later nobody waits any more.
                tamper(place, "UPDATE log.published SET signed_at = now() - interval '11 s'")
                assert await quorum(place, "MISSING") == "MISSING"
            async with running_publisher(a_publisher_place(place)):
                assert await quorum(place, "NOT_ASKED") == "NOT_ASKED"


async def test_who_answers_signs_and_who_is_away_delays_nothing(
    place: LogPlace, tmp_path: Path
) -> None:
    with running_witness(tmp_path, NoteSigner(ORIGIN, place.key)) as (key, url):
        policy = read_policy(
            f"witness here {key} {url}\n"
            f"witness away {a_witness_key('away.example')} http://127.0.0.1:9\n"
            "group both all here away\nquorum both\n"
        )
        publisher = a_publisher_place(place, policy=policy)
        async with running_log(place) as log, running_publisher(publisher) as running:
            for number in range(3):
                await log.append("fact", f"f-{number}", {})
                await published(publisher, number + 1)
                await cosigned(place, number + 1)
            assert not running.done()
        # Another publisher that knows nothing of what the witness has seen.
        async with running_log(place) as log, running_publisher(publisher):
            await log.append("fact", "f-3", {})
            rows = await cosigned(place, 4)
    notes = dict(stored(place, "SELECT size, note FROM log.published"))
    texts = {size: note.rpartition("\n\n")[0] + "\n" for size, note in notes.items()}
    here = policy.witnesses["here"]
    assert sorted(size for size, _ in rows) == [1, 2, 3, 4]
    assert [here.signed(texts[size], line.rstrip("\n")) for size, line in rows] == [True] * 4
    assert not here.signed(texts[1], rows[-1][1].rstrip("\n"))
