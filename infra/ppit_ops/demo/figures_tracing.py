"""Holds the traces of a debt file against the truth: certified right, certified wrong, stopped."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from ppit_synthetic.borough import Debt, DebtFile, Stop, TraceOutcome

DebtorKey = tuple[DebtFile, int, int]
"""A file, its row from 1 below the header, and which of those who are liable by it, from 1."""
_CONFIRMED = frozenset({TraceOutcome.NEW_ADDRESS_CONFIRMED, TraceOutcome.SAME_ADDRESS_CONFIRMED})
_STOPPED = frozenset(
    {
        TraceOutcome.DECEASED,
        TraceOutcome.PROTECTED_DO_NOT_DISCLOSE,
        TraceOutcome.NOT_PERMITTED,
    }
)


@dataclass(frozen=True, slots=True)
class Traced:
    """What a debt system was told of one debtor: ``uprn`` is the address it was given, if any."""

    outcome: str
    uprn: str | None = None


class TraceVerdict(StrEnum):
    """How one trace stands against the truth. The first three must never happen."""

    CERTIFIED_WRONG = "CERTIFIED_WRONG"
    """An address at which the debtor does not live."""
    PROTECTED_DISCLOSED = "PROTECTED_DISCLOSED"
    STOP_BROKEN = "STOP_BROKEN"
    """The address of somebody dead, insolvent, in a breathing space or a child."""
    CERTIFIED_RIGHT = "CERTIFIED_RIGHT"
    NOT_CERTIFIED = "NOT_CERTIFIED"
    """Two independent sources place the debtor at home, and no address was given."""
    STOP_KEPT = "STOP_KEPT"
    STOPPED_NEEDLESSLY = "STOPPED_NEEDLESSLY"
    """A stop was said to hold that does not: mostly a false notice of a death."""
    RIGHTLY_UNCERTAIN = "RIGHTLY_UNCERTAIN"
    """The sources do not allow an address, and none was given."""
    UNANSWERED = "UNANSWERED"
    """Rejected at the door, or no answer at all."""


WORST = frozenset(
    {TraceVerdict.CERTIFIED_WRONG, TraceVerdict.PROTECTED_DISCLOSED, TraceVerdict.STOP_BROKEN}
)


def judge_trace(debt: Debt, told: Traced | None) -> TraceVerdict:
    if told is None:
        return TraceVerdict.UNANSWERED
    if told.uprn is not None or told.outcome in _CONFIRMED:
        return _judge_address(debt, told.uprn)
    if debt.stops:
        return TraceVerdict.STOP_KEPT
    if told.outcome in _STOPPED:
        return TraceVerdict.STOPPED_NEEDLESSLY
    able = debt.outcome in _CONFIRMED
    return TraceVerdict.NOT_CERTIFIED if able else TraceVerdict.RIGHTLY_UNCERTAIN


def _judge_address(debt: Debt, uprn: str | None) -> TraceVerdict:
    """Judge an answer with an address; an address that cannot be read is none of theirs."""
    if Stop.PROTECTED in debt.stops:
        return TraceVerdict.PROTECTED_DISCLOSED
    if debt.stops:
        return TraceVerdict.STOP_BROKEN
    at_home = uprn is not None and uprn == debt.home_uprn
    return TraceVerdict.CERTIFIED_RIGHT if at_home else TraceVerdict.CERTIFIED_WRONG


@dataclass(frozen=True, slots=True)
class TraceFigures:
    """Counts of verdicts. ``worst`` holds the debtors whose answer must never happen."""

    counts: Mapping[TraceVerdict, int]
    certifiable: int
    """Debtors of whom the sources allow an address to be certified."""
    worst: tuple[tuple[Debt, TraceVerdict], ...]

    @property
    def debtors(self) -> int:
        return sum(self.counts.values())

    def total(self, verdict: TraceVerdict) -> int:
        return self.counts.get(verdict, 0)


def trace_figures(
    debts: Mapping[DebtorKey, Debt], told: Mapping[DebtorKey, Traced]
) -> TraceFigures:
    """Judge the answers; a debtor without one was not answered."""
    judged = [(debt, judge_trace(debt, told.get(key))) for key, debt in debts.items()]
    return TraceFigures(
        Counter(verdict for _, verdict in judged),
        sum(debt.outcome in _CONFIRMED for debt, _ in judged),
        tuple((debt, verdict) for debt, verdict in judged if verdict in WORST),
    )
