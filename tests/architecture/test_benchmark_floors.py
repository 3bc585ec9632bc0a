"""The figures that documents quote are no worse than what was once reached."""

import json
from collections.abc import Mapping
from typing import cast

import pytest

from tests.benchmarks.floors import fallen
from tests.benchmarks.kept import FOLDER
from tests.benchmarks.render import PAGE, page

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
