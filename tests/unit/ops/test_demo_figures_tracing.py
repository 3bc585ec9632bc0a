"""How the demo judges a trace: it must be able to say that the wrong address was certified."""

from datetime import date

import pytest

from ppit_ops.demo.figures_tracing import Traced, TraceVerdict, judge_trace, trace_figures
from ppit_synthetic.borough import Debt, DebtFile, Stop, TraceOutcome

_OLD_DOOR, _HOME, _ELSEWHERE = "1001", "1002", "1003"
_NEW = TraceOutcome.NEW_ADDRESS_CONFIRMED


def _debt(outcome: TraceOutcome, *stops: Stop, home: str | None = _HOME) -> Debt:
    return Debt(
        debt_ref="CT1",
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


def test_every_debtor_is_counted_and_the_worst_are_kept() -> None:
    right, wrong, unasked = _debt(_NEW), _debt(_NEW), _debt(_NEW)
    uncertain = _debt(TraceOutcome.GONE_AWAY_NO_TRACE)
    keys = [(DebtFile.COUNCIL_TAX, row, 1) for row in range(1, 5)]
    debts = dict(zip(keys, (right, wrong, unasked, uncertain), strict=True))
    told = {keys[0]: Traced(_NEW, _HOME), keys[1]: Traced(_NEW, _ELSEWHERE), keys[3]: Traced("ANY")}
    found = trace_figures(debts, told)
    assert (found.debtors, found.certifiable) == (4, 3)
    assert found.total(TraceVerdict.CERTIFIED_RIGHT) == 1
    assert found.total(TraceVerdict.UNANSWERED) == 1
    assert found.worst == ((wrong, TraceVerdict.CERTIFIED_WRONG),)


def test_each_who_is_liable_by_a_row_is_judged_apart() -> None:
    husband, wife = _debt(_NEW), _debt(_NEW, home=_ELSEWHERE)
    keys = [(DebtFile.COUNCIL_TAX, 7, party) for party in (1, 2)]
    told = dict.fromkeys(keys, Traced(_NEW, _HOME))
    found = trace_figures(dict(zip(keys, (husband, wife), strict=True)), told)
    assert found.total(TraceVerdict.CERTIFIED_RIGHT) == 1
    assert found.worst == ((wife, TraceVerdict.CERTIFIED_WRONG),)
