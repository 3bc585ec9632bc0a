"""Files that are no files, columns that are no columns: said in words, never a traceback."""

from pathlib import Path

import pytest

from tests.unit.match.files import Columns, answer, inside, run, write_csv

PEOPLE = {
    "name": ["Ann Archer", "Bob Baker", "Cara Clark"],
    "dob": ["1950-03-02", "1961-04-05", "1972-06-07"],
    "truth": ["a", "b", "c"],
}
NOTHING_FOUND = {"precision": 1, "recall": 1, "f1": 1}


def _figures(columns: Columns, folder: Path) -> dict[str, object]:
    return dict(answer(run(write_csv(folder / "people.csv", columns), "--truth", "truth")))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"\n\n", "is empty"),
        (b"\x00\x01\x02binary\x00", "zero bytes"),
        (b"PAR1 and nothing of the kind", "cannot be read"),
        (b"name,dob,truth\n", "no rows"),
        (b"truth\na\nb\n", "no column was understood"),
        (b"name,dob\nAnn Archer,1950-03-02\n", "column 'truth', the truth, is not in the file"),
        (b"shade,truth\nred,a\nblue,b\n", "no column was understood"),
    ],
)
def test_what_cannot_be_scored_is_refused_in_words(
    content: bytes, said: str, tmp_path: Path
) -> None:
    file = tmp_path / "people.csv"
    file.write_bytes(content)
    result = run(file, "--truth", "truth")
    assert result.exit_code == 2
    assert said in result.stderr
    assert result.stdout == ""


def test_a_file_that_is_not_there_is_refused_by_name(tmp_path: Path) -> None:
    result = run(tmp_path / "nowhere.csv", "--truth", "truth")
    assert result.exit_code == 2
    assert "nowhere.csv" in result.stderr


@pytest.mark.parametrize(
    ("said", "complaint"),
    [
        ("colour=name", "'colour=name' is not FIELD=COLUMN"),
        ("name", "'name' is not FIELD=COLUMN"),
        ("dob=born", "column 'born' is not in the file"),
        ("name=truth", "column 'truth' is the truth"),
    ],
)
def test_a_mapping_that_cannot_be_is_refused(said: str, complaint: str, tmp_path: Path) -> None:
    file = write_csv(tmp_path / "people.csv", PEOPLE)
    result = run(file, "--truth", "truth", "--map", said)
    assert result.exit_code == 2
    assert complaint in result.stderr


def test_linking_one_list_is_refused(tmp_path: Path) -> None:
    file = write_csv(tmp_path / "people.csv", PEOPLE)
    result = run(file, "--truth", "truth", "--mode", "link")
    assert result.exit_code == 2
    assert "source=COLUMN" in result.stderr


def test_three_strangers_are_three_people(tmp_path: Path) -> None:
    found = _figures(PEOPLE, tmp_path)
    assert inside(found, "clusters", "precision") == 1
    assert found["records"] == 3


@pytest.mark.parametrize("impossible", ["1950-02-31", "9999-12-31", "soon", "00/00/0000", ""])
def test_an_impossible_date_makes_nobody_the_same(impossible: str, tmp_path: Path) -> None:
    found = _figures({**PEOPLE, "dob": [impossible] * 3}, tmp_path)
    assert inside(found, "pairs", "precision") == 1


def test_a_thousand_equal_rows_are_one_person(tmp_path: Path) -> None:
    many = {name: cells[:1] * 1000 for name, cells in PEOPLE.items()}
    found = _figures(many, tmp_path)
    assert found["records"] == 1000
    assert inside(found, "clusters", "precision") == 1


def test_a_heading_that_stands_twice_is_read_once(tmp_path: Path) -> None:
    file = tmp_path / "twice.csv"
    file.write_text("name,name,dob,truth\nAnn Archer,x,1950-03-02,a\nBob Baker,y,1961-04-05,b\n")
    found = answer(run(file, "--truth", "truth"))
    assert "the heading 'name' stands twice: only its first column is read" in str(found["notes"])


def test_two_columns_that_were_swapped_are_read_as_what_they_hold(tmp_path: Path) -> None:
    swapped = {
        "name": PEOPLE["name"],
        "dob": ["CT14 7AA", "ME10 1AB", "TN1 2CD"],
        "postcode": PEOPLE["dob"],
        "truth": PEOPLE["truth"],
    }
    found = _figures(swapped, tmp_path)
    assert inside(found, "columns_understood", "date_of_birth") == "postcode"
    assert inside(found, "columns_understood", "postcode") == "dob"
    assert "'dob' holds postcodes" in str(found["notes"])


def test_records_without_a_truth_are_people_alone(tmp_path: Path) -> None:
    found = _figures({**PEOPLE, "truth": ["a", None, None]}, tmp_path)
    assert "2 records have no truth" in str(found["notes"])


def test_a_file_of_windows_is_read(tmp_path: Path) -> None:
    file = tmp_path / "windows.csv"
    file.write_bytes(
        "name;dob;truth\nZoë Archer;1950-03-02;a\nBob Baker;1961-04-05;b\n".encode("cp1252")
    )
    found = answer(run(file, "--truth", "truth"))
    assert "Windows-1252" in str(found["notes"])
    assert found["records"] == 2


def test_a_column_without_a_telling_heading_is_known_by_its_values(tmp_path: Path) -> None:
    columns = {
        "a": PEOPLE["name"],
        "b": PEOPLE["dob"],
        "c": ["CT14 7AA", "ME10 1AB", "TN1 2CD"],
        "d": ["ann@example.org", "bob@example.org", "cara@example.org"],
        "e": [None, None, None],
        "f": ["1001", "1002", "1003"],
        "truth": PEOPLE["truth"],
    }
    found = _figures(columns, tmp_path)
    assert found["columns_understood"] == {
        "full_name": "a",
        "date_of_birth": "b",
        "postcode": "c",
        "email": "d",
    }
    assert found["ignored_columns"] == {
        "e": "it is empty",
        "f": "numbers or codes of no known field: it may be an identifier",
    }
