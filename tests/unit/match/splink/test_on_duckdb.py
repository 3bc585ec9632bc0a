"""Splink on DuckDB says of each pair what we say, level by level and bit by bit."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from copy import deepcopy
from enum import StrEnum
from functools import cache
from itertools import combinations
from operator import attrgetter
from typing import cast

import polars as pl

from ppit_match.splink.causes import Cause, causes
from ppit_match.splink.engines import EngineName, Task, engine, own_linkage
from ppit_match.splink.model_settings import settings_of
from ppit_match.splink.records import Listed, records_for_splink
from ppit_match.splink.report import Linkage, compare_report
from ppit_matching import person_keys
from ppit_matching.scoring.default import MODEL
from ppit_matching.scoring.evidence import gather
from ppit_matching.scoring.levels import DateLevel, NameLevel, OtherLevel, PlaceLevel
from tests.unit.match.splink.lists import (
    LINKED_FROM,
    kent_people,
    listed,
    odd_people,
    our_linkage,
    pairs_by_key,
)

SEED, PEOPLE = 11, 3_000
AGREEING = ("phone", "email", "national_insurance", "sex", "middle", "generation")
ALL_LEVELS: Mapping[str, type[StrEnum]] = {
    "given.level": NameLevel,
    "family.level": NameLevel,
    "born": DateLevel,
    "place": PlaceLevel,
    **dict.fromkeys(AGREEING, OtherLevel),
}
NEVER = {
    "given.level FORMER",
    "given.level PART",
    "family.level FORM",
    "family.level INITIAL",
    "family.level ELSEWHERE",
}
"""Levels that no two names ever have."""


@cache
def _kent() -> tuple[list[Listed], Linkage, Linkage]:
    """Return a list, our weights of its pairs by key, and what Splink found by the same keys."""
    records = listed(kent_people(SEED, PEOPLE))
    ours = our_linkage(records, pairs_by_key(records))
    task = Task(records_for_splink(records), settings_of(MODEL), MODEL, LINKED_FROM)
    return records, ours, engine(EngineName.DUCKDB).link(task)


@cache
def _odd() -> tuple[list[Listed], Linkage]:
    """Return a few odd people and all their pairs: they are not to depend on keys."""
    records = listed(odd_people())
    ids = [one.unique_id for one in records]
    every = [(one, other) for at, one in enumerate(ids) for other in ids[at + 1 :]]
    return records, our_linkage(records, every)


def _report(records: list[Listed], ours: Linkage, splinks: Linkage) -> dict[str, object]:
    people = {one.unique_id: one.person for one in records}

    def cause_of(exceptions: pl.DataFrame) -> Iterable[str]:
        return causes(exceptions, people, MODEL)

    return compare_report(ours, splinks, LINKED_FROM, cause_of)


def _weights(report: dict[str, object]) -> dict[str, object]:
    return cast("dict[str, object]", report["weights"])


def test_pairs_and_weights_agree_on_thousands_of_pairs() -> None:
    records, ours, splinks = _kent()
    report = _report(records, ours, splinks)
    assert report["pairs"] == {"both": ours.pairs.height, "only_ours": 0, "only_splinks": 0}
    assert ours.pairs.height >= 3_000
    assert _weights(report)["exceptions"] == {}
    assert _weights(report)["within_tolerance"] == 1.0


def test_weights_agree_on_pairs_that_are_seldom_met() -> None:
    records, ours = _odd()
    splinks = _linked(records, settings_of(MODEL), ours.pairs)
    report = _report(records, ours, splinks)
    assert (
        _weights(report)["compared"] == ours.pairs.height == len(records) * (len(records) - 1) / 2
    )
    assert _weights(report)["exceptions"] == {}


def test_every_level_is_met_by_these_lists() -> None:
    """Else the tests above would agree on what neither was asked."""
    met: defaultdict[str, set[str]] = defaultdict(set)
    for records, ours in (_kent()[:2], _odd()):
        people = {one.unique_id: one.person for one in records}
        for one, other in ours.pairs.select("one", "other").iter_rows():
            evidence = gather(people[str(one)], people[str(other)])
            for field, levels in ALL_LEVELS.items():
                found = attrgetter(field)(evidence)
                met[field] |= {level.name for level in levels if level is found}
    unmet = {
        f"{field} {level.name}"
        for field, levels in ALL_LEVELS.items()
        for level in levels
        if level.name not in met[field]
    }
    assert unmet == NEVER


def test_a_changed_weight_is_noticed_and_named() -> None:
    records, ours = _odd()
    changed = _changed("phone", "AGREES, of one home by itself", 2**0.1)
    report = _report(records, ours, _linked(records, changed, ours.pairs))
    people = [one.person for one in records]
    sharing = sum(one.phone == other.phone is not None for one, other in combinations(people, 2))
    assert _weights(report)["exceptions"] == {f"{Cause.FIELD}phone": sharing}
    assert sharing > 0


def _changed(field: str, label: str, factor: float) -> dict[str, object]:
    """Return the settings with one level's m multiplied."""
    changed = deepcopy(settings_of(MODEL))
    comparisons = cast("list[dict[str, object]]", changed["comparisons"])
    (levels,) = [
        one["comparison_levels"] for one in comparisons if one["output_column_name"] == field
    ]
    (level,) = [
        one for one in cast("list[dict[str, object]]", levels) if one["label_for_charts"] == label
    ]
    level["m_probability"] = cast("float", level["m_probability"]) * factor
    return changed


def _linked(
    records: list[Listed], settings: dict[str, object], pairs: pl.DataFrame | None
) -> Linkage:
    table = records_for_splink(records)
    return engine(EngineName.DUCKDB).link(
        Task(table, json.loads(json.dumps(settings)), MODEL, LINKED_FROM, pairs)
    )


def test_splink_trained_by_itself_is_a_second_opinion() -> None:
    records, _, splinks = _kent()
    own = own_linkage(records_for_splink(records), LINKED_FROM)
    report = _report(records, splinks, own)
    links = cast("dict[str, int]", report["links"])
    clusters = cast("dict[str, int]", report["clusters"])
    assert clusters["records"] == len(records) == len(own.clusters)
    assert links["both"] > 10 * links["only_splinks"]
    assert links["only_ours"] > 0


def test_of_two_lists_only_pairs_across_are_found() -> None:
    people = odd_people()
    records = [
        Listed(f"{source}{at:03d}", person, source)
        for source in ("ours", "theirs")
        for at, person in enumerate(people)
    ]
    settings = settings_of(MODEL, two_lists=True)
    found = _linked(records, settings, None).pairs
    across = [
        (one, other)
        for one, other in pairs_by_key(records)
        if one.startswith("ours") != other.startswith("ours")
    ]
    assert (
        sorted(tuple(sorted(pair)) for pair in found.select("one", "other").iter_rows()) == across
    )
    assert len(across) >= len([person for person in people if person_keys(person)])
