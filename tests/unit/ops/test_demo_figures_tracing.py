"""How the demo judges a trace: it must be able to say that the wrong address was certified."""

from datetime import date

import pytest

from ppit_ops.demo.figures_tracing import Traced, TraceVerdict, judge_trace, trace_figures
from ppit_synthetic.borough import Debt, DebtFile, Stop, TraceOutcome

_OLD_DOOR, _HOME, _ELSEWHERE = "1001", "1002", "1003"
_NEW = TraceOutcome.NEW_ADDRESS_CONFIRMED


def _debt(
    outcome: TraceOutcome, *stops: Stop, home: str | None = _HOME, reference: str = "CT1"
) -> Debt:
    return Debt(
        debt_ref=reference,
        debt_file=DebtFile.COUNCIL_TAX,
        row=1,
        person_ids=("P1",),
        uprn=_OLD_DOOR,
        home_uprn=home,
        stops=stops,
        outcome=outcome,
        namesake_ids=(),
        balance_pence=10_000,
        owed_since=date(2025, 4, 1),
        traps=(),
    )


@pytest.mark.parametrize(
    ("told", "verdict"),
    [
        (Traced(_NEW, _HOME), TraceVerdict.CERTIFIED_RIGHT),
        (Traced(_NEW, _ELSEWHERE), TraceVerdict.CERTIFIED_WRONG),
        (Traced("SAME_ADDRESS_CONFIRMED", _OLD_DOOR), TraceVerdict.CERTIFIED_WRONG),
        (Traced(_NEW), TraceVerdict.CERTIFIED_WRONG),
        (Traced("CANDIDATES_UNCONFIRMED", _HOME), TraceVerdict.CERTIFIED_RIGHT),
        (Traced("CANDIDATES_UNCONFIRMED"), TraceVerdict.NOT_CERTIFIED),
        (Traced("DECEASED"), TraceVerdict.STOPPED_NEEDLESSLY),
        (None, TraceVerdict.UNANSWERED),
    ],
)
def test_a_debtor_who_can_be_found(told: Traced | None, verdict: TraceVerdict) -> None:
    assert judge_trace(_debt(_NEW), told) is verdict


@pytest.mark.parametrize(
    ("stop", "verdict"),
    [
        (Stop.PROTECTED, TraceVerdict.PROTECTED_DISCLOSED),
        (Stop.DECEASED, TraceVerdict.STOP_BROKEN),
        (Stop.BREATHING_SPACE, TraceVerdict.STOP_BROKEN),
        (Stop.INSOLVENT, TraceVerdict.STOP_BROKEN),
        (Stop.CHILD, TraceVerdict.STOP_BROKEN),
    ],
)
def test_a_stop_is_broken_by_any_address_even_the_right_one(
    stop: Stop, verdict: TraceVerdict
) -> None:
    debt = _debt(TraceOutcome.NOT_PERMITTED, stop)
    assert judge_trace(debt, Traced(_NEW, _HOME)) is verdict
    assert judge_trace(debt, Traced("NOT_PERMITTED")) is TraceVerdict.STOP_KEPT


def test_no_address_where_the_sources_allow_none_is_right() -> None:
    half_seen = _debt(TraceOutcome.CANDIDATES_UNCONFIRMED)
    verdict = judge_trace(half_seen, Traced("GONE_AWAY_NO_TRACE"))
    assert verdict is TraceVerdict.RIGHTLY_UNCERTAIN


def test_every_debt_is_counted_and_the_worst_are_kept() -> None:
    right, wrong, unasked = (_debt(_NEW, reference=f"CT{number}") for number in range(3))
    uncertain = _debt(TraceOutcome.GONE_AWAY_NO_TRACE, reference="CT9")
    told = {"CT0": Traced(_NEW, _HOME), "CT1": Traced(_NEW, _ELSEWHERE), "CT9": Traced("ANY")}
    found = trace_figures((right, wrong, unasked, uncertain), told)
    assert (found.debts, found.certifiable) == (4, 3)
    assert found.total(TraceVerdict.CERTIFIED_RIGHT) == 1
    assert found.total(TraceVerdict.UNANSWERED) == 1
    assert found.worst == ((wrong, TraceVerdict.CERTIFIED_WRONG),)
