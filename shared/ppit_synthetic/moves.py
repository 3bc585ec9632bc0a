"""Where everybody lived before: each home passes from one household to the next, never at once."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from ppit_synthetic.census import ADULT, POPULATION_DAY, Census
from ppit_synthetic.chance import day_between, happens, stream
from ppit_synthetic.codes import BondKind, Dwelling
from ppit_synthetic.records import GazetteerEntry, Residence, Resident

_MEAN_STAY_DAYS = 7 * 365
_LONGEST_STAY_DAYS = 48 * 365
_COMING_OF_AGE = timedelta(days=ADULT * 366)
_MOVED_BEFORE_SHARES = (0.55, 0.4, 0.3)
_TRIES = 8
_NOBODY_YET = date.max


@dataclass(slots=True)
class _Homes:
    """Since when each home is taken, looking backwards in time."""

    uprns: tuple[str, ...]
    taken_since: dict[str, date] = field(default_factory=dict[str, date])

    def free_before(self, rng: Random, day: date, known: set[str]) -> str | None:
        """Find a home whose later occupiers all came on ``day`` or after, none of ``known``."""
        for _ in range(_TRIES):
            uprn = rng.choice(self.uprns)
            if uprn not in known and self.taken_since.get(uprn, _NOBODY_YET) >= day:
                return uprn
        return None


def make_residences(
    seed: int, census: Census, gazetteer: tuple[GazetteerEntry, ...]
) -> tuple[Residence, ...]:
    """Date every stay, latest first for each person; earlier homes stood empty at the time.

    Those who were children when a household moved have no earlier home on record.
    """
    rng = stream(seed, "moves")
    private = (e.uprn for e in gazetteer if e.dwelling in {Dwelling.HOUSE, Dwelling.FLAT})
    homes = _Homes(tuple(private))
    stays: list[Residence] = []
    by_id = {person.person_id: person for person in census.people}
    shared = {
        e.uprn for e in gazetteer if e.dwelling in {Dwelling.CARE_HOME, Dwelling.SHARED_HOUSE}
    }
    movers: list[tuple[list[Resident], date, str]] = []
    for uprn, ids in census.homes.items():
        people = [by_id[person_id] for person_id in ids]
        # Strangers under one roof came one by one; a household came together.
        for group in [[person] for person in people] if uprn in shared else [people]:
            came = _arrival(rng, group)
            homes.taken_since[uprn] = min(came, homes.taken_since.get(uprn, _NOBODY_YET))
            stays += (Residence(p.person_id, uprn, max(came, p.born), None) for p in group)
            movers.append((_heads(group, came), came, uprn))
    _twins_left_home(rng, census, stays)
    left_home = {stay.person_id for stay in stays if stay.moved_out}
    for heads, came, uprn in movers:
        if heads and heads[0].person_id not in left_home:
            stays += _earlier_stays(rng, homes, heads, (came, uprn))
    return tuple(stays)


def _arrival(rng: Random, group: list[Resident]) -> date:
    days = min(int(rng.expovariate(1 / _MEAN_STAY_DAYS)), _LONGEST_STAY_DAYS)
    eldest = min(person.born for person in group)
    last_day = min((person.died or POPULATION_DAY for person in group), default=POPULATION_DAY)
    came = min(POPULATION_DAY - timedelta(days=days), last_day)
    return max(came, min(eldest + _COMING_OF_AGE, last_day))


def _heads(group: list[Resident], came: date) -> list[Resident]:
    """Return those who were grown when the household came: they had a home before."""
    return [person for person in group if person.born + _COMING_OF_AGE <= came]


def _earlier_stays(
    rng: Random, homes: _Homes, heads: list[Resident], now: tuple[date, str]
) -> list[Residence]:
    stays: list[Residence] = []
    came, uprn = now
    known = {uprn}
    youngest = max(person.born for person in heads) + _COMING_OF_AGE
    for share in _MOVED_BEFORE_SHARES:
        if came <= youngest or not happens(rng, share):
            break
        earlier = homes.free_before(rng, came, known)
        if earlier is None:
            break
        known.add(earlier)
        began = max(youngest, came - timedelta(days=rng.randint(200, 9 * 365)))
        stays += (Residence(person.person_id, earlier, began, came) for person in heads)
        homes.taken_since[earlier] = began
        came = began
    return stays


def _twins_left_home(rng: Random, census: Census, stays: list[Residence]) -> None:
    """Let a twin who lives elsewhere have grown up where the other still lives."""
    now = {stay.person_id: (place, stay) for place, stay in enumerate(stays)}
    for bond in census.bonds:
        if bond.kind is not BondKind.TWINS:
            continue
        _, at_home = now[bond.first]
        place, away = now[bond.second]
        if away.uprn == at_home.uprn:
            continue
        left = day_between(rng, POPULATION_DAY - timedelta(days=300), POPULATION_DAY)
        twin = census.people[int(bond.second[1:]) - 1]
        began = min(max(at_home.moved_in, twin.born), left)
        grew_up = Residence(bond.second, at_home.uprn, began, left)
        stays[place] = Residence(bond.second, away.uprn, left, None)
        stays.append(grew_up)
