"""What lists of people show of an applicant, or of the officers of one: pure rules."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ppit_matching import Band, Person, compare
from ppit_matching.scoring.levels import NameLevel
from ppit_matching.scoring.name_levels import given_match
from ppit_vetting.domain.codes import CheckResult, CheckType
from ppit_vetting.domain.findings import Evidence, Finding, SourceUsed, clear
from ppit_vetting.domain.reasons import Reason, ReasonCode
from ppit_vetting.domain.sanctions import Meeting, Strength


class InsolvencyKind(StrEnum):
    BANKRUPTCY = "BANKRUPTCY"
    IVA = "IVA"
    DRO = "DRO"
    BREATHING_SPACE = "BREATHING_SPACE"


@dataclass(frozen=True, slots=True)
class Insolvency:
    """``ends_on`` lies ahead while it is in force; None where nobody knows."""

    case_number: str
    kind: InsolvencyKind
    person: Person
    started_on: date
    ends_on: date | None

    def counts_on(self, day: date) -> bool:
        """Tell whether it is in force. A breathing space is no grant maker's business."""
        if self.kind is InsolvencyKind.BREATHING_SPACE:
            return False
        return self.started_on <= day and (self.ends_on is None or day < self.ends_on)


@dataclass(frozen=True, slots=True)
class Award:
    """An earlier award; ``person`` is None where it went to a company."""

    award_id: str
    person: Person | None
    company_number: str | None
    scheme: str
    awarded_on: date
    amount_pence: int
    accounted: bool


@dataclass(frozen=True, slots=True)
class Debt:
    debt_ref: str
    person: Person
    balance_pence: int
    since: date | None


_ANOTHER_NAME = frozenset({NameLevel.DIFFERENT, NameLevel.CLOSE})


def sureness(people: Iterable[Person], listed: Person) -> Band:
    """Return how surely one of these people is the one listed.

    Of another first name, a twin is as probable as oneself: that is nobody's concern.
    """
    bands = {
        compare(person, listed).band
        for person in people
        if given_match(person, listed).level not in _ANOTHER_NAME
    }
    return next((band for band in Band if band in bands), Band.NONE)


def check_insolvency(
    people: Sequence[Person],
    listed: Iterable[Insolvency],
    day: date,
    sources: tuple[SourceUsed, ...],
) -> Finding:
    met = [
        (sureness(people, one.person), Evidence("insolvency", one.case_number, _insolvency(one)))
        for one in listed
        if one.counts_on(day)
    ]
    sure, perhaps = ReasonCode.PERSON_INSOLVENT, ReasonCode.PERSON_PERHAPS_INSOLVENT
    return _judged(CheckType.INSOLVENCY_PERSON, met, (sure, perhaps), sources)


def _insolvency(one: Insolvency) -> tuple[str, ...]:
    ends = f"to {one.ends_on.isoformat()}" if one.ends_on else "without an end on record"
    return (one.kind.value, f"from {one.started_on.isoformat()}", ends)


def check_debts(
    people: Sequence[Person], listed: Iterable[Debt], sources: tuple[SourceUsed, ...]
) -> Finding:
    met = [
        (
            sureness(people, one.person),
            Evidence("debt", one.debt_ref, (_pounds(one.balance_pence),)),
        )
        for one in listed
        if one.balance_pence > 0
    ]
    sure, perhaps = ReasonCode.DEBT_ON_RECORD, ReasonCode.DEBT_PERHAPS_ON_RECORD
    return _judged(CheckType.PREVIOUS_DEBT, met, (sure, perhaps), sources)


def check_awards(
    people: Sequence[Person],
    listed: Iterable[Award],
    to_the_company: Iterable[Award],
    sources: tuple[SourceUsed, ...],
) -> Finding:
    """Judge earlier awards: by the person who had them, or by the company's number."""
    met = [(Band.CONFIRMED, one) for one in to_the_company]
    met += [(sureness(people, one.person), one) for one in listed if one.person is not None]
    own = [(band, one) for band, one in met if band in _CERTAIN_ENOUGH]
    unaccounted = [(band, _of_award(one)) for band, one in own if not one.accounted]
    sure, perhaps = ReasonCode.AWARD_UNACCOUNTED, ReasonCode.AWARD_PERHAPS_UNACCOUNTED
    finding = _judged(CheckType.PREVIOUS_AWARDS, unaccounted, (sure, perhaps), sources)
    if finding.result is not CheckResult.CLEAR or not own:
        return finding
    evidence = tuple(_of_award(one) for _, one in own)
    return clear(CheckType.PREVIOUS_AWARDS, sources, ReasonCode.AWARDS_ACCOUNTED, evidence=evidence)


def _of_award(one: Award) -> Evidence:
    told = "accounted for" if one.accounted else "not accounted for"
    return Evidence("award", one.award_id, (one.scheme, one.awarded_on.isoformat(), told))


def check_sanctions(met: Sequence[Meeting], sources: tuple[SourceUsed, ...]) -> Finding:
    """Judge whom applicant and officers meet on the list; a poor alias alone raises nothing."""
    evidence = tuple(
        Evidence(
            "sanctions list entry",
            one.subject.unique_id,
            (one.strength.value, one.quality.value, *one.why, *one.subject.regimes),
        )
        for one in met
    )
    strengths = {one.strength for one in met}
    check = CheckType.SANCTIONS
    if Strength.STRONG in strengths:
        reasons = (Reason(ReasonCode.SANCTIONS_STRONG),)
        return Finding(check, CheckResult.ADVERSE, sources, reasons, evidence)
    if Strength.WEAK in strengths:
        reasons = (Reason(ReasonCode.SANCTIONS_POSSIBLE),)
        return Finding(check, CheckResult.CONCERN, sources, reasons, evidence)
    return clear(check, sources, evidence=evidence)


_CERTAIN_ENOUGH = frozenset({Band.CONFIRMED, Band.PROBABLE})


def _judged(
    check: CheckType,
    met: Iterable[tuple[Band, Evidence]],
    codes: tuple[ReasonCode, ReasonCode],
    sources: tuple[SourceUsed, ...],
) -> Finding:
    """Raise a concern over whoever is confirmed, or probable: then it must be confirmed first."""
    found = [(band, evidence) for band, evidence in met if band in _CERTAIN_ENOUGH]
    if not found:
        return clear(check, sources)
    bands = {band for band, _ in found}
    code = codes[0] if Band.CONFIRMED in bands else codes[1]
    evidence = tuple(
        Evidence(each.kind, each.reference, (*each.says, f"match {band.value}"))
        for band, each in found
    )
    return Finding(check, CheckResult.CONCERN, sources, (Reason(code),), evidence)


def _pounds(pence: int) -> str:
    return f"{pence // 100}.{pence % 100:02d} pounds"
