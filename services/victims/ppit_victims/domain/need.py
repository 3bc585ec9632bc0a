"""Need in points: an itemised, versioned table, every point explained.

No national matrix is published; these figures are common practice, set by hand and to be
calibrated on outcomes. Change a figure, and the version with it: ``ppit-victims rescore``.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ppit_victims.domain.codes import ScamType, Stage, Vulnerability
from ppit_victims.domain.crimes import CHRONIC, REPEAT, Crime, losses

TABLE_VERSION = "need-1"

_AT_THE_DOOR = frozenset({ScamType.DOORSTEP_ROGUE_TRADER, ScamType.DISTRACTION_OR_BOGUS_CALLER})
_GROOMED = frozenset(
    {
        ScamType.ROMANCE,
        ScamType.INVESTMENT,
        ScamType.COURIER_IMPERSONATION_BANK_POLICE,
        ScamType.FRAUD_RECOVERY,
        ScamType.MATE_CRIME_FINANCIAL_ABUSE,
        ScamType.MONEY_MULE_COERCED,
    }
)
_LOSSES = (
    (1_000_000, 20, "lost £10,000 or more in one crime"),
    (100_000, 12, "lost £1,000 or more in one crime"),
    (10_000, 5, "lost £100 or more in one crime"),
)
_FRAILTY: Mapping[Vulnerability, tuple[int, str]] = {
    Vulnerability.LIVES_ALONE: (5, "lives alone"),
    Vulnerability.COGNITIVE_IMPAIRMENT_OR_DEMENTIA: (15, "cognitive impairment or dementia"),
    Vulnerability.PHYSICAL_FRAILTY: (5, "physically frail"),
    Vulnerability.SENSORY_LOSS: (5, "hears or sees badly"),
    Vulnerability.BEREAVED: (5, "bereaved"),
    Vulnerability.ISOLATED: (8, "isolated"),
    Vulnerability.GROOMED_OR_IN_DENIAL: (12, "groomed, or does not believe it is a scam"),
    Vulnerability.HIGH_LOSS_RELATIVE_TO_MEANS: (10, "lost much for their means"),
    Vulnerability.UNPAID_BILLS: (8, "leaves bills unpaid"),
    Vulnerability.HOARDING: (5, "hoards"),
    Vulnerability.MAIL_VOLUME: (6, "gets much scam mail"),
    Vulnerability.CALL_VOLUME: (6, "gets many scam calls"),
    Vulnerability.NO_TRUSTED_PERSON: (8, "has nobody they trust"),
    Vulnerability.CARE_AND_SUPPORT_NEEDS: (12, "has care and support needs"),
    Vulnerability.LACKS_CAPACITY_DECISION: (15, "was found to lack capacity for a decision"),
    Vulnerability.FEARFUL: (8, "is afraid"),
}
# Victims who are said to be repeat or chronic count as such; the points stand below.
_SEVERAL_LISTS = 2


@dataclass(frozen=True, slots=True)
class Point:
    code: str
    points: int
    why: str


@dataclass(frozen=True, slots=True)
class Need:
    """``score`` is the sum of ``points``; ``table_version`` says by which table."""

    points: tuple[Point, ...]
    table_version: str = TABLE_VERSION

    @property
    def score(self) -> int:
        return sum(point.points for point in self.points)


@dataclass(frozen=True, slots=True)
class Situation:
    """``crimes`` are this victim's, ``household_crimes`` all of the home's."""

    records: Sequence[Crime]
    crimes: int
    household_crimes: int
    stage: Stage


def need_of(situation: Situation) -> Need:
    points = (
        *_of_crimes(situation),
        *_of_losses(situation),
        *_of_frailty(situation),
        *_of_help(situation),
    )
    return Need(tuple(points))


def _of_crimes(situation: Situation) -> Iterator[Point]:
    said = _said_frailties(situation)
    if situation.crimes >= CHRONIC or Vulnerability.CHRONIC_VICTIM in said:
        yield Point("CHRONIC_VICTIM", 30, f"robbed {max(situation.crimes, CHRONIC)} times or more")
    elif situation.crimes >= REPEAT or Vulnerability.REPEAT_VICTIM in said:
        yield Point("REPEAT_VICTIM", 15, "robbed twice")
    if situation.household_crimes > situation.crimes:
        if situation.household_crimes >= CHRONIC:
            why = f"{situation.household_crimes} crimes in this household"
            yield Point("CHRONIC_HOUSEHOLD", 10, why)
        elif situation.household_crimes >= REPEAT:
            yield Point("REPEAT_HOUSEHOLD", 5, "two crimes in this household")
    scams = {record.told.scam_type for record in situation.records}
    if scams & _AT_THE_DOOR:
        yield Point("SCAMMED_AT_THE_DOOR", 12, "a scammer came to the door")
    if scams & _GROOMED:
        yield Point("SCAMMED_BY_GROOMING", 10, "a kind of scam that goes on and comes back")


def _of_losses(situation: Situation) -> Iterator[Point]:
    lost = losses(situation.records)
    found = next((each for each in _LOSSES if lost >= each[0]), None)
    if found is not None:
        yield Point("LOSS", found[1], found[2])


def _of_frailty(situation: Situation) -> Iterator[Point]:
    said = _said_frailties(situation)
    for vulnerability, (points, why) in _FRAILTY.items():
        if vulnerability in said:
            yield Point(vulnerability.value, points, why)
    if any(record.told.flagged for record in situation.records):
        yield Point("FLAGGED_VULNERABLE", 8, "a partner marked this victim as vulnerable")


def _of_help(situation: Situation) -> Iterator[Point]:
    if situation.stage is Stage.REPORTED:
        yield Point("NOBODY_HAS_CALLED", 10, "no agency has made contact")
    elif situation.stage is Stage.TRYING:
        yield Point("NOT_REACHED", 6, "agencies tried and reached nobody")
    if len({record.source for record in situation.records}) >= _SEVERAL_LISTS:
        yield Point("ON_SEVERAL_LISTS", 4, "several partners report this victim")


def _said_frailties(situation: Situation) -> frozenset[Vulnerability]:
    return frozenset(each for record in situation.records for each in record.told.vulnerabilities)
