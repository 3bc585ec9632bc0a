"""Holds the vetting of grant applicants against the truth: rings found, applicants referred."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from ppit_synthetic.borough import Application, Check, Ring

_REFERRED = frozenset({"REFER_TO_ANALYST", "ADVISE_DECLINE"})
_PASSED = frozenset({"PROCEED", "PROCEED_WITH_CONDITIONS"})


@dataclass(frozen=True, slots=True)
class Vetted:
    """What was recommended of one application, and which checks did not come back clear."""

    recommendation: str
    raised: frozenset[str] = frozenset()

    @property
    def referred(self) -> bool:
        return self.recommendation in _REFERRED


class VettingVerdict(StrEnum):
    """How one recommendation stands against the truth. Incomplete is neither yes nor no."""

    PASSED_WRONGLY = "PASSED_WRONGLY"
    """There is something to find, and the recommendation was to go on."""
    REFERRED_RIGHTLY = "REFERRED_RIGHTLY"
    REFERRED_NEEDLESSLY = "REFERRED_NEEDLESSLY"
    INCOMPLETE_WITH_CONCERN = "INCOMPLETE_WITH_CONCERN"
    INCOMPLETE = "INCOMPLETE"
    PASSED_RIGHTLY = "PASSED_RIGHTLY"
    UNANSWERED = "UNANSWERED"


def judge_vetting(application: Application, vetted: Vetted | None) -> VettingVerdict:
    if vetted is None:
        return VettingVerdict.UNANSWERED
    concern = application.should_refer
    if vetted.referred:
        return VettingVerdict.REFERRED_RIGHTLY if concern else VettingVerdict.REFERRED_NEEDLESSLY
    if vetted.recommendation in _PASSED:
        return VettingVerdict.PASSED_WRONGLY if concern else VettingVerdict.PASSED_RIGHTLY
    return VettingVerdict.INCOMPLETE_WITH_CONCERN if concern else VettingVerdict.INCOMPLETE


@dataclass(frozen=True, slots=True)
class VettingFigures:
    """``found`` and ``planted`` count concerns by check: raised where the truth has them."""

    counts: Mapping[VettingVerdict, int]
    rings_found: tuple[str, ...]
    rings: int
    found: Mapping[Check, int]
    planted: Mapping[Check, int]

    def total(self, verdict: VettingVerdict) -> int:
        return self.counts.get(verdict, 0)

    @property
    def to_refer(self) -> int:
        """Applications in which there is something to find, of those that were answered."""
        concern = VettingVerdict.INCOMPLETE_WITH_CONCERN
        return sum(
            self.total(verdict)
            for verdict in (
                VettingVerdict.REFERRED_RIGHTLY,
                VettingVerdict.PASSED_WRONGLY,
                concern,
            )
        )


def vetting_figures(
    applications: Iterable[Application], rings: Iterable[Ring], vetted: Mapping[str, Vetted]
) -> VettingFigures:
    """Judge the recommendations, given by application; one without any was not answered."""
    listed, known = tuple(applications), tuple(rings)
    planted = Counter(check for one in listed for check in one.concerns)
    found = Counter(
        check
        for one in listed
        if (told := vetted.get(one.application_id))
        for check in one.concerns
        if check in told.raised
    )
    return VettingFigures(
        Counter(judge_vetting(one, vetted.get(one.application_id)) for one in listed),
        tuple(ring.ring_id for ring in known if _is_found(ring, vetted)),
        len(known),
        found,
        planted,
    )


def _is_found(ring: Ring, vetted: Mapping[str, Vetted]) -> bool:
    """Tell whether every member was referred because of links: one that is left out is a miss."""
    told = [vetted.get(application_id) for application_id in ring.application_ids]
    return all(one and one.referred and Check.LINK_NETWORK in one.raised for one in told)
