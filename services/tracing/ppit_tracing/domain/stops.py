"""Stop flags: what ends a trace before any address is looked for, and again before one is shown.

The first asking knows what the debt system gave; the second also the birthday and the doors of the
debtor's own files. Whatever may be the debtor's and is not certain discloses nothing either.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import IntEnum

from ppit_matching import BirthDate, Person
from ppit_tracing.domain.codes import (
    EvidenceClass,
    InsolvencyKind,
    StopAnswer,
    StopFlag,
)
from ppit_tracing.domain.likeness import BirthdaySays, NameSays, likeness

ADULT = 18
DEATH_CONFIDENCE = {
    EvidenceClass.DEATH_PROBATE: 10,
    EvidenceClass.DEATH_FUNERAL: 9,
    EvidenceClass.DEATH_INSURANCE: 8,
    EvidenceClass.DEATH_PREFERENCE: 7,
}
SURE_ALONE = 8
"""A notice of this confidence suffices; weaker ones only where two classes agree."""
_NOTE = re.compile(r"\bdeceased\b|\bdec['\u2019]?d\b|\(\s*dec\s*\)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class DeathNotice:
    notice_id: str
    evidence: EvidenceClass
    person: Person
    uprn: str | None
    died_on: date


@dataclass(frozen=True, slots=True)
class InsolvencyCase:
    """``ends_on`` is the first day on which it is over."""

    case_number: str
    kind: InsolvencyKind
    person: Person
    uprn: str | None
    started_on: date
    ends_on: date

    def in_force(self, on: date) -> bool:
        return self.started_on <= on < self.ends_on


@dataclass(frozen=True, slots=True)
class Sought:
    """Who is asked about: the person as given, with the birthday and the doors known by now."""

    person: Person
    born: BirthDate
    uprns: frozenset[str]
    noted_deceased: bool = False

    def may_be(self, notice: "DeathNotice | InsolvencyCase") -> bool:
        """Tell at little cost whether comparing a notice is worth while."""
        return (
            notice.uprn in self.uprns
            or (self.born.full and notice.person.born == self.born)
            or not set(notice.person.family).isdisjoint((*self.person.family, *self.person.former))
        )


@dataclass(frozen=True, slots=True)
class Stop:
    flag: StopFlag
    answer: StopAnswer


class _About(IntEnum):
    """Whether a notice is about the debtor."""

    SOMEBODY_ELSE = 0
    PERHAPS = 1
    DEBTOR = 2


def notes_a_death(name: str) -> bool:
    """Tell whether a debt system itself wrote beside a name that the person is dead."""
    return _NOTE.search(name) is not None


def ask_records(
    sought: Sought,
    deaths: Iterable[DeathNotice],
    insolvencies: Iterable[InsolvencyCase],
    today: date,
) -> tuple[Stop, ...]:
    """Answer every flag that our own records and the birthday can, in the order of the flags."""
    in_force = [case for case in insolvencies if case.in_force(today)]
    moratoria = [case for case in in_force if case.kind is InsolvencyKind.BREATHING_SPACE]
    others = [case for case in in_force if case.kind is not InsolvencyKind.BREATHING_SPACE]
    return (
        Stop(StopFlag.DECEASED, _deceased(sought, deaths)),
        Stop(StopFlag.BREATHING_SPACE, _insolvent(sought, moratoria)),
        Stop(StopFlag.INSOLVENT, _insolvent(sought, others)),
        Stop(StopFlag.CHILD, _child(sought.born, today)),
    )


def _deceased(sought: Sought, notices: Iterable[DeathNotice]) -> StopAnswer:
    if sought.noted_deceased:
        return StopAnswer.RAISED
    about = [(notice, _about(sought, notice.person, notice.uprn)) for notice in notices]
    sure = {notice.evidence for notice, whom in about if whom is _About.DEBTOR}
    strongest = max((DEATH_CONFIDENCE.get(kind, 0) for kind in sure), default=0)
    if strongest >= SURE_ALONE or len(sure) > 1:
        return StopAnswer.RAISED
    perhaps = any(whom is not _About.SOMEBODY_ELSE for _, whom in about)
    return StopAnswer.UNCERTAIN if perhaps else StopAnswer.NOT_RAISED


def _insolvent(sought: Sought, cases: Sequence[InsolvencyCase]) -> StopAnswer:
    about = {_about(sought, case.person, case.uprn) for case in cases}
    if _About.DEBTOR in about:
        return StopAnswer.RAISED
    return StopAnswer.UNCERTAIN if _About.PERHAPS in about else StopAnswer.NOT_RAISED


def _about(sought: Sought, person: Person, uprn: str | None) -> _About:
    """Lean towards the debtor: a stop that was wrong is put right, a disclosure is not."""
    like = likeness(replace(sought.person, born=sought.born), person)
    at_door = uprn is not None and uprn in sought.uprns
    if like.name is NameSays.OTHER:
        dated = like.birthday is BirthdaySays.SAME
        return _About.PERHAPS if dated and at_door and like.given else _About.SOMEBODY_ELSE
    if like.birthday is BirthdaySays.SAME:
        whole = like.name is NameSays.SAME or at_door
        return _About.DEBTOR if whole else _About.PERHAPS
    if like.birthday is BirthdaySays.SLIP:
        whole = like.name is NameSays.SAME and at_door
        return _About.DEBTOR if whole else _About.PERHAPS
    if not at_door:
        return _About.SOMEBODY_ELSE
    if like.birthday is BirthdaySays.CONTRADICTS:
        return _About.PERHAPS if like.name is NameSays.SAME else _About.SOMEBODY_ELSE
    return _About.DEBTOR if like.name is NameSays.SAME else _About.PERHAPS


def _child(born: BirthDate, today: date) -> StopAnswer:
    if born.year is None:
        return StopAnswer.NOT_RAISED
    years = today.year - born.year
    birthday = (born.month or 12, born.day or 31)
    if years < ADULT or (years == ADULT and born.full and (today.month, today.day) < birthday):
        return StopAnswer.RAISED
    return StopAnswer.UNCERTAIN if years == ADULT and not born.full else StopAnswer.NOT_RAISED


def gravest(stops: Iterable[Stop]) -> Stop | None:
    """Return the first flag raised, in the order in which flags are asked."""
    order = {flag: place for place, flag in enumerate(StopFlag)}
    raised = [stop for stop in stops if stop.answer is StopAnswer.RAISED]
    return min(raised, key=lambda stop: order[stop.flag], default=None)
