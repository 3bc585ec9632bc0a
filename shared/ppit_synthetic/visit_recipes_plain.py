"""Visits to a door as it is held: what varies is the marker there, who goes, how, and for whom."""

from dataclasses import replace

from ppit_synthetic.codes import Mode, Sex, Story, VisitKind
from ppit_synthetic.records import Attending, MarkerTruth
from ppit_synthetic.typed import as_held
from ppit_synthetic.visit_desk import NOTHING_TYPED, Desk, Slip, told

_AUDIENCES = {"WARDENS", "TRADING_STANDARDS", "CORONERS_OFFICERS", "PROW", "GTS"}


def lone_female(desk: Desk) -> Slip:
    return _to_the_man(desk, VisitKind.LONE_FEMALE, Attending(1, (Sex.FEMALE,)))


def pair_to_the_same_man(desk: Desk) -> Slip:
    pair = Attending(2, (Sex.FEMALE, Sex.MALE))
    return _to_the_man(desk, VisitKind.PAIR_TO_THE_SAME_MAN, pair)


def other_audience(desk: Desk) -> Slip:
    """Send somebody for whom the marker is not meant."""
    some = [m for m in at_their_addresses(desk) if not set(m.audience) >= _AUDIENCES]
    marker = desk.pick(some, "a marker that is not for everybody")
    slip = as_held_visit(desk, VisitKind.OTHER_AUDIENCE, marker)
    others = sorted(_AUDIENCES - set(marker.audience))
    return replace(slip, party=replace(slip.party, audience=desk.rng.choice(others)))


def other_contact_mode(desk: Desk) -> Slip:
    some = [m for m in at_their_addresses(desk) if Mode.TELEPHONE not in m.modes]
    marker = desk.pick(some, "a marker for visits alone")
    slip = as_held_visit(desk, VisitKind.OTHER_CONTACT_MODE, marker)
    return replace(slip, party=replace(slip.party, mode=Mode.TELEPHONE))


def uprn_given(desk: Desk) -> Slip:
    marker = any_at_its_address(desk)
    uprn = marker.recorded_uprn
    return Slip(VisitKind.UPRN_GIVEN, uprn, NOTHING_TYPED, desk.party(uprn, marker), by_uprn=True)


def address_as_held(desk: Desk) -> Slip:
    return as_held_visit(desk, VisitKind.ADDRESS_AS_HELD, any_at_its_address(desk))


def dangerous_dog(desk: Desk) -> Slip:
    marker = desk.pick(told(desk.markers, Story.DANGEROUS_DOG), "dangerous dog")
    return as_held_visit(desk, VisitKind.DANGEROUS_DOG, marker)


def cuckooed_flat(desk: Desk) -> Slip:
    marker = desk.pick(told(desk.markers, Story.CUCKOOED_FLAT), "cuckooed flat")
    return as_held_visit(desk, VisitKind.CUCKOOED_FLAT, marker)


def as_held_visit(desk: Desk, kind: VisitKind, marker: MarkerTruth) -> Slip:
    uprn = marker.recorded_uprn
    return Slip(kind, uprn, as_held(desk.entry(uprn)), desk.party(uprn, marker))


def any_at_its_address(desk: Desk) -> MarkerTruth:
    return desk.pick(at_their_addresses(desk), "a marker at its address")


def at_their_addresses(desk: Desk) -> list[MarkerTruth]:
    """Return the markers that hold where the register says: their subject is still there."""
    return [m for m in desk.markers.by_id.values() if m.story is not Story.MOVED_HOUSE]


def _to_the_man(desk: Desk, kind: VisitKind, attending: Attending) -> Slip:
    marker = desk.pick(told(desk.markers, Story.NOT_ALONE_IF_FEMALE), "not alone if female")
    slip = as_held_visit(desk, kind, marker)
    return replace(slip, party=replace(slip.party, attending=attending))
