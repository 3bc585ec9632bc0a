"""Visits made hard by how a person is named. Half go to a door the register does not know."""

from collections.abc import Callable

from ppit_synthetic.chance import happens
from ppit_synthetic.codes import Story, VisitKind
from ppit_synthetic.nicknames import short_forms
from ppit_synthetic.records import MarkerTruth, Resident
from ppit_synthetic.typed import as_held
from ppit_synthetic.visit_desk import Desk, Slip, Written, told

_MONTHS = 12


def nickname(desk: Desk) -> Slip:
    marker = _known(desk, lambda p: bool(short_forms(p.name.given[0])))
    person = desk.subject(marker)
    short = desk.rng.choice(short_forms(person.name.given[0]))
    return _anywhere(desk, VisitKind.NICKNAME, marker, f"{short} {person.name.family}")


def known_as(desk: Desk) -> Slip:
    marker = desk.pick(told(desk.markers, Story.KNOWN_BY_ANOTHER_NAME), "known by another name")
    name = desk.subject(marker).name
    return _anywhere(desk, VisitKind.KNOWN_AS, marker, f"{name.known_as} {name.family}")


def former_surname(desk: Desk) -> Slip:
    """Name her as married where the register has her maiden name: at home, which ties the two."""
    marker = desk.pick(told(desk.markers, Story.MARRIED_SINCE), "married since")
    person = desk.subject(marker)
    written = desk.plainly_named(person)
    return _at_home(desk, VisitKind.FORMER_SURNAME, marker, written)


def swapped_names(desk: Desk) -> Slip:
    marker = _known(desk, lambda p: p.name.given[0] != p.name.family)
    name = desk.subject(marker).name
    return _anywhere(desk, VisitKind.SWAPPED_NAMES, marker, f"{name.family} {name.given[0]}")


def day_month_swapped(desk: Desk) -> Slip:
    marker = _known(desk, lambda p: p.born.day <= _MONTHS and p.born.day != p.born.month)
    person = desk.subject(marker)
    turned = person.born.replace(day=person.born.month, month=person.born.day)
    written = Written(person, person.name.full, desk.model.write_date(desk.rng, turned))
    return _somewhere(desk, VisitKind.DAY_MONTH_SWAPPED, marker, written)


def date_miskeyed(desk: Desk) -> Slip:
    """Away from home only if no other person in this Kent has the whole name."""
    marker = _known(desk, lambda p: desk.full_names[p.name.full] == 1 and len(p.name.given) > 1)
    person = desk.subject(marker)
    written = Written(person, person.name.full, desk.model.misdate(desk.rng, person.born))
    return _somewhere(desk, VisitKind.DATE_MISKEYED, marker, written)


def name_typed_badly(desk: Desk) -> Slip:
    marker = _known(desk, lambda _: True)
    person = desk.subject(marker)
    short = f"{person.name.given[0]} {person.name.family}"
    name = desk.model.name(desk.rng, short)
    return _anywhere(desk, VisitKind.NAME_TYPED_BADLY, marker, name)


def all_typed_badly(desk: Desk) -> Slip:
    marker = _known(desk, lambda _: True)
    person = desk.subject(marker)
    name = desk.model.name(desk.rng, person.name.full)
    written = Written(person, name, desk.birthday(person))
    typed = desk.badly_typed(marker.recorded_uprn)
    kind = VisitKind.ALL_TYPED_BADLY
    return Slip(
        kind, marker.recorded_uprn, typed, desk.party(marker.recorded_uprn, marker), (written,)
    )


def moved_house(desk: Desk) -> Slip:
    """Name a person at the new address where the register has the old one."""
    marker = desk.pick(told(desk.markers, Story.MOVED_HOUSE), "moved house")
    person = desk.subject(marker)
    home = desk.truth.home_of(person.person_id) or marker.recorded_uprn
    written = desk.plainly_named(person)
    typed = as_held(desk.entry(home))
    return Slip(VisitKind.MOVED_HOUSE, home, typed, desk.party(home, marker), (written,))


def named_visitor(desk: Desk) -> Slip:
    marker = _known(desk, lambda _: True)
    written = desk.plainly_named(desk.subject(marker))
    return _away(desk, VisitKind.NAMED_VISITOR, marker, written)


def _known(desk: Desk, fits: Callable[[Resident], bool]) -> MarkerTruth:
    """Pick a marker whose subject lives where the register says and has no double in town."""
    pool = [
        marker
        for marker in desk.markers.by_id.values()
        if marker.person_id
        and marker.person_id not in desk.double_of
        and marker.story not in {Story.MOVED_HOUSE, Story.MARRIED_SINCE, Story.NOT_ALONE_IF_FEMALE}
        and fits(desk.subject(marker))
    ]
    return desk.pick(pool, "a marked person of this kind")


def _anywhere(desk: Desk, kind: VisitKind, marker: MarkerTruth, name: str) -> Slip:
    person = desk.subject(marker)
    return _somewhere(desk, kind, marker, Written(person, name, desk.birthday(person)))


def _somewhere(desk: Desk, kind: VisitKind, marker: MarkerTruth, written: Written) -> Slip:
    place = _at_home if happens(desk.rng, 0.5) else _away
    return place(desk, kind, marker, written)


def _at_home(desk: Desk, kind: VisitKind, marker: MarkerTruth, written: Written) -> Slip:
    uprn = marker.recorded_uprn
    return Slip(kind, uprn, as_held(desk.entry(uprn)), desk.party(uprn, marker), (written,))


def _away(desk: Desk, kind: VisitKind, marker: MarkerTruth, written: Written) -> Slip:
    uprn = desk.pick(desk.quiet, "a quiet home")
    by_uprn = happens(desk.rng, 0.3)
    party = desk.party(uprn, marker)
    return Slip(kind, uprn, as_held(desk.entry(uprn)), party, (written,), by_uprn=by_uprn)
