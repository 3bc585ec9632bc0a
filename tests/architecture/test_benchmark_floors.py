"""The figures that documents quote are no worse than what was once reached."""

import json
import re
from collections.abc import Mapping
from typing import cast

import pytest

from tests.architecture.our_files import our_files, text_of
from tests.benchmarks.floors import fallen
from tests.benchmarks.kept import FOLDER
from tests.benchmarks.render import PAGE, page

LIST = "docs/benchmarks/README.md"
KEPT = sorted(path.stem for path in FOLDER.glob("*.json"))


@pytest.mark.parametrize("name", KEPT)
def test_no_kept_figure_has_fallen(name: str) -> None:
    figures = cast(
        "Mapping[str, object]", json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    )
    assert fallen(name, figures) == []


def test_a_fallen_a_missing_and_an_unreadable_figure_are_named() -> None:
    seeds = {"1": {"person_candidate_recall": 0.5}, "2": {"person_candidate_recall": "all"}}
    found = fallen("who-is-who", {"report seeds": seeds})
    assert [said.rpartition(": ")[2] for said in found] == [
        "0.5 is not >= 0.99",
        "all is no number",
        "there is no such figure",
        "there is no such figure",
    ]


def test_the_page_of_the_matcher_says_what_is_kept() -> None:
    assert PAGE.read_text(encoding="utf-8") == page()


def test_every_benchmark_has_been_run_and_is_in_the_list_of_them() -> None:
    measured = {
        name
        for path in our_files("tests/benchmarks/*.py")
        for name in re.findall(r'keep\(\s*"([a-z-]+)"', text_of(path))
    }
    listed = re.findall(r"^\| `([a-z-]+)\.json`", text_of(LIST), re.MULTILINE)
    assert measured - {*KEPT} == set()
    assert sorted(listed) == KEPT


def test_documents_name_figures_that_are_kept() -> None:
    named = {
        (path, name)
        for path in our_files("*.md")
        for name in re.findall(r"docs/benchmarks/([a-z-]+)\.json", text_of(path))
    }
    assert {(path, name) for path, name in named if name not in KEPT} == set()
