"""The certifier: a rule over independent lineages, never a score.

An address is CONFIRMED only where two independent facts place the debtor there, both are current,
nothing places the debtor elsewhere later, no notice says that the debtor is gone, and nobody else
of the name was seen at the door (Credit Services Association trace code; ``docs/glossary.md``).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ppit_tracing.domain.codes import Doubt, EvidenceClass, SourceName
from ppit_tracing.domain.identity import SLACK, Debtor, Identity
from ppit_tracing.domain.sighting import Sighting

RULE_VERSION = "certify-1"
INDEPENDENT = 2
EDITION = timedelta(days=7)
"""How far behind its newest edition an entry of a list may be dated and still stand on it."""
IN_USE = timedelta(days=366)
"""How long ago an account may last have been used, beside an entry that stands on its list."""
_LISTS = frozenset(
    {
        EvidenceClass.ELECTORAL,
        EvidenceClass.UTILITY_TELECOM,
        EvidenceClass.COUNCIL_ACCOUNT,
        EvidenceClass.FORWARDING,
        EvidenceClass.LAND_TITLE,
    }
)
"""Sources that drop whoever leaves: an entry that ended says that they have left."""


@dataclass(frozen=True, slots=True)
class Place:
    """All that the debtor's own files say of one address; ``gone_away`` also what others' say."""

    uprn: str
    sightings: tuple[Sighting, ...]
    gone_away: tuple[Sighting, ...]

    @property
    def first_seen(self) -> date:
        return min(seen.first_seen for seen in self.sightings)

    @property
    def last_seen(self) -> date:
        return max(seen.last_seen for seen in self.sightings)

    def lineages(self, since: date = date.min) -> frozenset[str]:
        return frozenset(seen.lineage for seen in self.sightings if seen.last_seen >= since)


@dataclass(frozen=True, slots=True)
class Currency:
    """``editions`` is the newest day that each source speaks of."""

    editions: Mapping[SourceName, date]
    today: date

    def listed(self, seen: Sighting) -> bool:
        """Tell whether an entry stands on the newest edition of its list, itself not old."""
        edition = self.editions.get(seen.source, date.min)
        on_it = seen.last_seen >= edition - EDITION and edition >= self.today - IN_USE
        return seen.evidence in _LISTS and on_it

    def current(self, seen: Sighting) -> bool:
        if seen.evidence in _LISTS:
            return self.listed(seen)
        return seen.last_seen >= self.today - IN_USE


@dataclass(frozen=True, slots=True)
class Case:
    """One debtor's evidence. ``looked_at`` are the doors at which everybody seen was read."""

    debtor: Debtor
    identity: Identity
    currency: Currency
    looked_at: frozenset[str]


@dataclass(frozen=True, slots=True)
class Certified:
    """``place`` is what was certified, or None with the ``doubts`` about the best of ``places``."""

    place: Place | None
    doubts: tuple[Doubt, ...]
    places: tuple[Place, ...]


def certify(case: Case) -> Certified:
    """Return the one address that the rule certifies, if there is one."""
    places = places_of(case.identity)
    if not places:
        return Certified(None, (), ())
    best = places[0]
    doubts = (*_doubts_of_place(best, case), *_doubts_of_others(best, places[1:], case))
    return Certified(None if doubts else best, doubts, places)


def places_of(identity: Identity) -> tuple[Place, ...]:
    """Return the debtor's addresses, the one where they were seen last first."""
    at: defaultdict[str, list[Sighting]] = defaultdict(list)
    for file in identity.confirmed:
        for seen in file.sightings:
            if seen.uprn and seen.says_where:
                at[seen.uprn].append(seen)
    everyone = [s for file in (*identity.confirmed, *identity.near) for s in file.sightings]
    places = [
        Place(
            uprn,
            tuple(sorted(seen, key=_by_time)),
            tuple(s for s in everyone if s.uprn == uprn and not s.says_where),
        )
        for uprn, seen in at.items()
    ]
    return tuple(sorted(places, key=lambda p: (p.last_seen, p.first_seen, p.uprn), reverse=True))


def _by_time(seen: Sighting) -> tuple[date, date, str]:
    return seen.first_seen, seen.last_seen, seen.sighting_id


def _doubts_of_place(best: Place, case: Case) -> Iterable[Doubt]:
    """Ask whether two lineages say so, today, of this debtor, and of nobody else there."""
    if len(best.lineages()) < INDEPENDENT:
        yield Doubt.ONE_LINEAGE
    elif not _is_current(best, case.currency):
        yield Doubt.NOT_CURRENT
    returned = case.debtor.mail_returned and best.uprn == case.debtor.uprn
    if returned or any(notice.last_seen >= best.first_seen for notice in best.gone_away):
        yield Doubt.GONE_AWAY
    if best.uprn in case.identity.namesake_doors or best.uprn not in case.looked_at:
        yield Doubt.RIVAL_AT_DOOR
    if case.identity.torn:
        yield Doubt.NOT_OF_THE_DEBTOR


def _is_current(best: Place, currency: Currency) -> bool:
    current = {seen.lineage for seen in best.sightings if currency.current(seen)}
    return len(current) >= INDEPENDENT and any(map(currency.listed, best.sightings))


def _doubts_of_others(best: Place, others: Sequence[Place], case: Case) -> Iterable[Doubt]:
    """Ask whether anything places the debtor elsewhere, later or at the same time."""
    if any(_later(other, best) for other in others) or _near_elsewhere(best, case):
        yield Doubt.LATER_ELSEWHERE
    if any(len(other.lineages(best.first_seen + SLACK)) >= INDEPENDENT for other in others):
        yield Doubt.TWO_HOMES
    owed_since = case.debtor.owed_since
    moved = best.uprn != case.debtor.uprn
    if moved and owed_since is not None and best.first_seen < owed_since - SLACK:
        yield Doubt.BEFORE_THE_DEBT


def _later(other: Place, best: Place) -> bool:
    return other.first_seen > best.first_seen or other.last_seen >= best.last_seen


def _near_elsewhere(best: Place, case: Case) -> bool:
    """Tell whether somebody who may be the debtor began somewhere else later, and is there."""
    born = case.identity.born
    return born.full and any(
        seen.uprn != best.uprn
        and seen.first_seen > best.first_seen
        and seen.last_seen >= case.currency.today - IN_USE
        and seen.person.born == born
        for file in case.identity.near
        for seen in file.sightings
        if seen.says_where
    )


def candidate_doors(case: Case) -> frozenset[str]:
    """Return the doors at which the debtor may be today: they are counted, never shown."""
    files = (*case.identity.confirmed, *case.identity.candidates)
    return frozenset(
        seen.uprn
        for file in files
        for seen in file.sightings
        if seen.uprn and seen.says_where and case.currency.current(seen)
    )
