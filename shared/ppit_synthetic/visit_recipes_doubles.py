"""Visits to the double of a marked person: who must be protected from the other's history."""

from ppit_synthetic.codes import Story, VisitKind
from ppit_synthetic.typed import as_held
from ppit_synthetic.visit_desk import Desk, Slip, told


def twin(desk: Desk) -> Slip:
    return _the_other_one(desk, VisitKind.TWIN, Story.TWIN)


def father_and_son(desk: Desk) -> Slip:
    return _the_other_one(desk, VisitKind.FATHER_AND_SON, Story.FATHER_OF_A_NAMESAKE)


def same_name_stranger(desk: Desk) -> Slip:
    return _the_other_one(desk, VisitKind.SAME_NAME_STRANGER, Story.SAME_NAME_SAME_BIRTHDAY)


def _the_other_one(desk: Desk, kind: VisitKind, story: Story) -> Slip:
    """Visit and name the one without a marker, at home.

    Where the two live together the marker is raised by the address all the same, but never as this
    person's. Where they do not, advice may be sought; nothing may be confirmed.
    """
    marker = desk.pick(told(desk.markers, story), story)
    other = desk.truth.residents[desk.double_of[marker.person_id or ""]]
    home = desk.truth.home_of(other.person_id) or marker.recorded_uprn
    typed = as_held(desk.entry(home))
    return Slip(kind, home, typed, desk.party(home, marker), (desk.plainly_named(other),))
