"""Visits whose point is the door: how it was typed, whose it is, and what stands next to it."""

from dataclasses import replace

from ppit_synthetic.chance import happens
from ppit_synthetic.codes import Dwelling, Mode, Sex, Story, VisitKind
from ppit_synthetic.records import Attending, MarkerTruth
from ppit_synthetic.typed import TypedAddress, as_held
from ppit_synthetic.visit_desk import NOTHING_TYPED, Desk, Slip, Written, told

_AUDIENCES = ("WARDENS", "TRADING_STANDARDS", "CORONERS_OFFICERS", "PROW", "GTS")
_NOWHERE = (
    ("Caravan behind the pub",),
    ("The blue door", "opposite the church"),
    ("House near the station",),
    ("Pitch 4", "by the river"),
)


def uprn_given(desk: Desk) -> Slip:
    marker = _any_at_its_address(desk)
    uprn = marker.recorded_uprn
    return Slip(VisitKind.UPRN_GIVEN, uprn, NOTHING_TYPED, desk.party(marker), by_uprn=True)


def address_as_held(desk: Desk) -> Slip:
    return _plain(desk, VisitKind.ADDRESS_AS_HELD, _any_at_its_address(desk))


def address_typed_badly(desk: Desk) -> Slip:
    marker = _any_at_its_address(desk)
    typed = desk.badly_typed(marker.recorded_uprn)
    kind = VisitKind.ADDRESS_TYPED_BADLY
    return Slip(kind, marker.recorded_uprn, typed, desk.party(marker))


def dangerous_dog(desk: Desk) -> Slip:
    marker = desk.pick(told(desk.markers, Story.DANGEROUS_DOG), "dangerous dog")
    return _plain(desk, VisitKind.DANGEROUS_DOG, marker)


def cuckooed_flat(desk: Desk) -> Slip:
    marker = desk.pick(told(desk.markers, Story.CUCKOOED_FLAT), "cuckooed flat")
    return _plain(desk, VisitKind.CUCKOOED_FLAT, marker)


def neighbouring_flat(desk: Desk) -> Slip:
    """Another flat of a block with a cuckooed one: its people must not pay for the address."""
    marker = desk.pick(told(desk.markers, Story.CUCKOOED_FLAT), "cuckooed flat")
    parent = desk.entry(marker.recorded_uprn).parent_uprn or ""
    marked = desk.markers.recorded_at
    others = [uprn for uprn in desk.truth.flats_of[parent] if uprn not in marked]
    kind = VisitKind.NEIGHBOURING_FLAT
    uprn = desk.pick(
        [u for u in others if u in desk.quiet or u not in desk.truth.living_at], "flat"
    )
    return Slip(kind, uprn, as_held(desk.entry(uprn)), desk.party(marker))


def care_home(desk: Desk) -> Slip:
    return _one_of_many(desk, VisitKind.CARE_HOME, Story.CARE_HOME_RESIDENT)


def shared_house(desk: Desk) -> Slip:
    return _one_of_many(desk, VisitKind.SHARED_HOUSE, Story.SHARED_HOUSE)


def former_home(desk: Desk) -> Slip:
    """Visit where the register still has somebody: a warning is over-careful, nobody at risk."""
    moved = told(desk.markers, Story.MOVED_HOUSE)
    marker = desk.pick([m for m in moved if _is_only_a_memory(desk, m)], "moved house")
    return _plain(desk, VisitKind.FORMER_HOME, marker)


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
    return Slip(kind, uprn, typed, desk.party(), people, by_uprn=by_uprn)


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
    return Slip(kind, uprn, typed, desk.party(), recognisable=False)


def lone_female(desk: Desk) -> Slip:
    marker = desk.pick(told(desk.markers, Story.NOT_ALONE_IF_FEMALE), "not alone if female")
    alone = replace(desk.party(marker), attending=Attending(1, (Sex.FEMALE,)))
    return replace(_plain(desk, VisitKind.LONE_FEMALE, marker), party=alone)


def pair_to_the_same_man(desk: Desk) -> Slip:
    marker = desk.pick(told(desk.markers, Story.NOT_ALONE_IF_FEMALE), "not alone if female")
    pair = replace(desk.party(marker), attending=Attending(2, (Sex.FEMALE, Sex.MALE)))
    return replace(_plain(desk, VisitKind.PAIR_TO_THE_SAME_MAN, marker), party=pair)


def other_audience(desk: Desk) -> Slip:
    marker = _any_at_its_address(desk)
    others = [audience for audience in _AUDIENCES if audience not in marker.audience]
    party = replace(desk.party(marker), audience=desk.rng.choice(others or ["CONTRACTOR"]))
    return replace(_plain(desk, VisitKind.OTHER_AUDIENCE, marker), party=party)


def other_contact_mode(desk: Desk) -> Slip:
    pool = [m for m in _at_their_addresses(desk) if Mode.TELEPHONE not in m.modes]
    marker = desk.pick(pool, "a marker for visits alone")
    party = replace(desk.party(marker), mode=Mode.TELEPHONE)
    return replace(_plain(desk, VisitKind.OTHER_CONTACT_MODE, marker), party=party)


def _plain(desk: Desk, kind: VisitKind, marker: MarkerTruth) -> Slip:
    uprn = marker.recorded_uprn
    return Slip(kind, uprn, as_held(desk.entry(uprn)), desk.party(marker))


def _any_at_its_address(desk: Desk) -> MarkerTruth:
    return desk.pick(_at_their_addresses(desk), "a marker at its address")


def _at_their_addresses(desk: Desk) -> list[MarkerTruth]:
    """Return the markers that hold where the register says: their subject is still there."""
    return [m for m in desk.markers.by_id.values() if m.story is not Story.MOVED_HOUSE]


def _is_only_a_memory(desk: Desk, marker: MarkerTruth) -> bool:
    at_the_door = desk.markers.recorded_at[marker.recorded_uprn]
    return all(other.person_id == marker.person_id for other in at_the_door)


def _one_of_many(desk: Desk, kind: VisitKind, story: Story) -> Slip:
    """Name somebody under the same roof as a marked person: the person, or another resident."""
    marker = desk.pick(told(desk.markers, story), story)
    ids = desk.truth.living_at[marker.recorded_uprn]
    person = desk.truth.residents[desk.rng.choice((marker.person_id or "", *ids))]
    return replace(_plain(desk, kind, marker), people=(desk.plainly_named(person),))
