"""Who among an organisation's applicants shares what with whom, and when that is a concern.

Two who live at one door share account, telephone and address as couples do: no concern. From a
third applicant at the door on, or where homes differ, it is one, and a human looks.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from ppit_matching import Address, Band, Person, compare
from ppit_matching.scoring.levels import PlaceLevel
from ppit_matching.scoring.place_levels import place_level
from ppit_vetting.domain.codes import CheckResult, CheckType, LinkKind
from ppit_vetting.domain.findings import Evidence, Finding, SourceUsed
from ppit_vetting.domain.link_keys import (
    ACCOUNT,
    ADDRESS,
    COMPANY,
    EMAIL,
    OFFICER,
    PHONE,
    LinkKey,
)
from ppit_vetting.domain.reasons import Reason, ReasonCode

MOST_LINKED = 100
"""The most applications that one is compared with: beyond it whoever shares has been found long."""
_COUPLE = 2
_CODES = {
    LinkKind.ACCOUNT: ReasonCode.SHARED_ACCOUNT,
    LinkKind.PHONE: ReasonCode.SHARED_PHONE,
    LinkKind.EMAIL: ReasonCode.SHARED_EMAIL,
    LinkKind.ADDRESS: ReasonCode.SHARED_ADDRESS,
    LinkKind.OFFICER: ReasonCode.SHARED_OFFICER,
}
_BY_KEY = {
    ACCOUNT: LinkKind.ACCOUNT,
    PHONE: LinkKind.PHONE,
    EMAIL: LinkKind.EMAIL,
    OFFICER: LinkKind.OFFICER,
}


@dataclass(frozen=True, slots=True)
class Application:
    """One case as its links see it. ``keys`` are keyed hashes; ``number`` is the register's.

    ``fellows`` are the hashed numbers of other companies that its officers run.
    """

    case_id: UUID
    reference: str
    received_at: datetime
    person: Person | None
    number: str | None
    address: Address | None
    keys: frozenset[LinkKey]
    fellows: frozenset[LinkKey] = frozenset()


@dataclass(frozen=True, slots=True)
class Link:
    """What another application shares; ``household``: as two of one home do."""

    other: Application
    kinds: frozenset[LinkKind]
    same_applicant: bool = False
    household: bool = False

    @property
    def is_concern(self) -> bool:
        return bool(self.kinds) and not self.same_applicant and not self.household


def find_links(ours: Application, others: Iterable[Application]) -> tuple[Link, ...]:
    """Return every other application that shares something, in the order they were received."""
    shared = [
        link
        for other in sorted(others, key=lambda each: (each.received_at, each.case_id))
        if (link := _shared(ours, other)) is not None
    ]
    at_our_door = [link for link in shared if LinkKind.ADDRESS in link.kinds]
    couple = _households(ours, at_our_door) <= _COUPLE
    return tuple(
        Link(link.other, link.kinds, link.same_applicant, household=couple)
        if link in at_our_door
        else link
        for link in shared
    )


def links_finding(links: Sequence[Link], source: SourceUsed) -> Finding:
    """Put links into a finding; the case of each is named in it for the analyst."""
    concerns = [link for link in links if link.is_concern]
    counts = Counter(kind for link in concerns for kind in link.kinds)
    reasons = [Reason(_CODES[kind], counts[kind]) for kind in LinkKind if counts[kind]]
    evidence = tuple(map(_evidence, links))
    linked = tuple(link.other.case_id for link in links)
    result = CheckResult.CONCERN if concerns else CheckResult.CLEAR
    if not concerns:
        reasons = _harmless(links)
    return Finding(CheckType.LINK_NETWORK, result, (source,), tuple(reasons), evidence, linked)


def _shared(ours: Application, other: Application) -> Link | None:
    if other.case_id == ours.case_id:
        return None
    kinds = {_BY_KEY[key.kind] for key in ours.keys & other.keys if key.kind in _BY_KEY}
    same = _is_same_applicant(ours, other)
    if _is_same_door(ours, other):
        kinds.add(LinkKind.ADDRESS)
    if not same and (_runs(ours, other) or _runs(other, ours)):
        kinds.add(LinkKind.OFFICER)
    return Link(other, frozenset(kinds), same) if kinds or same else None


def _runs(one: Application, other: Application) -> bool:
    companies = {key for key in other.keys if key.kind == COMPANY}
    return not one.fellows.isdisjoint(companies)


def _is_same_applicant(ours: Application, other: Application) -> bool:
    if ours.number is not None or other.number is not None:
        return ours.number == other.number
    if ours.person is None or other.person is None:
        return False
    return compare(ours.person, other.person).band is Band.CONFIRMED


def _is_same_door(one: Application, other: Application) -> bool:
    """Compare the addresses; where one was given by its UPRN alone, that is all there is."""
    if one.address is None or other.address is None:
        return any(key.kind == ADDRESS for key in one.keys & other.keys)
    return place_level(one.address, other.address) is PlaceLevel.DOOR


def _households(ours: Application, at_our_door: Sequence[Link]) -> int:
    """Count the applicants at our door, each once however often they applied."""
    met: list[Application] = [ours]
    for link in at_our_door:
        if not any(_is_same_applicant(one, link.other) for one in met):
            met.append(link.other)
    return len(met)


def _harmless(links: Sequence[Link]) -> list[Reason]:
    found = {
        ReasonCode.SAME_APPLICANT: any(link.same_applicant for link in links),
        ReasonCode.HOUSEHOLD_SHARES: any(
            link.household and not link.same_applicant for link in links
        ),
    }
    reasons = [Reason(code) for code, holds in found.items() if holds]
    return reasons or [Reason(ReasonCode.NOTHING_FOUND)]


def _evidence(link: Link) -> Evidence:
    says = [kind.value for kind in LinkKind if kind in link.kinds]
    if link.same_applicant:
        says.append("the same applicant")
    elif link.household:
        says.append("of one household")
    return Evidence("application", str(link.other.case_id), (link.other.reference, *says))
