"""`ppit-match learn`: a model from a list without labels, that weighs another list."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ppit_match.cli import app
from ppit_match.reading import read_table
from ppit_matching import MODEL, PeopleTexts, link, model_from_json
from ppit_synthetic.chronicle import make_chronicle
from tests.unit.match.files import write_csv


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("lists")
    return write_csv(folder / "people.csv", make_chronicle(106, 60).columns())


def test_what_a_list_teaches_is_read_back_and_weighs_another(file: Path) -> None:
    told = CliRunner().invoke(app, ["learn", str(file)])
    assert told.exit_code == 0, told.output
    model = model_from_json(json.loads(told.stdout))
    assert model.version != MODEL.version
    assert model.figures["records"] == read_table(file).records
    people = PeopleTexts(2, full=["Ann Obi", "Anne Obi"], date_of_birth=["1950-03-02"] * 2)
    assert link(people, model=model).model == model


def test_the_same_list_teaches_the_same(file: Path) -> None:
    first, second = (CliRunner().invoke(app, ["learn", str(file)]) for _ in range(2))
    assert first.stdout == second.stdout


def test_a_short_list_teaches_nothing_and_says_so(tmp_path: Path) -> None:
    names = [f"Ann Obi{'abcdefgh'[number]}" for number in range(8)]
    short = write_csv(tmp_path / "few.csv", {"full_name": names, "dob": ["1950-03-02"] * 8})
    told = CliRunner().invoke(app, ["learn", str(short)])
    assert told.exit_code == 0, told.output
    assert model_from_json(json.loads(told.stdout)) == MODEL
    assert "too few records" in told.stderr


def test_a_file_that_is_none_is_refused_without_a_traceback(tmp_path: Path) -> None:
    nothing = tmp_path / "nothing.csv"
    nothing.write_bytes(b"")
    told = CliRunner().invoke(app, ["learn", str(nothing)])
    assert told.exit_code == 2
    assert told.stderr.startswith("ppit-match: ")
