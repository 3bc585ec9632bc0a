"""What leaves a Kent: the gazetteer as a file, and its figures without a name in them."""

import csv
from pathlib import Path

from ppit_synthetic import Subject, summary, write_gazetteer_csv
from tests.unit.synthetic.kents import kent_of


def test_the_gazetteer_file_holds_every_address_under_the_agreed_columns(tmp_path: Path) -> None:
    path = tmp_path / "gazetteer.csv"
    write_gazetteer_csv(kent_of(), path)
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        rows = list(reader)
    assert list(reader.fieldnames or ()) == [
        *("uprn", "line_1", "line_2", "line_3", "town", "postcode", "area_gss", "parent_uprn")
    ]
    assert len(rows) == len(kent_of().gazetteer)
    for row, entry in zip(rows, kent_of().gazetteer, strict=True):
        lines = tuple(row[f"line_{n}"] for n in (1, 2, 3) if row[f"line_{n}"])
        assert (row["uprn"], lines, row["postcode"]) == (entry.uprn, entry.lines, entry.postcode)
        assert (row["parent_uprn"] or None) == entry.parent_uprn


def test_the_summary_counts_and_names_nobody() -> None:
    figures = summary(kent_of())
    assert all(type(value) is int for value in figures.values())
    assert figures["people"] == len(kent_of().people)
    marked = [marker for marker in kent_of().markers if marker.subject is Subject.PERSON]
    assert figures["markers on people"] == len(marked)
