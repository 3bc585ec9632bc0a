"""A whole borough's debts held to the truth: nobody's address is certified for another."""

from ppit_synthetic.borough import DebtFile, Source, make_borough
from ppit_synthetic.codes import Noise
from tests.support.tracing_truth import World, figures, trace_all

SMALL = 5000


def test_no_wrong_address_is_certified_and_half_of_the_right_ones_are() -> None:
    world = World(make_borough(7, SMALL, Noise.HELD_OUT))
    found = figures(world, trace_all(world, dict.fromkeys(DebtFile, tuple(Source))))
    never = ("certified wrong", "certified, since left", "certified, stop unseen")
    assert [found[kind] for kind in never] == [0, 0, 0]
    assert found["certified right"] > found["certifiable"] / 2
