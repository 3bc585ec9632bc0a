"""An address is resolved to the one door it means, or it is said why not."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel.ext.asyncio.session import AsyncSession

from ppit_matching import AddressText
from ppit_ops.provision import plain
from ppit_platform.db import open_engine, session_maker
from ppit_platform.gazetteer.loading import load_gazetteer
from ppit_platform.gazetteer.lookup import (
    HOT_KEY,
    AddressAsked,
    GazetteerStore,
    Place,
    PlaceStatus,
)
from ppit_platform.gazetteer.reading import GazetteerRefused
from tests.support.officer_safety_visits import (
    ASHFORD,
    DOORS,
    FLAT_1,
    HEADER,
    LANTERN_1,
    LANTERN_3,
    ROLE,
)
from tests.support.postgres import Database
from tests.support.statements import counted_statements

UNKNOWN = "999000000077"


def load(database: Database, folder: Path, *doors: str, days: int = 90) -> int:
    file = folder / "gazetteer.csv"
    file.write_text("".join(f"{line}\n" for line in (HEADER, *(doors or DOORS))))
    return load_gazetteer(
        database.url(ROLE), file, fresh_for=timedelta(days=days), progress=lambda _characters: None
    )


@pytest.fixture
async def engine(officer_safety_database: Database) -> AsyncIterator[AsyncEngine]:
    engine = open_engine(officer_safety_database.url(ROLE), pool_size=2)
    yield engine
    await engine.dispose()


@pytest.fixture
async def session(engine: AsyncEngine) -> AsyncIterator[AsyncSession]:
    async with session_maker(engine)() as session:
        yield session


def typed(*lines: str, postcode: str | None = None, uprn: str | None = None) -> AddressAsked:
    return AddressAsked(uprn, AddressText(lines, postcode))


async def one(session: AsyncSession, asked: AddressAsked) -> Place:
    (place,) = await GazetteerStore(session).find([asked])
    return place


ASKED = (
    (typed("1 Lantern St", postcode="TN23 9ZZ"), PlaceStatus.RESOLVED, LANTERN_1),
    (typed("Flat 1 Heron Court", "8 Fable Road", "Ashford"), PlaceStatus.RESOLVED, FLAT_1),
    (AddressAsked(LANTERN_3, None), PlaceStatus.RESOLVED, LANTERN_3),
    (typed("Ashford", uprn=LANTERN_1), PlaceStatus.RESOLVED, LANTERN_1),
    (typed("3 Lantern Street", postcode="TN23 9ZZ", uprn=LANTERN_1), PlaceStatus.AMBIGUOUS, None),
    (typed("8 Fable Road", postcode="TN23 8ZZ"), PlaceStatus.AMBIGUOUS, None),
    (typed("9 Lantern Street", postcode="TN23 9ZZ"), PlaceStatus.NOT_FOUND, None),
    (AddressAsked(UNKNOWN, None), PlaceStatus.NOT_FOUND, None),
    (typed("Ashford"), PlaceStatus.INSUFFICIENT, None),
    (AddressAsked(None, None), PlaceStatus.NOT_ASKED, None),
)


async def test_a_place_is_told_apart_from_every_reason_not_to_name_it(
    officer_safety_database: Database, tmp_path: Path, session: AsyncSession
) -> None:
    load(officer_safety_database, tmp_path)
    places = await GazetteerStore(session).find([asked for asked, _, _ in ASKED])
    assert [(place.status, place.uprn) for place in places] == [
        (status, uprn) for _, status, uprn in ASKED
    ]
    assert {place.area_gss for place in places if place.uprn} == {ASHFORD}
    assert {place.area_gss for place in places if not place.uprn} == {None}


async def test_what_was_typed_is_kept_normalised_where_no_door_is_named(
    officer_safety_database: Database, tmp_path: Path, session: AsyncSession
) -> None:
    load(officer_safety_database, tmp_path)
    asked = typed("9 Lantern Street", postcode="TN23 9ZZ")
    place = await one(session, asked)
    assert place.address is not None
    assert place.address.postcode
    assert place.address.number == "9"


async def test_any_number_of_places_is_found_in_one_statement_each_in_its_turn(
    officer_safety_database: Database, tmp_path: Path, engine: AsyncEngine, session: AsyncSession
) -> None:
    load(officer_safety_database, tmp_path)
    doors = [LANTERN_1, UNKNOWN, LANTERN_3] * 60
    with counted_statements(engine) as counter:
        found = await GazetteerStore(session).find([AddressAsked(uprn, None) for uprn in doors])
    assert [place.uprn for place in found] == [LANTERN_1, None, LANTERN_3] * 60
    assert sum("gazetteer" in statement for statement in counter.statements) == 1


async def test_one_of_two_equally_good_doors_is_never_chosen(
    officer_safety_database: Database, tmp_path: Path, session: AsyncSession
) -> None:
    doubles = [f"99900000020{n},4 Echo Road,,,Ashford,TN25 9ZZ,{ASHFORD}," for n in range(2)]
    load(officer_safety_database, tmp_path, *DOORS, *doubles)
    place = await one(session, typed("4 Echo Road", "Ashford", postcode="TN25 9ZZ"))
    assert (place.status, place.uprn) == (PlaceStatus.AMBIGUOUS, None)


async def test_more_doors_than_are_looked_at_mean_that_too_little_was_given(
    officer_safety_database: Database, tmp_path: Path, session: AsyncSession
) -> None:
    towns = [f"{9000 + n},4 Echo Road,,,Town{n},,{ASHFORD}," for n in range(HOT_KEY + 1)]
    load(officer_safety_database, tmp_path, *DOORS, *towns)
    place = await one(session, typed("4 Echo Road"))
    assert (place.status, place.uprn) == (PlaceStatus.INSUFFICIENT, None)


async def test_without_a_copy_nothing_is_ruled_out(session: AsyncSession) -> None:
    assert (await one(session, AddressAsked(UNKNOWN, None))).status is (
        PlaceStatus.SOURCE_UNAVAILABLE
    )


async def test_a_copy_that_is_too_old_resolves_nothing(
    officer_safety_database: Database, tmp_path: Path, session: AsyncSession
) -> None:
    load(officer_safety_database, tmp_path, days=-1)
    place = await one(session, AddressAsked(LANTERN_1, None))
    assert (place.status, place.uprn) == (PlaceStatus.SOURCE_STALE, None)


async def test_a_copy_of_other_keys_resolves_nothing(
    officer_safety_database: Database, tmp_path: Path, session: AsyncSession
) -> None:
    load(officer_safety_database, tmp_path)
    with psycopg.connect(plain(officer_safety_database.owner_url)) as owner:
        owner.execute("UPDATE source_status SET key_version = 'keys-0' WHERE source = 'GAZETTEER'")
    assert (await one(session, AddressAsked(LANTERN_1, None))).status is PlaceStatus.SOURCE_STALE


@pytest.mark.parametrize(
    "harm",
    ["DROP TABLE gazetteer_key", "UPDATE gazetteer SET address = '[7]'"],
)
async def test_a_copy_that_cannot_be_read_leaves_the_transaction_as_it_was(
    officer_safety_database: Database, tmp_path: Path, session: AsyncSession, harm: str
) -> None:
    load(officer_safety_database, tmp_path)
    with psycopg.connect(plain(officer_safety_database.owner_url)) as owner:
        owner.execute(harm.encode())
    store = GazetteerStore(session)
    assert (await one(session, AddressAsked(LANTERN_1, None))).status is (
        PlaceStatus.SOURCE_UNAVAILABLE
    )
    assert await store.door(UNKNOWN) is None


async def test_the_entry_of_a_door_is_read_by_its_padded_uprn_too(
    officer_safety_database: Database, tmp_path: Path, session: AsyncSession
) -> None:
    load(officer_safety_database, tmp_path, f"77,1 Echo Road,,,Ashford,TN25 9ZZ,{ASHFORD},")
    door = await GazetteerStore(session).door("000000000077")
    assert door is not None
    assert (door.uprn, door.area_gss, door.parent_uprn) == ("77", ASHFORD, None)


def test_a_guard_may_keep_a_gazetteer_out(
    officer_safety_database: Database, tmp_path: Path
) -> None:
    def guard(connection: psycopg.Connection, generation: int) -> None:
        held = connection.execute(
            "SELECT count(*) FROM gazetteer WHERE generation = %s", (generation,)
        ).fetchone()
        assert held == (len(DOORS),)
        msg = "not today"
        raise GazetteerRefused(msg)

    load(officer_safety_database, tmp_path)
    with pytest.raises(GazetteerRefused, match="not today"):
        load_gazetteer(
            officer_safety_database.url(ROLE),
            tmp_path / "gazetteer.csv",
            fresh_for=timedelta(days=1),
            progress=lambda _characters: None,
            guard=guard,
        )
