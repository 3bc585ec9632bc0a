"""Who was robbed, how, when and of how much; and who must be protected for that or other reasons.

The weights give doorstep crime about the 72% of all losses that Kent's own figures for 2017 show.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from ppit_synthetic.borough.codes import Protection, ScamType, VictimList
from ppit_synthetic.borough.ground import Ground, is_grown, some
from ppit_synthetic.borough.records import Protected, Scam
from ppit_synthetic.chance import day_between, happens, weighted
from ppit_synthetic.codes import Sex
from ppit_synthetic.records import Resident

CHRONIC = 3  # crimes from which a victim counts as chronic; two make a repeat victim
_VICTIM_SHARE = 0.04
_FEWEST = 60
_ELDERLY_SHARE = 0.7
_ELDERLY_DAYS = 65 * 366
_DEAD_SHARE = 0.8
_TOGETHER_SHARE = 0.35
_YEARS_BACK = timedelta(days=3 * 365)
_LAST_WEEK = timedelta(days=7)
_TIMES = weighted(((1, 68.0), (2, 18.0), (3, 8.0), (4, 4.0), (6, 2.0)))
_LISTS_A_SCAM = weighted(((1, 50.0), (2, 35.0), (3, 15.0)))
_PROTECT_EVERY = 1500  # one refuge and one witness for each so many people
_FEWEST_PROTECTED = 6


@dataclass(frozen=True, slots=True)
class _Kind:
    """How common a scam is, what it takes on average (pounds), and which lists hear of it."""

    weight: float
    pounds: int
    lists: tuple[VictimList, ...]


_HUB, _POLICE, _BANK = VictimList.TRADING_STANDARDS_HUB, VictimList.POLICE, VictimList.BANK_PROTOCOL
_NATIONAL, _CHARITY = VictimList.NATIONAL_HUB, VictimList.CHARITY
_DOOR = (_HUB, _POLICE, _CHARITY)
_POST = (_NATIONAL, _HUB, _CHARITY)
_WIRE = (_BANK, _POLICE, _HUB)
_KINDS = {
    ScamType.DOORSTEP_ROGUE_TRADER: _Kind(30, 8000, _DOOR),
    ScamType.DISTRACTION_OR_BOGUS_CALLER: _Kind(6, 900, _DOOR),
    ScamType.MASS_MAIL_LOTTERY_PRIZE: _Kind(14, 300, _POST),
    ScamType.CLAIRVOYANT_PSYCHIC: _Kind(5, 250, _POST),
    ScamType.INVESTMENT: _Kind(3, 9000, _WIRE),
    ScamType.ROMANCE: _Kind(3, 6000, (_BANK, _CHARITY, _POLICE)),
    ScamType.COURIER_IMPERSONATION_BANK_POLICE: _Kind(8, 2500, _WIRE),
    ScamType.TELEPHONE_COMPUTER_SUPPORT: _Kind(8, 600, (_BANK, _HUB, _CHARITY)),
    ScamType.GOVERNMENT_IMPERSONATION: _Kind(4, 700, _WIRE),
    ScamType.FRAUD_RECOVERY: _Kind(2, 1200, _WIRE),
    ScamType.ADVANCE_FEE_INHERITANCE: _Kind(3, 1500, (_NATIONAL, _BANK, _HUB)),
    ScamType.ONLINE_SHOPPING: _Kind(6, 200, _WIRE),
    ScamType.SUBSCRIPTION_TRAP: _Kind(3, 120, (_HUB, _CHARITY)),
    ScamType.PENSION: _Kind(1, 9000, _WIRE),
    ScamType.CATALOGUE_CHEAP_GOODS: _Kind(4, 150, _POST),
    ScamType.CHARITY: _Kind(2, 80, _POST),
}
_TYPES = weighted((scam_type, kind.weight) for scam_type, kind in _KINDS.items())


def make_scams(ground: Ground) -> tuple[Scam, ...]:
    """Return every crime, of some victims several. Nobody was a child or dead on the day."""
    rng = ground.facts("scams")
    scams: list[Scam] = []
    for victim in _victims(rng, ground):
        usual = _TYPES.draw(rng)
        for _ in range(_TIMES.draw(rng)):
            day = _day(rng, ground, victim)
            uprn = ground.home_on(victim.person_id, day)
            if uprn and is_grown(victim, day):
                scam_type = usual if happens(rng, 0.6) else _TYPES.draw(rng)
                people = _robbed(rng, ground, victim, day)
                scam_id = f"S{len(scams) + 1:05d}"
                scams.append(_scam(rng, scam_id, people, scam_type, (day, uprn)))
    return tuple(scams)


def _victims(rng: Random, ground: Ground) -> list[Resident]:
    wanted = max(_FEWEST, int(len(ground.kent.people) * _VICTIM_SHARE))
    old = ground.as_of - timedelta(days=_ELDERLY_DAYS)
    dead = [p for p in ground.kent.people if p.died]
    elderly = [p for p in ground.adults if p.born < old]
    younger = [p for p in ground.adults if p.born >= old]
    many = int(wanted * _ELDERLY_SHARE)
    return [
        *some(rng, dead, int(len(dead) * _DEAD_SHARE)),
        *some(rng, elderly, many),
        *some(rng, younger, wanted - many),
    ]


def _day(rng: Random, ground: Ground, victim: Resident) -> date:
    last = min(ground.as_of, victim.died or ground.as_of) - _LAST_WEEK
    return day_between(rng, last - _YEARS_BACK, last)


def _robbed(rng: Random, ground: Ground, victim: Resident, day: date) -> tuple[str, ...]:
    """Return the victim, with the husband or wife who lived there too if both were taken in."""
    other = ground.spouse_of.get(victim.person_id)
    together = happens(rng, _TOGETHER_SHARE)
    if not other or not together or ground.person(other).died or victim.died:
        return (victim.person_id,)
    if ground.home_on(other, day) != ground.home_on(victim.person_id, day):
        return (victim.person_id,)
    husband_first = victim.sex is Sex.MALE
    return (victim.person_id, other) if husband_first else (other, victim.person_id)


def _scam(
    rng: Random,
    scam_id: str,
    people: tuple[str, ...],
    scam_type: ScamType,
    when_and_where: tuple[date, str],
) -> Scam:
    kind = _KINDS[scam_type]
    day, uprn = when_and_where
    loss = 0 if happens(rng, 0.1) else 100 + int(rng.expovariate(1 / (kind.pounds * 100)))
    told = rng.sample(kind.lists, min(len(kind.lists), _LISTS_A_SCAM.draw(rng)))
    held_back = int(rng.expovariate(1 / 200_000)) if _BANK in told else 0
    return Scam(scam_id, people, scam_type, day, loss, held_back, uprn, tuple(sorted(told)))


def times_robbed(scams: Iterable[Scam]) -> Counter[str]:
    """Count each person's crimes, alone or with another: two make a repeat victim."""
    return Counter(person_id for scam in scams for person_id in scam.person_ids)


def make_protected(ground: Ground, scams: tuple[Scam, ...]) -> tuple[Protected, ...]:
    """Return the living whose address nobody may be told: some chronic victims, and others."""
    rng = ground.facts("protected")
    chronic = [
        ground.person(person_id)
        for person_id, times in times_robbed(scams).items()
        if times >= CHRONIC and not ground.person(person_id).died
    ]
    each = max(_FEWEST_PROTECTED, len(ground.kent.people) // _PROTECT_EVERY)
    moved = [p for p in ground.adults if len(ground.truth.stays[p.person_id]) > 1]
    chosen: dict[str, Protection] = {}
    for why, pool, wanted in (
        (Protection.REFUGE, [p for p in moved if p.sex is Sex.FEMALE], each),
        (Protection.WITNESS, moved, each),
        (Protection.VICTIM_REGISTER, chronic, max(each, len(chronic) // 3)),
    ):
        free = (p for p in pool if p.person_id not in chosen)
        chosen |= {p.person_id: why for p in some(rng, free, wanted)}
    return tuple(
        Protected(person_id, why, day_between(rng, ground.as_of - _YEARS_BACK, ground.as_of))
        for person_id, why in chosen.items()
    )
