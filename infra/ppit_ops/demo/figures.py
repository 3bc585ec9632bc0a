"""Holds the answers against the truth: who was missed, wrongly named, warned for nothing."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from ppit_synthetic import Kent, VisitCase

SEEK_ADVICE = "SEEK_ADVICE_BEFORE_CONTACT"
_HELD = "MARKERS_HELD"
_CLEAR = "NO_KNOWN_MARKERS"


@dataclass(frozen=True, slots=True)
class Answer:
    """What an officer was told. ``result`` is empty where the gate answered no screening at all."""

    result: str
    measures: frozenset[str]
    basis: str | None


class Verdict(StrEnum):
    """How one answer stands against the truth. The first two must never happen."""

    MISSED = "MISSED"
    """Somebody is at risk (or nobody could look) and the officer was not told."""
    WRONGLY_CONFIRMED = "WRONGLY_CONFIRMED"
    """The person named was said to be a person on the register, and is somebody else."""
    WARNED = "WARNED"
    ADVICE = "ADVICE"
    """At risk, and told to ring for advice: rightly careful, less than the truth."""
    UNABLE = "UNABLE"
    FALSE_ALARM = "FALSE_ALARM"
    """Nobody at risk, nothing near it on the register, and the officer was warned."""
    CLEAR = "CLEAR"


def judge(case: VisitCase, answer: Answer) -> Verdict:
    if _confirms_a_stranger(case, answer):
        return Verdict.WRONGLY_CONFIRMED
    if case.must_not_read_clear and answer.result == _CLEAR:
        return Verdict.MISSED
    if answer.result not in {_HELD, _CLEAR}:
        return Verdict.UNABLE
    if case.at_risk:
        return _judge_warning(case, answer)
    if answer.result == _HELD and not case.tolerated_marker_ids:
        return Verdict.FALSE_ALARM
    return Verdict.WARNED if answer.result == _HELD else Verdict.CLEAR


def _judge_warning(case: VisitCase, answer: Answer) -> Verdict:
    wanted = {measure.value for measure in case.expected_measures}
    if wanted <= answer.measures:
        return Verdict.WARNED
    return Verdict.ADVICE if SEEK_ADVICE in answer.measures else Verdict.MISSED


def _confirms_a_stranger(case: VisitCase, answer: Answer) -> bool:
    return answer.basis == "PERSON_CONFIRMED" and not case.confirmable_marker_ids


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts of verdicts. ``worst`` holds the cases that must never happen."""

    counts: Mapping[Verdict, int]
    worst: tuple[tuple[VisitCase, Verdict], ...]
    unanswered: int
    """Visits for which the gate gave no screening at all."""

    @property
    def visits(self) -> int:
        return sum(self.counts.values())

    def total(self, verdict: Verdict) -> int:
        return self.counts.get(verdict, 0)


def figures(kent: Kent, answers: Sequence[Answer]) -> Figures:
    """Judge the answers to all visits of a Kent, in their order."""
    judged = [
        (case, judge(case, answer)) for case, answer in zip(kent.visits, answers, strict=True)
    ]
    return Figures(
        Counter(verdict for _, verdict in judged),
        tuple(filter(_must_never_happen, judged)),
        sum(not answer.result for answer in answers),
    )


def _must_never_happen(judged: tuple[VisitCase, Verdict]) -> bool:
    return judged[1] in {Verdict.MISSED, Verdict.WRONGLY_CONFIRMED}
