"""How long the synthetic Kent takes to make: the demo and every system test wait for it."""

import pytest

from ppit_synthetic import Noise, make_kent
from tests.benchmarks.stopwatch import timed

PEOPLE = 20_000
BUDGET_SECONDS = 20


@pytest.mark.parametrize("noise", Noise)
def bench_a_kent_of_twenty_thousand_people(noise: Noise) -> None:
    with timed(f"people made with {noise.value} noise", PEOPLE) as lap:
        kent = make_kent(7, people=PEOPLE, noise=noise)
    assert len(kent.people) == PEOPLE
    assert lap.seconds < BUDGET_SECONDS
