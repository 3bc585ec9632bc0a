"""The stored index of subjects (I8): what it proves is the truth, whatever happened on the way."""

import asyncio
import subprocess
import sys
from pathlib import Path
from typing import LiteralString

import psycopg
import pytest

from ppit_gateway.log.config import plain_url
from ppit_gateway.subject_index import rebuilding
from ppit_gateway.subject_index.growing import advance, rebuild
from ppit_gateway.subject_index.proofs import complete
from ppit_gateway.subject_index.proving import NotPublished, prove
from ppit_gateway.subject_index.subjects import key_of
from ppit_gateway.subject_index.trie import IndexDamaged, root_of
from tests.support.log import LogPlace, running_log, stored, tamper
from tests.support.publishing import a_publisher_place, published, running_publisher
from tests.support.subject_index import a_fact, proved, pseudonym, reading, truth_of

FACTS = [
    a_fact(
        number,
        searched=[pseudonym(number % 7)],
        disclosed=[pseudonym(number % 7), pseudonym(100 + number * number % 31)],
    )
    for number in range(60)
]
TRUTH = truth_of(FACTS)


def root(truth: dict[str, list[int]]) -> bytes:
    return root_of([(key_of(name), entries) for name, entries in truth.items()])


async def test_everybody_is_proved_the_entries_that_name_them_and_a_stranger_none(
    place: LogPlace,
) -> None:
    publisher = a_publisher_place(place, advance)
    async with running_log(place) as log, running_publisher(publisher):
        for start in range(0, 60, 20):
            await log.append_many(FACTS[start : start + 20])
            await published(publisher, start + 20)
        note = await published(publisher, 60)
    found = await proved(place, [*TRUTH, pseudonym(999)])
    assert {one.pseudonym: list(one.entries) for one in found.proofs} == {
        **TRUTH,
        pseudonym(999): [],
    }
    assert all(complete(one, found.root) for one in found.proofs)
    assert (found.size, found.note) == (60, note)
    assert publisher.reader.open(note).index_root == found.root == root(TRUTH)


async def test_an_index_is_one_thing_in_one_step_and_in_many(place: LogPlace) -> None:
    async with running_log(place) as log:
        await log.append_many(FACTS)
    async with reading(place, "ppit_publisher") as connection:
        roots = [await advance(connection, size) for size in (1, 2, 19, 19, 60)]
    assert roots == [root(truth_of(FACTS[:size])) for size in (1, 2, 19, 19, 60)]


async def test_an_index_that_was_interrupted_goes_on_from_its_last_size(place: LogPlace) -> None:
    async with running_log(place) as log:
        await log.append_many(FACTS)
    async with reading(place, "ppit_publisher") as first:
        await advance(first, 20)
        await first.execute("BEGIN")
        await advance(first, 60)
        await first.close()
    async with reading(place, "ppit_publisher") as second:
        rows = await (await second.execute("SELECT size FROM log_index.state")).fetchall()
        assert rows == [(20,)]
        assert await advance(second, 60) == root(TRUTH)


async def test_a_publisher_that_is_cut_off_before_it_signs_leaves_no_index_behind(
    place: LogPlace,
) -> None:
    cuts: list[int] = []

    async def cut_off(connection: psycopg.AsyncConnection, size: int) -> bytes:
        grown = await advance(connection, size)
        if len(cuts) < 3:
            cuts.append(size)
            tamper(
                place,
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE usename = 'ppit_publisher' AND datname = current_database()",
            )
            cuts.extend(row[0] for row in stored(place, "SELECT size FROM log_index.state"))
        return grown

    publisher = a_publisher_place(place, cut_off)
    async with running_log(place) as log, running_publisher(publisher):
        await log.append_many(FACTS)
        note = await published(publisher, 60)
    assert cuts == [60, 0, 60, 0]
    assert publisher.reader.open(note).index_root == root(TRUTH)
    assert (await proved(place, [pseudonym(1)])).proofs[0].entries == tuple(TRUTH[pseudonym(1)])


async def test_what_no_checkpoint_states_is_proved_to_nobody(place: LogPlace) -> None:
    publisher = a_publisher_place(place, advance)
    async with running_log(place) as log:
        await log.append_many(FACTS[:20])
        with pytest.raises(NotPublished):
            await proved(place, [pseudonym(1)])
        async with running_publisher(publisher):
            await published(publisher, 20)
        await log.append_many(FACTS[20:])
    async with reading(place, "ppit_publisher") as other, other.transaction():
        await advance(other, 60)
        meanwhile = await proved(place, [pseudonym(1)])
    assert meanwhile.size == 20
    assert list(meanwhile.proofs[0].entries) == truth_of(FACTS[:20])[pseudonym(1)]
    with pytest.raises(NotPublished):
        await proved(place, [pseudonym(1)])


DEEDS: dict[str, LiteralString] = {
    "a page": "UPDATE log_index.page SET slots = set_byte(slots, 40, get_byte(slots, 40) # 1)",
    "no first page": "DELETE FROM log_index.page WHERE path = ''",
    "one entry left out": "DELETE FROM log_index.posting WHERE index = 8",
    "one entry more": "INSERT INTO log_index.posting SELECT key, 2 FROM log_index.posting"
    " WHERE index = 8",
    "another root": "UPDATE log_index.state SET root = sha256('other')",
    "another size": "UPDATE log_index.state SET size = 20",
    "another published root": "UPDATE log.published SET index_root = sha256('other')",
    "another published note": "UPDATE log.published SET note = replace(note, 'index ', 'index A')",
    "no state": "DELETE FROM log_index.state",
}
ONLY_SHOWN_WHEN_PROVED = {"one entry left out", "one entry more", "another published note"}


async def refused(connection: psycopg.AsyncConnection, deed: LiteralString) -> tuple[bool, bool]:
    """Do it, and take it back; say whether nothing was proved, and whether nothing was grown."""
    asked = (prove(connection, [pseudonym(1), pseudonym(149 % 31 + 100)]), advance(connection, 60))
    said: list[bool] = []
    for question in asked:
        try:
            async with connection.transaction(force_rollback=True):
                await connection.execute(deed)
                await question
        except (IndexDamaged, NotPublished):
            said.append(True)
        else:
            said.append(False)
    return said[0], said[1]


async def test_an_index_that_a_superuser_changed_proves_nothing_and_is_not_grown(
    place: LogPlace,
) -> None:
    publisher = a_publisher_place(place, advance)
    async with running_log(place) as log, running_publisher(publisher):
        for start in (0, 20):
            await log.append_many(FACTS[start : start + 20])
            await published(publisher, start + 20)
    async with running_log(place) as log:
        await log.append_many(FACTS[40:])
    url = plain_url(place.database.admin_url)
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as admin:
        found = {name: await refused(admin, deed) for name, deed in DEEDS.items()}
        untouched = await refused(admin, "SELECT")
    assert found == {name: (True, name not in ONLY_SHOWN_WHEN_PROVED) for name in DEEDS}
    assert untouched == (False, False)


async def test_an_index_is_not_made_from_a_log_that_lacks_an_entry_or_says_another_thing(
    place: LogPlace,
) -> None:
    publisher = a_publisher_place(place, advance)
    async with running_log(place) as log, running_publisher(publisher):
        await log.append_many(FACTS[:20])
        await published(publisher, 20)
    deeds: dict[str, LiteralString] = {
        "gone": "DELETE FROM log.entry WHERE index = 8",
        "no leaf": "UPDATE log.entry SET body = body || '}' WHERE index = 8",
        "one name less": "UPDATE log.entry SET body = replace(body, 'disclosed\":[', 'd\":[')"
        " WHERE index = 8",
    }
    said: dict[str, str] = {}
    url = plain_url(place.database.admin_url)
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as admin:
        for name, deed in deeds.items():
            try:
                async with admin.transaction(force_rollback=True):
                    await admin.execute(deed)
                    await rebuild(admin)
            except IndexDamaged as failure:
                said[name] = str(failure)
    assert said == {
        "gone": "the log lacks one of the entries 0 to 19",
        "no leaf": "entry 8 is no leaf",
        "one name less": "the log does not give the root that was signed at 20",
    }


async def test_an_index_of_which_nothing_is_left_is_made_again_as_it_was_signed(
    place: LogPlace,
) -> None:
    publisher = a_publisher_place(place, advance)
    async with running_log(place) as log, running_publisher(publisher):
        await log.append_many(FACTS)
        await published(publisher, 60)
    everybody = list(TRUTH)
    before = await proved(place, everybody)
    settings = {
        "PPIT_PUBLISHER_DATABASE_URL": place.database.url("ppit_publisher"),
        "PPIT_PUBLISHER_SIGNING_KEY_FILE": str(publisher.config.signing_key_file),
        "PPIT_PUBLISHER_ML_DSA_KEY_FILE": str(publisher.config.ml_dsa_key_file),
    }

    tamper(place, "DELETE FROM log_index.state", "DELETE FROM log_index.page WHERE path <> ''")
    done = subprocess.run(  # noqa: ASYNC221, S603  # our own program; nothing else waits
        [Path(sys.executable).with_name("ppit-gateway"), "rebuild-index"],
        env=settings,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    said = [(done.returncode, done.stdout.strip())]
    assert await proved(place, everybody) == before
    url = settings["PPIT_PUBLISHER_DATABASE_URL"]
    tamper(place, "UPDATE log.published SET index_root = sha256('other')")
    said.append(await asyncio.to_thread(rebuilding.main, url))
    tamper(place, "DROP TABLE log_index.page")
    said.append(await asyncio.to_thread(rebuilding.main, url))
    assert said == [
        (0, "rebuilt: the index of the first 60 entries is the one that was signed"),
        (1, "not rebuilt: the log does not give the root that was signed at 60"),
        (2, "could not look: UndefinedTable"),
    ]
