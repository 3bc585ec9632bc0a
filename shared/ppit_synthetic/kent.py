"""Make a whole Kent from one number."""

from datetime import date

from ppit_synthetic.census import POPULATION_DAY
from ppit_synthetic.codes import Noise
from ppit_synthetic.districts import DISTRICTS
from ppit_synthetic.lookup import index_truth
from ppit_synthetic.markers import make_markers
from ppit_synthetic.moves import make_residences
from ppit_synthetic.places import make_gazetteer
from ppit_synthetic.population import make_population
from ppit_synthetic.records import Kent
from ppit_synthetic.visit_desk import KentTooSmall
from ppit_synthetic.visits import make_visits

SMALLEST = 500
_HOMES_A_PERSON = 0.52
_HOMES_ANYWAY = 40


def make_kent(
    seed: int,
    people: int = 20_000,
    noise: Noise = Noise.EVERYDAY,
    *,
    as_of: date = POPULATION_DAY,
) -> Kent:
    """Make the Kent of ``seed`` with exactly ``people`` residents and 960 visits.

    The same arguments give the same Kent in every process and on every machine. ``noise`` changes
    the visits and nothing else. ``as_of`` is the day of the visits: it dates the incidents behind
    the markers, so that none is overdue for review on that day, and moves nothing else; the people
    are as they were on ``POPULATION_DAY``. Raises ``KentTooSmall`` below 500 people, who could not
    play every part. Below about 5,000 people the markers that the stories need are more than
    the usual share.
    """
    if people < SMALLEST:
        raise KentTooSmall(people)
    gazetteer = make_gazetteer(seed, int(people * _HOMES_A_PERSON) + _HOMES_ANYWAY)
    census = make_population(seed, people, gazetteer)
    residences = make_residences(seed, census, gazetteer)
    residents, bonds = tuple(census.people), tuple(census.bonds)
    truth = index_truth(gazetteer, residents, residences)
    markers = make_markers(seed, truth, bonds, as_of)
    visits = make_visits(seed, noise, truth, bonds, markers)
    return Kent(
        seed, noise, as_of, DISTRICTS, gazetteer, residents, residences, bonds, markers, visits
    )
