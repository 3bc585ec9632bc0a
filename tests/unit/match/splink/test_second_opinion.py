"""A linkage of a whole list, judged by Splink with our model and by Splink alone."""

import json
from dataclasses import replace
from pathlib import Path
from typing import cast

import polars as pl
import typer
from typer.testing import CliRunner

from ppit_match.splink.causes import Cause
from ppit_match.splink.opinion_file import opinion_file
from ppit_match.splink.second_opinion import second_opinion
from ppit_matching.linking.link import link
from ppit_matching.scoring.default import MODEL
from ppit_synthetic.chronicle import make_chronicle

SEED, FIGURES = 5, 60
app = typer.Typer()
app.command()(opinion_file)
Part = dict[str, dict[str, object]]


def test_a_relinkage_is_reported_without_ids_or_names() -> None:
    # Columns that the model does not know are ours alone.
    people = replace(make_chronicle(SEED, FIGURES).people, others={})
    report = second_opinion(link(people, model=MODEL))
    same: Part = cast("Part", report["same_model"])
    own: Part = cast("Part", report["own_model"])
    assert report["engine"] == "duckdb"
    assert same["clusters"]["records"] == own["clusters"]["records"] == people.records
    assert cast("int", same["links"]["both"]) > people.records
    assert same["weights"]["exceptions"] == {}
    assert own.keys() == {"pairs", "links", "clusters"}
    assert cast("int", own["links"]["both"]) > 0
    assert json.loads(json.dumps(report)) == report


def test_a_file_is_linked_twice_and_the_difference_printed(tmp_path: Path) -> None:
    """With columns that the model does not know: the weights of ours then hold more."""
    chronicle = make_chronicle(SEED, FIGURES)
    file = tmp_path / "list.csv"
    pl.DataFrame(chronicle.columns()).write_csv(file)
    answer = CliRunner().invoke(app, [str(file), "--words"])
    assert answer.exit_code == 0, answer.output
    figures = dict(line.rsplit(": ", 1) for line in answer.output.splitlines())
    assert int(figures["same model, weights, compared"]) > chronicle.people.records
    assert f"same model, weights, exceptions, {Cause.BEYOND}" in figures
    assert int(figures["own model, clusters, records"]) == chronicle.people.records


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    answer = CliRunner().invoke(app, [str(tmp_path / "no.csv")])
    assert answer.exit_code == 2
    assert "no.csv" in answer.output
