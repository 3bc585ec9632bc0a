"""The three-state result of a screening: when "no known markers" may be said at all."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from ppit_officer_safety.domain.advice import (
    NOTHING_SAID,
    Advice,
    AdvisedMeasure,
    Visit,
    Withheld,
    advise,
    with_seek_advice,
)
from ppit_officer_safety.domain.codes import ScreeningResult, UnableReason
from ppit_officer_safety.domain.identify import Identified
from ppit_officer_safety.domain.sources import CheckedSource, source_shortfalls

WORDS: Mapping[ScreeningResult, str] = {
    ScreeningResult.MARKERS_HELD: (
        "Markers are held. Do what is listed; if nothing is listed, the party as described already "
        "does what is asked: screen again if it changes. Do your own dynamic risk assessment."
    ),
    ScreeningResult.NO_KNOWN_MARKERS: (
        "No markers known to us; this is not an all-clear, do your own dynamic risk assessment."
    ),
    ScreeningResult.UNABLE_TO_SCREEN: (
        "We could not look. This is not an all-clear: ring for advice before you make contact."
    ),
}


@dataclass(frozen=True, slots=True)
class Judgement:
    """``unable_reason`` stands beside ``MARKERS_HELD`` where part could not be looked at."""

    result: ScreeningResult
    unable_reason: UnableReason | None
    advice: Advice
    measures: tuple[AdvisedMeasure, ...]
    sources: tuple[CheckedSource, ...]
    errors: tuple[Mapping[str, str], ...] = ()

    @property
    def words(self) -> str:
        return WORDS[self.result]


def judge(
    found: Identified,
    sources: tuple[CheckedSource, ...],
    visit: Visit,
    *,
    now: datetime,
    today: date,
) -> Judgement:
    """Say ``NO_KNOWN_MARKERS`` only if everything given was resolved and every source was fresh.

    What could not be looked at never hides what was found: then the answer is ``MARKERS_HELD``
    with the reason beside it, and the officer is told to ring.
    """
    if UnableReason.NOT_PERMITTED_FOR_PURPOSE in found.shortfalls:
        return refuse(
            UnableReason.NOT_PERMITTED_FOR_PURPOSE, sources, {Withheld.AREA: found.outside}
        )
    advice = advise(found.matches, visit, now=now, today=today)
    if found.outside:
        withheld = {**advice.withheld, Withheld.AREA: found.outside}
        advice = Advice(advice.measures, advice.shown, withheld)
    reason = _gravest(found.shortfalls | source_shortfalls(sources))
    if not advice.shown:
        unable = ScreeningResult.UNABLE_TO_SCREEN
        result = ScreeningResult.NO_KNOWN_MARKERS if reason is None else unable
        return Judgement(result, reason, advice, (), sources)
    measures = advice.measures if reason is None else with_seek_advice(advice.measures)
    return Judgement(ScreeningResult.MARKERS_HELD, reason, advice, measures, sources)


def refuse(
    reason: UnableReason,
    sources: tuple[CheckedSource, ...],
    withheld: Mapping[Withheld, int] | None = None,
    errors: tuple[Mapping[str, str], ...] = (),
) -> Judgement:
    """Answer that nobody looked, and why."""
    advice = Advice((), (), withheld) if withheld else NOTHING_SAID
    return Judgement(ScreeningResult.UNABLE_TO_SCREEN, reason, advice, (), sources, errors)


def _gravest(reasons: frozenset[UnableReason]) -> UnableReason | None:
    return next((reason for reason in UnableReason if reason in reasons), None)
