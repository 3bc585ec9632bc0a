"""A list linked: one model online and in bulk, nobody glued to a twin, bad input survived."""

from dataclasses import replace
from typing import cast

import numpy as np
import pytest

from ppit_matching.linking.link import Linkage, link
from ppit_matching.linking.texts import PeopleTexts, Texts
from ppit_matching.scoring.compare import compare
from ppit_matching.scoring.default import MODEL
from ppit_matching.scoring.verdict import Band
from ppit_synthetic.chronicle import make_chronicle
from tests.benchmarks.households import make_households
from tests.unit.matching.linking.samples import odd_people


@pytest.fixture(scope="module")
def households() -> tuple[Linkage, np.ndarray[tuple[int], np.dtype[np.int64]]]:
    made = make_households(5, 3_000)
    return link(made.people), made.truth


def test_the_bulk_weight_is_the_weight_of_the_single_comparison(
    households: tuple[Linkage, object],
) -> None:
    linkage = households[0]
    places = range(0, len(linkage.left), 3)
    alone = [
        compare(
            linkage.person(int(linkage.left[place])),
            linkage.person(int(linkage.right[place])),
            linkage.model,
        )
        for place in places
    ]
    assert len(alone) > 300
    assert [pair.weight_bits for pair in alone] == pytest.approx(linkage.weight[::3], abs=1e-6)
    assert [pair.probability for pair in alone] == pytest.approx(linkage.probability[::3], abs=1e-6)


def test_records_of_one_person_are_found_without_labels(
    households: tuple[Linkage, np.ndarray[tuple[int], np.dtype[np.int64]]],
) -> None:
    linkage, truth = households
    sure = linkage.probability >= 0.99
    right = truth[linkage.left[sure]] == truth[linkage.right[sure]]
    pairs = sum(int(n) * (int(n) - 1) // 2 for n in np.bincount(truth))
    assert right.mean() > 0.9
    assert right.sum() / pairs > 0.85


def test_a_list_of_long_dead_people_with_other_columns_is_clustered() -> None:
    made = make_chronicle(4, 80)
    linkage = link(made.people)
    truth = np.array(made.truth)
    right = truth[linkage.left] == truth[linkage.right]
    likely = linkage.probability >= 0.5
    assert right[likely].mean() > 0.8
    assert set(linkage.others) == set(made.people.others)


def test_what_is_explained_is_what_was_weighed_with_the_columns_of_a_lists_own() -> None:
    linkage = link(make_chronicle(4, 80).people)
    pairs = zip(linkage.left[:300].tolist(), linkage.right[:300].tolist(), strict=True)
    told = [linkage.explain(*pair) for pair in pairs]
    weights = [one.weight_bits for one in told]
    assert weights == pytest.approx(linkage.weight[:300].tolist(), abs=1e-3)
    assert any("occupation" in words for one in told for words in one.reasons)


def test_twins_and_father_and_son_are_never_confirmed() -> None:
    rows = [
        ("Jayden", "Hill", "2001-05-04"),
        ("Hayden", "Hill", "2001-05-04"),
        ("John", "Hargreaves", "1950-03-02"),
        ("John", "Hargreaves", "1980-07-19"),
    ]
    linkage = link(_at_home(rows))
    assert linkage.explain(0, 1).band is not Band.CONFIRMED
    assert linkage.explain(2, 3).band is not Band.CONFIRMED
    assert linkage.labels[2] != linkage.labels[3]


def test_one_record_a_thousand_times_is_one_person_or_said_to_be_too_many() -> None:
    linkage = link(_at_home([("John", "Hargreaves", "1950-03-02")] * 1_000))
    assert any("could not be looked at" in note for note in linkage.notes) or (
        len(set(linkage.labels.tolist())) == 1
    )


def test_odd_input_is_survived_and_invents_no_match() -> None:
    linkage = link(odd_people())
    assert len(linkage.labels) == odd_people().records
    for place in np.flatnonzero(linkage.probability >= 0.99).tolist():
        for row in (int(linkage.left[place]), int(linkage.right[place])):
            person = linkage.person(row)
            assert person.given or person.family or person.phone or person.national_insurance


@pytest.mark.parametrize("records", [0, 1, 2])
def test_the_shortest_lists_are_answered(records: int) -> None:
    linkage = link(_at_home([("John", "Hargreaves", "1950-03-02")] * records))
    assert len(linkage.labels) == records


def test_two_sources_are_linked_across_and_never_within() -> None:
    rows = [("John", "Hargreaves", "1950-03-02"), ("Mary", "Okafor", "1961-02-03")] * 2
    texts = _at_home(rows, ["a", "a", "b", "b"])
    linkage = link(texts, mode="link")
    found = {
        tuple(sorted(pair))
        for pair in zip(linkage.left.tolist(), linkage.right.tolist(), strict=True)
    }
    assert found >= {(0, 2), (1, 3)}
    assert linkage.labels[0] == linkage.labels[2]
    assert linkage.labels[0] != linkage.labels[1]


def test_what_people_decided_stands() -> None:
    rows = [("John", "Hargreaves", "1950-03-02")] * 2 + [("Mary", "Okafor", "1961-02-03")]
    linkage = link(_at_home(rows), must=[(0, 2)], must_not=[(0, 1)])
    assert linkage.labels[0] == linkage.labels[2]
    assert linkage.labels[0] != linkage.labels[1]


def _at_home(rows: list[tuple[str, str, str]], source: list[str] | None = None) -> PeopleTexts:
    size = len(rows)
    return PeopleTexts(
        size,
        given=[row[0] for row in rows],
        family=[row[1] for row in rows],
        date_of_birth=[row[2] for row in rows],
        address_lines=(["14 Foxglove Lane"] * size,),
        postcode=["CT14 7AB"] * size,
        source=source,
    )


def test_the_figures_say_what_was_done_and_how_long_each_step_took(
    households: tuple[Linkage, object],
) -> None:
    linkage = households[0]
    seconds = cast("dict[str, float]", linkage.figures["seconds"])
    assert seconds.keys() == {"columns", "pairs", "training", "weights", "clusters"}
    assert linkage.figures["records"] == linkage.columns.records
    at_doors = cast("float", linkage.figures["pairs_at_one_door"])
    assert at_doors > cast("float", linkage.figures["matches_at_one_door"]) > 0


def test_people_who_are_all_different_teach_nothing_and_the_estimate_is_used() -> None:
    linkage = link(_chosen(DIFFERENT[:500]))
    assert linkage.model is MODEL
    assert any(note.startswith("hardly two records") for note in linkage.notes)


def test_two_lists_without_repeats_let_a_records_rivals_share_its_chance() -> None:
    ours = DIFFERENT[:300]
    people = _chosen([*ours, *ours, ours[0]])
    linkage = link(replace(people, source=["a"] * 300 + ["b"] * 301), mode="link")
    of_first = linkage.probability[linkage.left == 0]
    assert len(of_first) > 1
    assert float(of_first.max()) <= 0.5
    assert float(linkage.probability[linkage.left == 1].max()) > 0.9


MADE = make_households(6, 1_200)
DIFFERENT = cast("list[int]", np.unique(MADE.truth, return_index=True)[1].tolist())


def _chosen(rows: list[int]) -> PeopleTexts:
    """Take some records of a list of people, their names, birthdays and addresses."""
    people = MADE.people
    return PeopleTexts(
        len(rows),
        given=_of(people.given, rows),
        family=_of(people.family, rows),
        date_of_birth=_of(people.date_of_birth, rows),
        address_lines=tuple(_of(line, rows) for line in people.address_lines),
        postcode=_of(people.postcode, rows),
    )


def _of(column: Texts | None, rows: list[int]) -> list[str | None]:
    assert column is not None
    return [column[row] for row in rows]
