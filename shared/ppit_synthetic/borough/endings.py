"""Insolvencies with their dates, and what the sources of deaths say, right and wrong."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

from ppit_synthetic.borough.codes import Evidence, InsolvencyKind
from ppit_synthetic.borough.ground import Ground, grown_on, some
from ppit_synthetic.borough.records import DeathNotice, Insolvency
from ppit_synthetic.chance import day_between, happens
from ppit_synthetic.records import Resident

_INSOLVENT_SHARE = 0.006  # of the adults, of each kind, those that are over among them
_FEWEST = 16
_LASTS = {
    InsolvencyKind.BANKRUPTCY: timedelta(days=365),
    InsolvencyKind.IVA: timedelta(days=5 * 365),
    InsolvencyKind.DRO: timedelta(days=365),
    InsolvencyKind.BREATHING_SPACE: timedelta(days=60),
}
_OVER_SHARE = 0.35
_NOTICES = (
    (Evidence.DEATH_PROBATE, 10, 0.55),
    (Evidence.DEATH_FUNERAL, 9, 0.5),
    (Evidence.DEATH_INSURANCE, 8, 0.35),
    (Evidence.DEATH_PREFERENCE, 7, 0.4),
)
_FALSE_NOTICES_EVERY = 3000  # one living person for each so many is said to be dead
_FEWEST_FALSE = 4


def make_insolvencies(ground: Ground) -> tuple[Insolvency, ...]:
    """Return one procedure each for some of the adults, of every kind, in force and over."""
    rng = ground.facts("insolvencies")
    each = max(_FEWEST, int(len(ground.adults) * _INSOLVENT_SHARE))
    kinds = [kind for kind in InsolvencyKind for _ in range(each)]
    found: list[Insolvency] = []
    for person, kind in zip(some(rng, ground.adults, len(kinds)), kinds, strict=False):
        started = max(_started(rng, ground.as_of, kind), grown_on(person))
        number = f"KB{len(found) + 1:06d}"
        found.append(Insolvency(number, person.person_id, kind, started, started + _LASTS[kind]))
    return tuple(found)


def _started(rng: Random, as_of: date, kind: InsolvencyKind) -> date:
    last = as_of - _LASTS[kind] if happens(rng, _OVER_SHARE) else as_of
    return day_between(rng, last - _LASTS[kind] + timedelta(days=1), last - timedelta(days=1))


def make_death_notices(ground: Ground) -> tuple[DeathNotice, ...]:
    """Return what is said of the dead, each by a source or more or none, and of some who live.

    A false notice is a preference file's alone: the weakest source, and never a second one.
    """
    rng, writing = ground.facts("deaths"), ground.writing("deaths")
    notices: list[DeathNotice] = []
    for person in ground.kent.people:
        if person.died is None:
            continue
        for evidence, confidence, share in _NOTICES:
            if happens(rng, share):
                notice = _notice(ground, writing, person, person.died, (evidence, confidence))
                notices.append(notice)
    wrong = max(_FEWEST_FALSE, len(ground.kent.people) // _FALSE_NOTICES_EVERY)
    evidence, confidence, _ = _NOTICES[-1]
    for person in some(rng, ground.adults, wrong):
        said = day_between(rng, ground.as_of - timedelta(days=700), ground.as_of)
        notices.append(_notice(ground, writing, person, said, (evidence, confidence)))
    rng.shuffle(notices)
    return tuple(replace(n, notice_id=f"D{at:05d}") for at, n in enumerate(notices, start=1))


def _notice(
    ground: Ground,
    writing: Random,
    person: Resident,
    day: date,
    source: tuple[Evidence, int],
) -> DeathNotice:
    stays = ground.truth.stays[person.person_id]
    last = next(stay.uprn for stay in stays if stay.moved_out is None)
    typing = ground.quirks.typing
    initial = f"{person.name.given[0][0]} {person.name.family}"
    name = person.name.full if happens(writing, 0.5) else initial
    if happens(writing, 0.08):
        name = typing.name(writing, f"{person.name.given[0]} {person.name.family}")
    return DeathNotice(
        notice_id="",
        evidence=source[0],
        confidence=source[1],
        name=name,
        born=typing.write_date(writing, person.born) if happens(writing, 0.8) else "",
        died_on=day,
        address=ground.address(last),
        person_id=person.person_id,
        true=person.died is not None,
    )
