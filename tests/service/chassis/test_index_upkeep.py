"""A service's worker folds its indexes where it is worth it, and never those of old keys."""

import logging
from collections.abc import Awaitable, Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import cast

import psycopg
import pytest
from sqlalchemy import create_engine, make_url

from ppit_ops.provision import plain
from ppit_platform.codes import PurposeCode
from ppit_platform.house_caller import the_house
from ppit_platform.ids import new_id
from ppit_platform.jobs import open_jobs
from ppit_platform.person_index.loading import LOCK, add_keyed
from ppit_platform.person_index.tables import create
from ppit_platform.person_index.upkeep import TASK, add_folding, connected, fold_all
from tests.support.postgres import Database

ROLE = "ppit_officer_safety"
HOUSE = the_house("officer-safety", PurposeCode.OFFICER_SAFETY_VISIT, "INDEX-UPKEEP")
NAMES = ("person_index", "other")


@pytest.fixture
def database(empty_database: Database) -> Iterator[Database]:
    owner = create_engine(empty_database.owner_url)
    with owner.begin() as connection:
        for name in NAMES:
            create(connection, role=ROLE, name=name, purposes=[PurposeCode.OFFICER_SAFETY_VISIT])
    yield empty_database
    owner.dispose()


@pytest.fixture
def loader(database: Database) -> Iterator[psycopg.Connection]:
    with connected(make_url(database.url(ROLE)), HOUSE) as connection:
        yield connection


def test_what_is_worth_it_is_folded_for_the_purpose_of_the_house(
    database: Database, loader: psycopg.Connection
) -> None:
    add_keyed(loader, [(new_id(), [1 << 60, 2 << 60])])
    add_keyed(loader, [(new_id(), [1 << 60])], index="other")
    folded = fold_all(make_url(database.url(ROLE)), HOUSE, NAMES, at_least=2)
    assert [folded[name].keys for name in NAMES] == [2, 0]


def test_an_index_of_old_keys_is_named_and_the_next_one_folded(
    database: Database, loader: psycopg.Connection, caplog: pytest.LogCaptureFixture
) -> None:
    for name in NAMES:
        add_keyed(loader, [(new_id(), [1 << 60])], index=name)
    with psycopg.connect(plain(database.owner_url), autocommit=True) as owner:
        owner.execute("UPDATE person_index_change SET key_version = 'keys-0'")
    with caplog.at_level(logging.WARNING, "ppit.index"):
        folded = fold_all(make_url(database.url(ROLE)), HOUSE, NAMES, at_least=1)
    assert list(folded) == ["other"]
    assert "index=person_index" in caplog.text


def test_an_index_that_somebody_builds_is_left_to_the_next_run(
    database: Database, loader: psycopg.Connection
) -> None:
    add_keyed(loader, [(new_id(), [1 << 60])])
    hold = "SELECT pg_advisory_lock(hashtextextended('person_index', %s))"
    loader.execute(hold, (LOCK,))
    url = make_url(database.url(ROLE))
    assert fold_all(url, HOUSE, NAMES[:1], at_least=1)["person_index"].keys == 0
    loader.execute("SELECT pg_advisory_unlock_all()")
    assert fold_all(url, HOUSE, NAMES[:1], at_least=1)["person_index"].keys == 1


async def test_the_job_of_a_worker_folds(database: Database, loader: psycopg.Connection) -> None:
    someone = new_id()
    add_keyed(loader, [(someone, [1 << 60])])
    loader.execute("INSERT INTO person_index_gone (subject_id) VALUES (%s)", (new_id(),))
    jobs = open_jobs(database.url(ROLE))
    add_folding(jobs, make_url(database.url(ROLE)), HOUSE)
    tasks = cast("Mapping[str, Callable[..., Awaitable[None]]]", jobs.tasks)  # pyright: ignore[reportUnknownMemberType]
    await tasks[TASK](timestamp=int(datetime.now(UTC).timestamp()))
    row = loader.execute("SELECT records FROM person_index").fetchone()
    assert row == (1,)
