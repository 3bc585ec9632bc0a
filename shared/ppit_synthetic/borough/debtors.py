"""Who owes what, and what a perfect trace may say: the stops, the home, the namesakes near it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from ppit_synthetic.borough.codes import (
    DebtFile,
    Evidence,
    InsolvencyKind,
    Stop,
    TraceOutcome,
    Verdict,
)
from ppit_synthetic.borough.ground import Ground, grown_on, is_grown, name_key, some
from ppit_synthetic.borough.records import Insolvency, Protected, Sighting
from ppit_synthetic.chance import day_between
from ppit_synthetic.records import Resident

_SHARE = 0.03
_FEWEST = 120
_OLDEST = timedelta(days=6 * 365)
_LATEST = timedelta(days=60)
_INDEPENDENT = 2
_ADDRESSING = set(Evidence) - {
    Evidence.SUPPRESSION_GONEAWAY,
    *(evidence for evidence in Evidence if evidence.startswith("DEATH_")),
}


@dataclass(frozen=True, slots=True)
class Owed:
    """A debt before anybody writes it down."""

    debt_file: DebtFile
    person_ids: tuple[str, ...]
    uprn: str
    since: date
    balance_pence: int


@dataclass(frozen=True, slots=True)
class Situation:
    """What is true of everybody, as a trace must weigh it."""

    ground: Ground
    protected: frozenset[str]
    insolvent: Mapping[str, tuple[Insolvency, ...]]
    lineages_at_home: Mapping[str, frozenset[str]]

    def stops(self, person: Resident) -> tuple[Stop, ...]:
        """Return every reason not to trace, gravest first."""
        as_of = self.ground.as_of
        kinds = {i.kind for i in self.insolvent.get(person.person_id, ()) if i.in_force(as_of)}
        moratorium = InsolvencyKind.BREATHING_SPACE
        holds = {
            Stop.PROTECTED: person.person_id in self.protected,
            Stop.DECEASED: person.died is not None,
            Stop.BREATHING_SPACE: moratorium in kinds,
            Stop.INSOLVENT: bool(kinds - {moratorium}),
            Stop.CHILD: not is_grown(person, as_of),
        }
        return tuple(stop for stop in Stop if holds[stop])

    def outcome(self, person: Resident, debt_uprn: str) -> TraceOutcome:
        """Return the most that may be claimed, by the rule of two independent sources."""
        stops = self.stops(person)
        if stops:
            ends = {
                Stop.PROTECTED: TraceOutcome.PROTECTED_DO_NOT_DISCLOSE,
                Stop.DECEASED: TraceOutcome.DECEASED,
            }
            return ends.get(stops[0], TraceOutcome.NOT_PERMITTED)
        lineages = self.lineages_at_home.get(person.person_id, frozenset())
        if not lineages:
            return TraceOutcome.GONE_AWAY_NO_TRACE
        if len(lineages) < _INDEPENDENT:
            return TraceOutcome.CANDIDATES_UNCONFIRMED
        if self.ground.truth.home_of(person.person_id) == debt_uprn:
            return TraceOutcome.SAME_ADDRESS_CONFIRMED
        return TraceOutcome.NEW_ADDRESS_CONFIRMED


def weigh(
    ground: Ground,
    protected: Iterable[Protected],
    insolvencies: Iterable[Insolvency],
    sightings: Iterable[Sighting],
) -> Situation:
    insolvent: defaultdict[str, list[Insolvency]] = defaultdict(list)
    for insolvency in insolvencies:
        insolvent[insolvency.person_id].append(insolvency)
    lineages: defaultdict[str, set[str]] = defaultdict(set)
    for seen in sightings:
        if seen.verdict is Verdict.LIVES_THERE and seen.evidence in _ADDRESSING:
            lineages[seen.person_id].add(seen.lineage)
    return Situation(
        ground,
        frozenset(one.person_id for one in protected),
        {person_id: tuple(found) for person_id, found in insolvent.items()},
        {person_id: frozenset(found) for person_id, found in lineages.items()},
    )


def make_debts_owed(situation: Situation) -> tuple[Owed, ...]:
    """Draw the debtors so that every ending is there: each person owes at most one debt."""
    ground = situation.ground
    rng = ground.facts("debts")
    wanted = max(_FEWEST, int(len(ground.kent.people) * _SHARE))
    taken: set[str] = set()
    owed: list[Owed] = []
    for share, pool in _pools(situation):
        free = (p for p in pool if p.person_id not in taken)
        for person in some(rng, free, int(wanted * share)):
            if person.person_id in taken:
                continue
            debt = _owed(situation, person, len(owed), taken)
            taken.update(debt.person_ids)
            owed.append(debt)
    rng.shuffle(owed)
    return tuple(owed)


def _pools(situation: Situation) -> list[tuple[float, list[Resident]]]:
    ground, adults = situation.ground, situation.ground.adults
    insolvent = [p for p in adults if p.person_id in situation.insolvent]
    breathing = [p for p in insolvent if Stop.BREATHING_SPACE in situation.stops(p)]
    bankrupt = [p for p in insolvent if Stop.INSOLVENT in situation.stops(p)]
    seen = situation.lineages_at_home
    unseen = [p for p in adults if p.person_id not in seen and _moved(ground, p)]
    half_seen = [p for p in adults if len(seen.get(p.person_id, ())) == 1]
    doubled = [p for p in adults if _has_namesake(ground, p)]
    return [
        (0.06, [p for p in ground.kent.people if p.died]),
        (0.06, [p for p in adults if p.person_id in situation.protected]),
        (0.04, breathing),
        (0.06, bankrupt),
        (0.02, insolvent),
        (0.04, [p for p in ground.kent.people if not p.died and not is_grown(p, ground.as_of)]),
        (0.08, unseen),
        (0.08, half_seen),
        (0.14, doubled),
        (0.30, [p for p in adults if _moved(ground, p)]),
        (0.12, list(adults)),
    ]


def _moved(ground: Ground, person: Resident) -> bool:
    horizon = ground.as_of - _OLDEST
    stays = ground.truth.stays[person.person_id]
    return any(stay.moved_out and stay.moved_out > horizon for stay in stays)


def _has_namesake(ground: Ground, person: Resident) -> bool:
    if len(ground.alike[name_key(person)]) < 2:  # noqa: PLR2004  # the person, and one more
        return False
    home = ground.truth.home_of(person.person_id)
    return home is not None and bool(ground.namesakes(person, home))


def _owed(situation: Situation, person: Resident, number: int, taken: set[str]) -> Owed:
    ground = situation.ground
    rng = ground.facts(f"debt/{number}")
    grown = is_grown(person, person.died or ground.as_of)
    stays = ground.truth.stays[person.person_id]
    horizon = max(ground.as_of - _OLDEST, grown_on(person) if grown else date.min)
    former = [s for s in stays if s.moved_out and s.moved_out > max(s.moved_in, horizon)]
    stay = rng.choice(former) if former else stays[0]
    last = min(person.died or ground.as_of, stay.moved_out or ground.as_of) - _LATEST
    since = day_between(rng, max(stay.moved_in, horizon), last)
    shape = DebtFile.COUNCIL_TAX if grown and rng.random() < 0.6 else DebtFile.SUNDRY  # noqa: PLR2004  # the greater part
    council = shape is DebtFile.COUNCIL_TAX
    together = _liable_together(ground, person, since) if council else frozenset[str]()
    balance = 2_000 + int(rng.expovariate(1 / 80_000))
    return Owed(shape, (person.person_id, *together - taken), stay.uprn, since, balance)


def _liable_together(ground: Ground, person: Resident, day: date) -> frozenset[str]:
    """Return the husband or wife who lived there too, and is liable for the whole likewise."""
    other = ground.spouse_of.get(person.person_id)
    if other is None or ground.home_on(other, day) != ground.home_on(person.person_id, day):
        return frozenset()
    if not is_grown(ground.person(other), day):
        return frozenset()
    return frozenset((other,))
