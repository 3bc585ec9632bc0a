"""One seed is one borough, and an error model changes how things are written and no more."""

import hashlib
import os
import subprocess
import sys
from dataclasses import replace
from datetime import date

import pytest

from ppit_synthetic import KentTooSmall, Noise, make_kent
from ppit_synthetic.borough import Borough, make_borough
from tests.unit.synthetic.boroughs import PEOPLE, SEED, borough_of

PINNED = {
    Noise.EVERYDAY: "34946dd21b2557675aa38acae392a752f29417a0c0ba9e7ae6e829891738a1f2",
    Noise.HELD_OUT: "1de7e1aca2d2287c7b6e773eff3396619eec6303919ffb2b3ffa47d06b4415a6",
}
_ELSEWHERE = """
import hashlib
from ppit_synthetic import Noise
from ppit_synthetic.borough import make_borough
print(hashlib.sha256(repr(make_borough({seed}, {people}, Noise.{noise})).encode()).hexdigest())
"""


def _digest(noise: Noise) -> str:
    return hashlib.sha256(repr(borough_of(noise)).encode()).hexdigest()


@pytest.mark.parametrize("noise", Noise)
def test_a_seed_gives_the_borough_that_is_pinned_here(noise: Noise) -> None:
    # A change of this digest is a change of every figure measured on the borough: say so where you
    # change it.
    assert _digest(noise) == PINNED[noise]


def test_another_process_with_other_hashes_makes_the_same_borough() -> None:
    code = _ELSEWHERE.format(seed=SEED, people=PEOPLE, noise=Noise.HELD_OUT)
    elsewhere = subprocess.run(  # noqa: S603  # our own interpreter, our own words
        [sys.executable, "-c", code],
        env={"PYTHONHASHSEED": "4711", "PATH": os.defpath, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert elsewhere.stdout.strip() == _digest(Noise.HELD_OUT)


def test_the_kent_within_is_the_one_of_the_same_arguments() -> None:
    assert borough_of().kent == make_kent(SEED, PEOPLE)


def test_the_error_model_changes_the_writing_and_nothing_that_is_true() -> None:
    everyday, held_out = borough_of(Noise.EVERYDAY), borough_of(Noise.HELD_OUT)
    for one, other in zip(_facts(everyday), _facts(held_out), strict=True):
        assert one
        assert one == other
    written = [(s.file_name, s.rows) for s in everyday.victim_sheets + everyday.debt_sheets]
    again = [(s.file_name, s.rows) for s in held_out.victim_sheets + held_out.debt_sheets]
    assert [name for name, _ in written] == [name for name, _ in again]
    assert all(one != other for one, other in zip(written, again, strict=True))


def _facts(borough: Borough) -> tuple[tuple[object, ...], ...]:
    return (
        borough.scams,
        borough.protected,
        borough.insolvencies,
        borough.companies,
        borough.rings,
        borough.awards,
        borough.subjects,
        borough.matches,
        tuple(replace(row, traps=()) for row in borough.victim_rows),
        tuple(replace(debt, traps=()) for debt in borough.debts),
        tuple(replace(seen, name="", born="") for seen in borough.sightings),
        tuple(replace(notice, name="", born="") for notice in borough.death_notices),
        tuple(
            replace(one, name="", born="", company_number_given="") for one in borough.applications
        ),
    )


def test_too_few_people_for_its_traps_are_refused() -> None:
    with pytest.raises(KentTooSmall):
        make_borough(SEED, 4999)


def test_another_seed_on_another_day_makes_another_borough() -> None:
    later = date(2027, 3, 1)
    other = make_borough(SEED + 1, 5000, as_of=later)
    assert len(other.kent.people) == 5000
    assert other.companies[0].name != borough_of().companies[0].name
    assert max(scam.happened_on for scam in other.scams) > borough_of().kent.as_of
    assert max(seen.last_seen for seen in other.sightings) == later
