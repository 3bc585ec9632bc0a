"""Sources are loaded whole or not at all, each row with its licence, its door and its keys."""

from pathlib import Path

import pytest

from ppit_matching import PersonRecord, normalise_person, query_keys
from ppit_platform.codes import PurposeCode
from ppit_platform.generations import ListRefused
from ppit_platform.person_index import PersonIndex
from ppit_tracing.domain.codes import SourceName
from ppit_tracing.domain.licences import LICENCES
from ppit_tracing.domain.source_rows import SIGHTING_COLUMNS
from ppit_tracing.storage.source_lists import deaths, insolvencies, sightings_of
from tests.support.tracing import Tracing, write_csv
from tests.support.tracing_town import (
    ER,
    THE_DEAD,
    THE_INSOLVENT,
    a_debt,
    door,
    load_doors,
    seen,
    the_town,
)

REGISTER = sightings_of(ER, fresh_days=60)
TOWN = the_town()


async def test_a_row_carries_its_licence_its_door_and_who_may_read_it(bare: Tracing) -> None:
    load_doors(bare)
    loaded = await bare.load(REGISTER, TOWN[ER])
    assert (loaded.rows, loaded.broken, loaded.unplaced) == (len(TOWN[ER]), 0, 0)
    row = bare.run.rows(
        "SELECT uprn, area_gss, collected_under, allowed_purposes, lawful_basis, licence,"
        " source_ref FROM sighting WHERE sighting_id LIKE %s",
        "%Alice Fernhurst-2-%",
    )[0]
    licence = LICENCES[ER]
    assert (row["uprn"], row["area_gss"]) == (door(2), "E07000105")
    assert row["collected_under"] == "UK_GDPR"
    assert row["allowed_purposes"] == [
        *(purpose.value for purpose in licence.purposes),
        *("AUDIT_SELF_MONITOR", "SUBJECT_RIGHTS"),
    ]
    assert (row["lawful_basis"], row["licence"]) == (licence.lawful_basis, licence.terms)
    assert row["source_ref"].startswith("list:ELECTORAL_REGISTER/")


async def test_a_contract_may_say_otherwise_of_what_a_source_serves(bare: Tracing) -> None:
    load_doors(bare)
    civil = sightings_of(ER, fresh_days=60, purposes=[PurposeCode.TRACE_CIVIL_DEBT])
    await bare.load(civil, TOWN[ER])
    held = bare.run.rows("SELECT evidence FROM list_load WHERE list = 'ELECTORAL_REGISTER'")
    assert held[0]["evidence"]["purposes"] == ["TRACE_CIVIL_DEBT"]


async def test_a_new_edition_replaces_the_old_with_its_keys(bare: Tracing) -> None:
    load_doors(bare)
    await bare.load(REGISTER, TOWN[ER])
    await bare.load(REGISTER, TOWN[ER])
    counted = bare.run.rows(
        "SELECT count(DISTINCT generation) AS generations, count(*) AS rows FROM sighting"
    )[0]
    subjects = bare.run.rows("SELECT count(DISTINCT subject_id) AS n FROM person_index_subject")[0][
        "n"
    ]
    assert (counted["generations"], counted["rows"]) == (1, len(TOWN[ER]))
    assert subjects == len({row["subject_ref"] for row in TOWN[ER]})


async def test_a_shrunken_list_is_refused_and_what_was_held_is_kept(bare: Tracing) -> None:
    load_doors(bare)
    await bare.load(REGISTER, TOWN[ER])
    with pytest.raises(ListRefused):
        await bare.load(REGISTER, TOWN[ER][:2])
    assert bare.run.rows("SELECT count(*) AS n FROM sighting")[0]["n"] == len(TOWN[ER])


def torn(file: Path) -> Path:
    """Write a register that ends in the middle of its last row."""
    write_csv(file, SIGHTING_COLUMNS, TOWN[ER])
    file.write_bytes(file.read_bytes()[:-30])
    return file


async def test_a_torn_file_is_refused(bare: Tracing) -> None:
    load_doors(bare)
    file = torn(Path(bare.folder, "torn.csv"))
    with pytest.raises(ListRefused):
        await bare.load_file(REGISTER, file)


async def test_a_list_with_many_rows_that_cannot_be_read_is_refused(bare: Tracing) -> None:
    load_doors(bare)
    broken = [{**row, "last_seen": "soon"} for row in TOWN[ER]]
    with pytest.raises(ListRefused):
        await bare.load(REGISTER, broken)


@pytest.mark.parametrize(
    ("key", "taken"), [("k" * 150, 1), ("k" * 151, 0), ("one\x07key", 0), ("one key", 1)]
)
async def test_rows_with_keys_that_the_log_cannot_name_are_broken(
    bare: Tracing, key: str, taken: int
) -> None:
    load_doors(bare)
    odd = [{**TOWN[ER][0], "subject_ref": key}]
    if taken:
        assert (await bare.load(REGISTER, odd)).rows == 1
    else:
        with pytest.raises(ListRefused):
            await bare.load(REGISTER, odd)


async def test_nothing_is_loaded_before_there_is_a_gazetteer(bare: Tracing) -> None:
    with pytest.raises(ListRefused):
        await bare.load(REGISTER, TOWN[ER])


async def test_an_address_written_otherwise_is_placed_as_well(bare: Tracing) -> None:
    load_doors(bare)
    (row,) = [seen(ER, ("Alice Fernhurst", "1980-04-12"), 2, 400)]
    loaded = await bare.load(REGISTER, [{**row, "address": "2 LANTERN ST, ASHFORD"}])
    assert loaded.unplaced == 0
    assert bare.run.rows("SELECT uprn FROM sighting")[0]["uprn"] == door(2)


async def test_a_uprn_that_contradicts_its_address_places_nobody(bare: Tracing) -> None:
    load_doors(bare)
    row = {**seen(ER, ("Alice Fernhurst", "1980-04-12"), 2, 400), "uprn": door(9)}
    loaded = await bare.load(REGISTER, [row])
    assert loaded.unplaced == 1
    assert bare.run.rows("SELECT uprn FROM sighting")[0]["uprn"] is None


async def test_a_first_list_is_built_into_the_index_and_the_next_is_added(bare: Tracing) -> None:
    load_doors(bare)
    await bare.load(REGISTER, TOWN[ER])
    people = len({row["subject_ref"] for row in TOWN[ER]})
    held = "SELECT (SELECT records FROM person_index) AS built, count(*) AS added FROM {}"
    first = bare.run.rows(held.format("person_index_change"))
    assert first == [{"built": people, "added": 0}]
    await bare.load(deaths(fresh_days=35), THE_DEAD)
    then = bare.run.rows(held.format("person_index_change"))[0]
    assert (then["built"], then["added"] > 0) == (people, True)
    found = bare.run.rows("SELECT count(DISTINCT subject_id) AS n FROM person_index_subject")
    assert found == [{"n": people + len(THE_DEAD)}]


async def test_everybody_of_a_list_is_found_by_keys(bare: Tracing) -> None:
    load_doors(bare)
    await bare.load(deaths(fresh_days=35), THE_DEAD)
    await bare.load(insolvencies(fresh_days=14), THE_INSOLVENT)
    asked = [
        query_keys(normalise_person(PersonRecord(full=name, date_of_birth=born)))
        for name, born in (("Derek Ashdown", "1950-02-01"), ("Elaine Birchwood", "1970-03-03"))
    ]
    async with bare.run.session() as session:
        found = await PersonIndex(session).candidates(asked)
    assert [len(one.subject_ids) for one in found] == [1, 1]


async def test_a_list_that_is_past_its_time_is_stale_and_certifies_nothing(bare: Tracing) -> None:
    load_doors(bare)
    for source, rows in TOWN.items():
        days = -1 if source in {ER, SourceName.CREDIT_BUREAU_A} else 60
        await bare.load(sightings_of(source, fresh_days=days), rows)
    await bare.load(deaths(fresh_days=35), THE_DEAD)
    await bare.load(insolvencies(fresh_days=14), THE_INSOLVENT)
    answer = await bare.trace(a_debt())
    assert answer["outcome"] == "CANDIDATES_UNCONFIRMED"
    assert answer["unable"] == ["CREDIT_BUREAU_A", "ELECTORAL_REGISTER"]
