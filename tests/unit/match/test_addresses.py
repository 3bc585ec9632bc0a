"""`ppit-match addresses` understands files that it has never seen, and says what it understood."""

import json
from pathlib import Path
from typing import cast

import polars as pl
import pytest
import typer
from typer.testing import CliRunner, Result

from ppit_match.addresses import addresses

GAZETTEER = """UPRN,PARENT_UPRN,SUB_BUILDING_NAME,BUILDING_NUMBER,THOROUGHFARE,POST_TOWN,POSTCODE
1,,,12,FOXGLOVE LANE,DEAL,CT14 7AB
2,,,14,FOXGLOVE LANE,DEAL,CT14 7AB
3,,,20,MARINE PARADE,DEAL,CT14 7AE
4,3,FLAT 1,20,MARINE PARADE,DEAL,CT14 7AE
5,3,FLAT 2,20,MARINE PARADE,DEAL,CT14 7AE
5,3,FLAT 2,20,MARINE PARADE,DEAL,CT14 7AE
,,,16,FOXGLOVE LANE,DEAL,CT14 7AB
9,,,,,DEAL,CT14 7AB
"""
ASKED = """full_address,post code,true_uprn,kind
"14 Foxglov Ln, Deal",CT14 7AB,2,typo
"Flat 2, 20 Marine Parade, Deal",CT14 7AE,000000000005,plain
"20 Marine Parade, Deal",CT14 7AE,4,plain
"99 Nowhere Road, Ashford",TN23 9ZZ,7,plain
"12 Foxglove Lane, Deal",CT14 7AB,2,typo
"""
APP = typer.Typer()
APP.command()(addresses)


def run(folder: Path, asked: str = ASKED, gazetteer: str = GAZETTEER, *more: str) -> Result:
    file, doors = folder / "asked.csv", folder / "gazetteer.csv"
    file.write_text(asked, encoding="utf-8")
    doors.write_text(gazetteer, encoding="utf-8")
    return CliRunner().invoke(APP, [str(file), "--gazetteer", str(doors), *more])


def answered(result: Result) -> dict[str, object]:
    assert result.exit_code == 0, result.output
    return cast("dict[str, object]", json.loads(result.stdout))


def test_records_are_counted_by_what_became_of_them(tmp_path: Path) -> None:
    answer = answered(run(tmp_path))
    expected = {
        "records": 5,
        "resolved": 3,
        "precision": 0.6667,
        "recall": 0.4,
        "f1": 0.5,
        "ambiguous": 1,
        "ambiguous_holds_truth": 1.0,
        "not_found": 1,
    }
    assert {name: answer[name] for name in expected} == expected
    groups = cast("dict[str, dict[str, object]]", answer["by_group"])
    assert {name: counts["records"] for name, counts in groups.items()} == {"plain": 3, "typo": 2}


def test_it_says_which_columns_it_took_and_which_doors_it_left_out(tmp_path: Path) -> None:
    answer = answered(run(tmp_path))
    assert answer["columns_understood"] == {
        "address": ["full_address"],
        "postcode": "post code",
        "uprn": "true_uprn",
        "group": "kind",
    }
    gazetteer = cast("dict[str, object]", answer["gazetteer"])
    assert gazetteer["doors"] == 5
    assert gazetteer["left_out"] == {
        "UPRN twice": 1,
        "without UPRN": 1,
        "without house and street": 1,
    }


def test_an_address_in_several_columns_is_put_together(tmp_path: Path) -> None:
    asked = "Address 1,Address 2,Town,Pcode,UPRN\n14,Foxglove Lane,Deal,CT14 7AB,2\n"
    answer = answered(run(tmp_path, asked))
    assert answer["precision"] == answer["recall"] == 1.0
    assert "by_group" not in answer


def test_headings_that_say_whose_address_it_is_are_understood(tmp_path: Path) -> None:
    asked = (
        "address_id,client_email_address,client_address_line_1,client_address_line_2,town,"
        "client_postcode,client_uprn\n9,a@b.example,14,Foxglove Lane,Deal,CT14 7AB,2\n"
    )
    answer = answered(run(tmp_path, asked))
    assert answer["recall"] == 1.0
    assert answer["columns_understood"] == {
        "address": ["client_address_line_1", "client_address_line_2", "town"],
        "postcode": "client_postcode",
        "uprn": "client_uprn",
    }


def test_columns_of_any_name_are_taken_when_they_are_said(tmp_path: Path) -> None:
    asked = "a,b,c\n14 Foxglove Lane,CT14 7AB,2\n"
    said = ("--map", "address=a", "--map", "postcode=b", "--map", "uprn=c")
    assert answered(run(tmp_path, asked, GAZETTEER, *said))["recall"] == 1.0


def test_parquet_with_numbers_is_read_like_text(tmp_path: Path) -> None:
    file, doors = tmp_path / "asked.parquet", tmp_path / "gazetteer.csv"
    doors.write_text(GAZETTEER, encoding="utf-8")
    pl.DataFrame({"address": ["14 Foxglove Lane, Deal, CT14 7AB"], "uprn": [2]}).write_parquet(file)
    result = CliRunner().invoke(APP, [str(file), "--gazetteer", str(doors)])
    assert answered(result)["recall"] == 1.0


@pytest.mark.parametrize(
    ("asked", "gazetteer", "more", "said"),
    [
        ("address,town\na,b\n", GAZETTEER, (), "no column of true UPRNs among address, town"),
        ("uprn,nothing\n1,b\n", GAZETTEER, (), "no column of addresses among uprn, nothing"),
        (ASKED, "uprn,name\n1,b\n", (), "the gazetteer has no column for street or address"),
        (ASKED, GAZETTEER, ("--map", "uprn=there"), "column 'there' is not in the file"),
        (ASKED, GAZETTEER, ("--map", "nonsense"), "'nonsense' is not ROLE=COLUMN"),
        ("", GAZETTEER, (), "asked.csv is empty"),
    ],
)
def test_what_cannot_be_used_is_said_without_a_traceback(
    tmp_path: Path, asked: str, gazetteer: str, more: tuple[str, ...], said: str
) -> None:
    result = run(tmp_path, asked, gazetteer, *more)
    assert result.exit_code == 2
    assert said in result.stderr
    assert "Traceback" not in result.output


def test_odd_records_are_counted_and_match_nothing(tmp_path: Path) -> None:
    odd = ["", "x" * 300, "\u05e8\u05d7\u05d5\u05d1", "\U0001f3e0", "14", "Deal"]
    asked = "address,uprn\n" + "".join(f"{text},2\n" for text in odd)
    answer = answered(run(tmp_path, asked))
    assert (answer["records"], answer["resolved"], answer["precision"]) == (len(odd), 0, None)
