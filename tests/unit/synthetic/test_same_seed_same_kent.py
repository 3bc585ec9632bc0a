"""One seed is one Kent: in any process, on any machine, whatever order hashes come in."""

import hashlib
import os
import subprocess
import sys
from dataclasses import replace
from datetime import date, timedelta

import pytest

from ppit_synthetic import KentTooSmall, Noise, make_kent
from tests.unit.synthetic.kents import PEOPLE, SEED, kent_of

PINNED = {
    Noise.EVERYDAY: "ce64e87e33c0f80fa2e0b2358a594bd01a84383a65307e97eec2f88500ca502c",
    Noise.HELD_OUT: "4900af398a62719012fb7fc0695b8b50a78de907ed5323a8d4d7e562364808a6",
}
_ELSEWHERE = """
import hashlib
from ppit_synthetic import Noise, make_kent
print(hashlib.sha256(repr(make_kent({seed}, {people}, Noise.{noise})).encode()).hexdigest())
"""


def _digest(noise: Noise) -> str:
    return hashlib.sha256(repr(kent_of(noise)).encode()).hexdigest()


@pytest.mark.parametrize("noise", Noise)
def test_a_seed_gives_the_kent_that_is_pinned_here(noise: Noise) -> None:
    # A change of this digest is a change of every figure measured on the Kent: say so where you
    # change it.
    assert _digest(noise) == PINNED[noise]


@pytest.mark.parametrize("hash_seed", ["0", "4711"])
def test_another_process_with_other_hashes_makes_the_same_kent(hash_seed: str) -> None:
    code = _ELSEWHERE.format(seed=SEED, people=PEOPLE, noise=Noise.HELD_OUT)
    elsewhere = subprocess.run(  # noqa: S603  # our own interpreter, our own words
        [sys.executable, "-c", code],
        env={"PYTHONHASHSEED": hash_seed, "PATH": os.defpath},
        capture_output=True,
        text=True,
        check=True,
    )
    assert elsewhere.stdout.strip() == _digest(Noise.HELD_OUT)


def test_another_seed_makes_another_kent() -> None:
    other = make_kent(SEED + 1, PEOPLE)
    assert other.people != kent_of().people
    assert other.gazetteer != kent_of().gazetteer


def test_the_error_model_changes_the_visits_and_nothing_else() -> None:
    everyday, held_out = kent_of(Noise.EVERYDAY), kent_of(Noise.HELD_OUT)
    assert everyday.visits != held_out.visits
    assert replace(everyday, noise=Noise.HELD_OUT, visits=held_out.visits) == held_out


def test_a_later_day_dates_the_incidents_and_moves_nobody() -> None:
    today = kent_of()
    later = make_kent(SEED, PEOPLE, as_of=today.as_of + timedelta(days=400))
    assert (later.people, later.residences) == (today.people, today.residences)
    assert later.visits == today.visits
    assert [replace(m, incident_date=date.min) for m in later.markers] == [
        replace(m, incident_date=date.min) for m in today.markers
    ]
    assert later.markers[0].incident_date - today.markers[0].incident_date == timedelta(days=400)


def test_a_kent_too_small_for_its_stories_is_refused() -> None:
    with pytest.raises(KentTooSmall):
        make_kent(SEED, 499)
    assert len(make_kent(SEED, 500).people) == 500


def test_two_flats_that_are_both_cuckooed_do_not_end_a_kent() -> None:
    # A house of two flats, each with a marker, has no neighbour left: another block must serve.
    assert len(make_kent(7, 800).visits) == 960
