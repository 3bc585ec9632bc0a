"""Visits whose point is the door: how it was typed, whose it is, and what stands next to it."""

from dataclasses import replace

from ppit_synthetic.chance import happens
from ppit_synthetic.codes import Dwelling, Story, VisitKind
from ppit_synthetic.records import MarkerTruth
from ppit_synthetic.typed import TypedAddress, as_held
from ppit_synthetic.visit_desk import Desk, KentTooSmall, Slip, Written, told
from ppit_synthetic.visit_recipes_plain import any_at_its_address, as_held_visit

_TRIES = 40
_NOWHERE = (
    ("Caravan behind the pub",),
    ("The blue door", "opposite the church"),
    ("House near the station",),
    ("Pitch 4", "by the river"),
)


def address_typed_badly(desk: Desk) -> Slip:
    marker = any_at_its_address(desk)
    uprn = marker.recorded_uprn
    typed = desk.badly_typed(uprn)
    return Slip(VisitKind.ADDRESS_TYPED_BADLY, uprn, typed, desk.party(uprn, marker))


def neighbouring_flat(desk: Desk) -> Slip:
    """Another flat of a block with a cuckooed one: its people must not pay for the address."""
    for _ in range(_TRIES):
        marker = desk.pick(told(desk.markers, Story.CUCKOOED_FLAT), "cuckooed flat")
        free = _free_flats(desk, marker)
        if free:
            uprn = desk.pick(free, "flat")
            party = desk.party(uprn, marker)
            return Slip(VisitKind.NEIGHBOURING_FLAT, uprn, as_held(desk.entry(uprn)), party)
    raise KentTooSmall(VisitKind.NEIGHBOURING_FLAT)


def _free_flats(desk: Desk, marker: MarkerTruth) -> list[str]:
    """Return the unmarked flats of a marker's block: a house of two flats may have none left."""
    parent = desk.entry(marker.recorded_uprn).parent_uprn or ""
    others = [u for u in desk.truth.flats_of[parent] if u not in desk.markers.recorded_at]
    return [u for u in others if u in desk.quiet or u not in desk.truth.living_at]


def care_home(desk: Desk) -> Slip:
    return _one_of_many(desk, VisitKind.CARE_HOME, Story.CARE_HOME_RESIDENT)


def shared_house(desk: Desk) -> Slip:
    return _one_of_many(desk, VisitKind.SHARED_HOUSE, Story.SHARED_HOUSE)


def former_home(desk: Desk) -> Slip:
    """Visit where the register still has somebody: a warning is over-careful, nobody at risk."""
    moved = told(desk.markers, Story.MOVED_HOUSE)
    marker = desk.pick([m for m in moved if _is_only_a_memory(desk, m)], "moved house")
    return as_held_visit(desk, VisitKind.FORMER_HOME, marker)


def unmarked_control(desk: Desk) -> Slip:
    uprn = desk.pick(desk.quiet, "a quiet home")
    entry = desk.entry(uprn)
    typed = desk.badly_typed(uprn) if happens(desk.rng, 0.4) else as_held(entry)
    people: tuple[Written, ...] = ()
    if happens(desk.rng, 0.7):
        resident = desk.truth.residents[desk.rng.choice(desk.truth.living_at[uprn])]
        named = desk.plainly_named(resident)
        people = (named if happens(desk.rng, 0.85) else replace(named, birthday=None),)
    by_uprn = happens(desk.rng, 0.2)
    kind = VisitKind.UNMARKED_CONTROL
    return Slip(kind, uprn, typed, desk.party(uprn), people, by_uprn=by_uprn)


def unresolvable_address(desk: Desk) -> Slip:
    """Type a block without the flat, a street without the number, or no address at all."""
    flats = [u for u in desk.markers.recorded_at if desk.entry(u).dwelling is Dwelling.FLAT]
    uprn = desk.pick(flats, "a marked flat")
    entry = desk.entry(uprn)
    match desk.rng.randrange(3):
        case 0:
            typed = TypedAddress((*entry.lines[1:], entry.town), entry.postcode)
        case 1:
            street = entry.lines[-1].partition(" ")[2]
            typed = TypedAddress((street, entry.town), None)
        case _:
            typed = TypedAddress((*desk.rng.choice(_NOWHERE), entry.town), None)
    kind = VisitKind.UNRESOLVABLE_ADDRESS
    return Slip(kind, uprn, typed, desk.party(uprn), recognisable=False)


def _is_only_a_memory(desk: Desk, marker: MarkerTruth) -> bool:
    at_the_door = desk.markers.recorded_at[marker.recorded_uprn]
    return all(other.person_id == marker.person_id for other in at_the_door)


def _one_of_many(desk: Desk, kind: VisitKind, story: Story) -> Slip:
    """Name somebody under the same roof as a marked person: the person, or another resident."""
    marker = desk.pick(told(desk.markers, story), story)
    ids = desk.truth.living_at[marker.recorded_uprn]
    person = desk.truth.residents[desk.rng.choice((marker.person_id or "", *ids))]
    return replace(as_held_visit(desk, kind, marker), people=(desk.plainly_named(person),))
