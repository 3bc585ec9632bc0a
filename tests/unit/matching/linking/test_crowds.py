"""What a crowd has in common is left out and said; what a household shares stays."""

from dataclasses import replace

import numpy as np

from ppit_matching.linking.columns import read_columns
from ppit_matching.linking.crowds import CROWD, without_crowds
from ppit_matching.linking.link import link
from tests.benchmarks.households import make_households

MADE = make_households(11, 3_000)
COUNT = MADE.people.records


def test_an_address_a_date_and_a_telephone_of_everybody_say_nothing() -> None:
    alike = replace(
        MADE.people,
        address_lines=(["14 Foxglove Lane"] * COUNT, ["Deal"] * COUNT),
        postcode=["CT14 7AB"] * COUNT,
        date_of_birth=["1975-03-12"] * COUNT,
        phone=["07700 900123"] * COUNT,
    )
    columns, notes = without_crowds(read_columns(alike))
    everybody = [columns.person(row) for row in range(COUNT)]
    assert {(one.address, one.born.known, one.phone) for one in everybody} == {(None, False, None)}
    assert notes == tuple(
        f"the {name} of {COUNT} records was not counted: a crowd has the same"
        for name in ("address", "date of birth", "telephone")
    )


def test_what_a_household_shares_is_kept_as_it_was() -> None:
    before = read_columns(MADE.people)
    columns, notes = without_crowds(before)
    assert notes == ()
    rows = range(0, COUNT, 7)
    assert [columns.person(row) for row in rows] == [before.person(row) for row in rows]


def test_only_those_of_the_crowd_lose_what_it_shares() -> None:
    lines = [list(line) for line in MADE.people.address_lines]
    codes = list(MADE.people.postcode or ())
    for row in range(CROWD + 1):
        lines[0][row], lines[1][row], codes[row] = "14 Foxglove Lane", "Deal", "CT14 7AB"
    before = read_columns(replace(MADE.people, address_lines=tuple(lines), postcode=codes))
    columns, notes = without_crowds(before)
    assert not columns.places.known[: CROWD + 1].any()
    rest = slice(CROWD + 1, None)
    assert columns.places.known[rest].tolist() == before.places.known[rest].tolist()
    assert notes[0].startswith(f"the address of {CROWD + 1} records was not counted")


def test_a_year_that_many_share_is_no_crowd_and_no_invented_match_comes_of_one() -> None:
    born_in = replace(MADE.people, date_of_birth=["1975"] * COUNT)
    assert without_crowds(read_columns(born_in))[1] == ()
    linkage = link(replace(MADE.people, date_of_birth=["1975-03-12"] * COUNT))
    sure = linkage.probability >= 0.99
    right = MADE.truth[linkage.left[sure]] == MADE.truth[linkage.right[sure]]
    assert np.count_nonzero(sure) > 100
    assert right.mean() > 0.95
    assert any(note.startswith("the date of birth") for note in linkage.notes)
