"""A list is replaced whole or not at all; a bad file leaves the last good one in use."""

import zipfile
from pathlib import Path

import pytest

from ppit_platform.generations import ListRefused
from ppit_vetting.domain.refusals import ListRejected
from tests.support.vetting import Lists, Vetting
from tests.support.vetting_cases import a_person, checks_of, result_of
from tests.support.vetting_lists import (
    AWARD,
    BANKRUPT,
    DEBT,
    LISTS,
    ROOFER,
    SUBJECT,
    Row,
    list_file,
    list_text,
)

HIT = a_person("Avtel Zorvelin", "1975-03-02")
ADVERSE = ("ADVERSE", ["SANCTIONS_STRONG"])


def many(row: Row, column: str, wanted: int) -> list[Row]:
    """Return so many rows that differ in one column's last digits."""
    stem = row[column]
    return [{**row, column: f"{stem[:-3]}{number:03d}"} for number in range(1, wanted + 1)]


def _write(folder: Path, text: str) -> Path:
    file = folder / "list.csv"
    file.write_text(text, encoding="utf-8")
    return file


@pytest.mark.parametrize("name", LISTS)
def test_a_torn_file_is_refused_and_the_last_good_list_is_kept(lists: Lists, name: str) -> None:
    lists.load(name)
    before = lists.rows("SELECT * FROM list_load")
    torn = _write(lists.folder, list_text(name)[:-20])
    with pytest.raises(ListRejected, match=r"TORN_ROW|columns of the header"):
        lists.load_file(name, torn)
    assert lists.rows("SELECT * FROM list_load") == before
    assert len(before) == 1


@pytest.mark.parametrize("name", LISTS)
def test_a_file_of_another_layout_is_refused(lists: Lists, name: str) -> None:
    other = "awards" if name == "debts" else "debts"
    with pytest.raises(ListRejected):
        lists.load_file(name, _write(lists.folder, list_text(other)))
    assert lists.rows("SELECT list FROM list_load") == []


@pytest.mark.parametrize("content", ["", "\n", "<html>busy</html>\n", "PK\x03\x04torn"])
def test_what_is_no_list_is_refused(lists: Lists, content: str) -> None:
    with pytest.raises(ListRejected):
        lists.load_file("sanctions", _write(lists.folder, content))
    assert lists.rows("SELECT list FROM list_load") == []


@pytest.mark.parametrize(
    ("name", "row", "column"),
    [
        ("companies", ROOFER, "CompanyNumber"),
        ("sanctions", SUBJECT, "Unique ID"),
        ("insolvencies", BANKRUPT, "case_number"),
        ("awards", AWARD, "award_id"),
        ("debts", DEBT, "debt_ref"),
    ],
)
def test_a_shrunken_file_is_refused_and_the_longer_one_is_kept(
    lists: Lists, name: str, row: Row, column: str
) -> None:
    lists.load(name, many(row, column, 20))
    with pytest.raises(ListRefused, match="17 rows where at least 18"):
        lists.load(name, many(row, column, 17))
    assert [each["rows"] for each in lists.rows("SELECT rows FROM list_load")] == [20]
    lists.load(name, many(row, column, 18))
    assert [each["rows"] for each in lists.rows("SELECT rows FROM list_load")] == [18]


async def test_the_list_that_was_kept_is_still_used_and_says_its_date(bare: Vetting) -> None:
    bare.lists.load_all()
    text = list_text("sanctions").replace("ZORVELIN", "SOMEBODY")
    for bad in (text.partition("\n")[2], text.replace("Report Date", "Updated"), text[:-30]):
        with pytest.raises(ListRejected):
            bare.lists.load_file("sanctions", _write(bare.lists.folder, bad))
    case = await bare.vet(HIT)
    assert result_of(case, "SANCTIONS") == ADVERSE
    assert checks_of(case)["SANCTIONS"]["source_version"] == "Report Date 2026-02-13"


async def test_a_new_list_counts_from_its_commit_on_and_the_old_one_is_gone(
    bare: Vetting,
) -> None:
    bare.lists.load_all()
    text = list_text("sanctions", above="Report Date: 14-Feb-2026").replace("ZORVELIN", "ELSE")
    bare.lists.load_file("sanctions", _write(bare.lists.folder, text))
    bare.lists.load("debts", [{**DEBT, "surname": "Somebody"}])
    case = await bare.vet(HIT)
    assert result_of(case, "SANCTIONS") == ("CLEAR", ["NOTHING_FOUND"])
    for table in ("sanction_subject", "sanction_sound", "debt"):
        kept = bare.running.rows(f"SELECT DISTINCT generation FROM {table}")  # pyright: ignore[reportArgumentType]  # noqa: S608
        assert len(kept) == 1
    orphans = bare.running.rows(
        "SELECT subject_id FROM debt_index_subject"
        " WHERE subject_id NOT IN (SELECT subject_id FROM debt)"
    )
    assert orphans == []


def test_a_sanctions_list_never_goes_back_to_an_earlier_date(lists: Lists) -> None:
    lists.load("sanctions")
    older = list_text("sanctions", above="Report Date: 12-Feb-2026")
    with pytest.raises(ListRejected, match="before that of the list that is held"):
        lists.load_file("sanctions", _write(lists.folder, older))
    (held,) = lists.rows("SELECT evidence FROM list_load")
    assert held["evidence"]["report_date"] == "2026-02-13"
    assert len(held["evidence"]["sha256"]) == 64


def test_companies_load_from_their_zip_and_a_torn_zip_does_not(lists: Lists) -> None:
    packed = lists.folder / "BasicCompanyDataAsOneFile-2026-11-01.zip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(list_file(lists.folder, "companies"), "BasicCompanyData.csv")
    assert lists.load_file("companies", packed) == 1
    (held,) = lists.rows("SELECT version FROM list_load")
    assert held["version"].startswith("2026-11-01 (")
    packed.write_bytes(packed.read_bytes()[:-30])
    with pytest.raises(ListRejected):
        lists.load_file("companies", packed)
    assert lists.rows("SELECT version FROM list_load") == [held]


def test_a_register_bears_a_broken_row_in_a_thousand_and_a_list_of_people_none(
    lists: Lists,
) -> None:
    thousand = [{**ROOFER, "CompanyNumber": f"99{number:06d}"} for number in range(1, 1_002)]
    text = list_text("companies", thousand)
    assert lists.load_file("companies", _write(lists.folder, text + "one cell\n")) == 1_001
    (held,) = lists.rows("SELECT evidence FROM list_load")
    assert held["evidence"]["broken_rows"] == 1
    with pytest.raises(ListRejected, match="2 of its rows are broken"):
        lists.load_file("companies", _write(lists.folder, f"{text}one cell\nanother\n"))
    with pytest.raises(ListRejected, match="line 3 is broken: COLUMN_TOO_FEW"):
        lists.load_file("debts", _write(lists.folder, f"{list_text('debts')}one cell\n"))


def test_a_refusal_repeats_nothing_of_a_row(lists: Lists) -> None:
    for name, column, wrong in (
        ("debts", "balance", "Ashdown owes"),
        ("insolvencies", "ends_on", "Thackerberry"),
        ("awards", "accounted", "perhaps"),
    ):
        row = {"debts": DEBT, "insolvencies": BANKRUPT, "awards": AWARD}[name]
        with pytest.raises(ListRejected) as refusal:
            lists.load(name, [{**row, column: wrong}])
        assert wrong not in str(refusal.value)
