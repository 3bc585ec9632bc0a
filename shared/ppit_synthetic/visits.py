"""Write the visits of one Kent: so many of each kind, each with its truth."""

from collections import Counter

from ppit_synthetic import visit_recipes_doubles as doubles
from ppit_synthetic import visit_recipes_people as people
from ppit_synthetic import visit_recipes_places as places
from ppit_synthetic import visit_recipes_plain as plain
from ppit_synthetic.chance import stream
from ppit_synthetic.codes import BondKind, Noise
from ppit_synthetic.dispatcher import train
from ppit_synthetic.lookup import Lookup, index_markers
from ppit_synthetic.noise_everyday import EVERYDAY
from ppit_synthetic.noise_held_out import HELD_OUT
from ppit_synthetic.records import Bond, MarkerTruth, VisitCase
from ppit_synthetic.visit_desk import Desk, KentTooSmall, Recipe, Slip, put_down, quiet_homes
from ppit_synthetic.visit_truth import hidden_from_the_register

_MODELS = {Noise.EVERYDAY: EVERYDAY, Noise.HELD_OUT: HELD_OUT}
_TRIES = 40
_PLAN: tuple[tuple[Recipe, int], ...] = (
    (plain.uprn_given, 25),
    (plain.address_as_held, 25),
    (places.address_typed_badly, 80),
    (people.name_typed_badly, 50),
    (people.all_typed_badly, 50),
    (people.nickname, 40),
    (people.known_as, 25),
    (people.former_surname, 20),
    (people.swapped_names, 40),
    (people.day_month_swapped, 40),
    (people.date_miskeyed, 30),
    (people.moved_house, 40),
    (places.former_home, 20),
    (people.named_visitor, 25),
    (plain.lone_female, 20),
    (plain.pair_to_the_same_man, 20),
    (plain.dangerous_dog, 15),
    (plain.cuckooed_flat, 15),
    (places.neighbouring_flat, 20),
    (places.care_home, 20),
    (places.shared_house, 20),
    (doubles.twin, 20),
    (doubles.father_and_son, 20),
    (doubles.same_name_stranger, 20),
    (plain.other_audience, 20),
    (plain.other_contact_mode, 20),
    (places.unmarked_control, 180),
    (places.unresolvable_address, 40),
)


def make_visits(
    seed: int,
    noise: Noise,
    truth: Lookup,
    bonds: tuple[Bond, ...],
    markers: tuple[MarkerTruth, ...],
) -> tuple[VisitCase, ...]:
    """Return every kind of visit, in the plan's numbers whatever the size of the Kent."""
    index = index_markers(markers)
    pairs = [(b.first, b.second) for b in bonds if b.kind is not BondKind.MARRIED]
    double_of = {one: other for pair in pairs for one, other in (pair, pair[::-1])}
    desk = Desk(
        rng=stream(seed, f"visits/{noise}"),
        truth=truth,
        markers=index,
        model=_MODELS[noise],
        dispatcher=train(truth.entries.values()),
        quiet=quiet_homes(truth, index, double_of),
        double_of=double_of,
        full_names=Counter(person.name.full for person in truth.residents.values()),
    )
    recipes = [recipe for recipe, wanted in _PLAN for _ in range(wanted)]
    slips = [_write_slip(desk, recipe) for recipe in recipes]
    desk.rng.shuffle(slips)
    return tuple(put_down(desk, slip, f"V{at:04d}") for at, slip in enumerate(slips, start=1))


def _write_slip(desk: Desk, recipe: Recipe) -> Slip:
    """Write a slip whose truth the register can tell; see ``hidden_from_the_register``."""
    slip = recipe(desk)
    for _ in range(_TRIES):
        named = {written.who.person_id for written in slip.people}
        if hidden_from_the_register(desk.truth, desk.markers, slip.uprn) <= named:
            return slip
        slip = recipe(desk)
    raise KentTooSmall(slip.kind)
