"""`ppit-match evaluate` at the first try, on files it has never seen."""

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from random import Random
from typing import cast

import polars as pl
import pytest

from ppit_match.evaluate import evaluate
from ppit_match.reading import Table
from ppit_synthetic.chronicle import make_chronicle
from ppit_synthetic.paired_lists import make_census
from tests.unit.match.files import Columns, answer, inside, run, write_csv


@pytest.fixture(scope="module")
def chronicle() -> dict[str, list[str | None]]:
    made = make_chronicle(105, 120)
    return {
        **made.columns(),
        "unique_id": [f"Q{number}" for number in range(len(made.truth))],
        "cluster": [f"person {person}" for person in made.truth],
        "origin": list(made.origins),
    }


@pytest.fixture(scope="module")
def lists() -> dict[str, list[str | None]]:
    made = make_census(105, 800)
    return {**made.columns, "person_id": list(made.truth)}


GIVEN = ("Margaret", "Zbyszko", "David", "Ormerod", "Susan", "Peter", "Oluwaseun")
FAMILY = ("Smith", "Vantongeren", "Patel", "Nowak", "Jones", "Quaintrell", "Walker", "Obi", "Hall")


def _number(found: object) -> float:
    assert isinstance(found, int | float)
    return float(found)


@pytest.fixture(scope="module", params=["csv", "parquet"])
def scored(
    request: pytest.FixtureRequest, chronicle: Columns, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, object]:
    file = tmp_path_factory.mktemp("scored") / f"people.{request.param}"
    if request.param == "csv":
        write_csv(file, chronicle)
    else:
        pl.DataFrame(dict(chronicle)).write_parquet(file)
    return dict(answer(run(file, "--truth", "cluster", "--group", "origin")))


def test_a_hard_list_is_scored_well(scored: dict[str, object], chronicle: Columns) -> None:
    assert scored["records"] == len(chronicle["cluster"])
    assert _number(inside(scored, "pairs", "f1")) > 0.75
    assert _number(inside(scored, "clusters", "f1")) > 0.8
    assert _number(inside(scored, "clusters", "b3_f1")) > 0.85
    assert _number(inside(scored, "blocking_recall")) > 0.7


def test_it_says_what_it_understood_and_what_it_left_out(scored: dict[str, object]) -> None:
    assert scored["columns_understood"] == {
        "full_name": "full_name",
        "first_name": "first_name",
        "surname": "surname",
        "date_of_birth": "dob",
        "postcode": "postcode_fake",
        "sex": "gender",
        "other": ["birth_place", "occupation"],
    }
    assert inside(scored, "ignored_columns") == {
        "unique_id": "an identifier or a label, by its heading"
    }
    assert _number(scored["max_rss_mb"]) > 10
    assert _number(scored["seconds"]) > 0


def test_every_group_has_its_figures(scored: dict[str, object], chronicle: Columns) -> None:
    groups = inside(scored, "groups", "origin")
    named = set(cast("Mapping[str, object]", groups))
    assert named == set(chronicle["origin"])


def test_columns_with_headings_that_say_nothing_are_known_by_their_values(
    tmp_path: Path,
) -> None:
    people = range(200)
    columns: dict[str, list[str | None]] = {
        "c1": [GIVEN[one % len(GIVEN)] for one in people],
        "c2": [FAMILY[one % len(FAMILY)] for one in people],
        "c3": [f"{1 + one % 28} Mar {1930 + one % 60}" for one in people],
        "c4": [f"{one} Acorn Road, Deal" for one in people],
        "c5": [f"CT14 {one % 9}{'ABD'[one % 3]}B" for one in people],
        "gold": [str(one) for one in people],
    }
    file = tmp_path / "people.txt"
    rows = [columns.keys(), *zip(*columns.values(), strict=True)]
    file.write_bytes("\n".join("\t".join(map(str, row)) for row in rows).encode("utf-16"))
    found = answer(run(file, "--truth", "gold"))
    assert found["columns_understood"] == {
        "first_name": "c1",
        "surname": "c2",
        "date_of_birth": "c3",
        "address": ["c4"],
        "postcode": "c5",
    }
    assert "the file is not UTF-8: it was read as UTF-16" in cast("list[str]", found["notes"])


def test_two_lists_are_linked_by_their_source(lists: Columns, tmp_path: Path) -> None:
    file = write_csv(tmp_path / "both.csv", lists)
    found = answer(run(file, "--truth", "person_id", "--mode", "link"))
    assert _number(inside(found, "pairs", "precision")) > 0.98
    assert _number(inside(found, "pairs", "recall")) > 0.97
    assert inside(found, "columns_understood", "year_of_birth") == "dob_year"


def test_the_column_that_divides_all_records_is_the_source(lists: Columns, tmp_path: Path) -> None:
    renamed = {"ab" if name == "source_dataset" else name: lists[name] for name in lists}
    found = answer(run(write_csv(tmp_path / "both.csv", renamed), "--truth", "person_id"))
    assert "ab" in cast("list[str]", inside(found, "columns_understood", "other"))
    file = write_csv(tmp_path / "two.csv", renamed)
    found = answer(run(file, "--truth", "person_id", "--mode", "link"))
    assert inside(found, "columns_understood", "source") == "ab"
    assert _number(inside(found, "pairs", "f1")) > 0.98


def _of_source(lists: Columns, source: str) -> dict[str, list[str | None]]:
    rows = [row for row, said in enumerate(lists["source_dataset"]) if said == source]
    kept = [name for name in lists if name != "source_dataset"]
    return {name: [lists[name][row] for row in rows] for name in kept}


def test_two_files_are_linked(lists: Columns, tmp_path: Path) -> None:
    files: list[Path] = []
    for source in ("census", "survey"):
        columns = _of_source(lists, source)
        files.append(write_csv(tmp_path / f"{source}.csv", columns))
    found = answer(run(files[0], "--other", files[1], "--truth", "person_id"))
    assert _number(inside(found, "pairs", "f1")) > 0.98


def test_two_files_with_headings_of_their_own_are_linked(lists: Columns, tmp_path: Path) -> None:
    headings = {"pername1": "Forename(s)", "pername2": "customer_last", "enumpc": "zip"}
    files: list[Path] = []
    for source in ("census", "survey"):
        columns = _of_source(lists, source)
        if source == "survey":
            parts = [columns.pop(name) for name in ("dob_day", "dob_mon", "dob_year")]
            columns["born on"] = ["/".join(map(str, row)) for row in zip(*parts, strict=True)]
            columns = {headings.get(name, name): cells for name, cells in columns.items()}
        else:
            columns["ward"] = ["north"] * len(columns["person_id"])
        files.append(write_csv(tmp_path / f"{source}.csv", columns))
    given = ("--other", files[1], "--truth", "person_id", "--group", "ward")
    found = answer(run(files[0], *given))
    assert _number(inside(found, "pairs", "f1")) > 0.98
    assert set(cast("Mapping[str, object]", inside(found, "groups", "ward"))) == {"north", "(none)"}
    notes = cast("list[str]", found["notes"])
    assert "'customer_last' of the second list is read as 'pername2'" in notes
    assert inside(found, "columns_understood", "date_of_birth") == "born on"


@pytest.mark.parametrize("order", [("with", "without"), ("without", "with")])
def test_a_list_without_the_truth_is_refused_by_name(
    lists: Columns, tmp_path: Path, order: tuple[str, str]
) -> None:
    few = {name: cells[:20] for name, cells in lists.items()}
    write_csv(tmp_path / "with.csv", few)
    write_csv(tmp_path / "without.csv", {name: few[name] for name in few if name != "person_id"})
    first, second = (tmp_path / f"{name}.csv" for name in order)
    result = run(first, "--other", second, "--truth", "person_id")
    assert result.exit_code == 2
    assert "column 'person_id', the truth, is not in without.csv" in result.stderr


def test_the_truth_reaches_neither_training_nor_weights(chronicle: Columns) -> None:
    columns = {name: list(cells) for name, cells in chronicle.items() if name != "origin"}
    truth = columns["cluster"]
    shuffled = list(truth)
    Random(7).shuffle(shuffled)  # noqa: S311  # labels that mean nothing
    records = len(truth)
    seen = evaluate(Table(columns, records, ()), "cluster")
    blind = evaluate(Table({**columns, "cluster": shuffled}, records, ()), "cluster")
    assert seen.linkage.labels.tolist() == blind.linkage.labels.tolist()
    assert seen.linkage.weight.tolist() == blind.linkage.weight.tolist()
    assert seen.pairs.f1 > 0.7
    assert blind.pairs.f1 < 0.1


def test_a_caller_may_say_which_column_is_which(tmp_path: Path) -> None:
    names = [f"{given} {family}" for given in ("Ann", "Bob") for family in ("Archer", "Baker")] * 2
    people = {"who": names, "x": ["1950-03-02", "1961-04-05"] * 4, "truth": list("abcdabcd")}
    file = write_csv(tmp_path / "few.csv", people)
    found = answer(run(file, "--truth", "truth", "--map", "name=who", "--map", "dob=x"))
    assert found["columns_understood"] == {"full_name": "who", "date_of_birth": "x"}


def test_the_memory_said_is_not_that_of_whoever_started_the_program() -> None:
    held = bytearray(b"x") * (600 << 20)
    said = subprocess.run(
        [sys.executable, "-c", "from ppit_match.evaluate import max_rss_mb; print(max_rss_mb())"],
        check=True,
        capture_output=True,
        text=True,
    )
    assert len(held) == 600 << 20
    assert 10 < float(said.stdout) < 500
