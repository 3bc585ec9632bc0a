"""How the demo judges an answer: it must be able to say that somebody was missed."""

from dataclasses import replace

import pytest

from ppit_ops.demo.figures import Answer, Verdict, figures, judge
from ppit_synthetic import Kent, VisitCase, VisitKind, make_kent

_CLEAR = Answer("NO_KNOWN_MARKERS", frozenset(), None)
_UNABLE = Answer("UNABLE_TO_SCREEN", frozenset(), None)
_ADVICE = Answer("MARKERS_HELD", frozenset({"SEEK_ADVICE_BEFORE_CONTACT"}), "PERSON_PROBABLE")


@pytest.fixture(scope="module")
def kent() -> Kent:
    return make_kent(2026, people=500)


def _case(kent: Kent, kind: VisitKind) -> VisitCase:
    return next(case for case in kent.visits if case.kind is kind)


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        (_CLEAR, Verdict.MISSED),
        (Answer("MARKERS_HELD", frozenset({"PPE_REQUIRED"}), "UPRN_EXACT"), Verdict.MISSED),
        (_ADVICE, Verdict.ADVICE),
        (_UNABLE, Verdict.UNABLE),
        (Answer("", frozenset(), None), Verdict.UNABLE),
        (Answer("MARKERS_HELD", frozenset({"NO_LONE_FEMALE_VISIT"}), "UPRN_EXACT"), Verdict.WARNED),
    ],
)
def test_a_lone_woman_at_risk_must_be_warned(kent: Kent, answer: Answer, verdict: Verdict) -> None:
    assert judge(_case(kent, VisitKind.LONE_FEMALE), answer) is verdict


def test_an_address_that_nobody_knows_must_not_read_clear(kent: Kent) -> None:
    assert judge(_case(kent, VisitKind.UNRESOLVABLE_ADDRESS), _CLEAR) is Verdict.MISSED


def test_saying_that_a_stranger_is_on_the_register_is_the_worst(kent: Kent) -> None:
    confirmed = Answer("MARKERS_HELD", frozenset({"DO_NOT_VISIT"}), "PERSON_CONFIRMED")
    control = _case(kent, VisitKind.UNMARKED_CONTROL)
    assert judge(control, confirmed) is Verdict.WRONGLY_CONFIRMED


def test_a_warning_where_there_is_nothing_near_is_a_false_alarm(kent: Kent) -> None:
    control = replace(_case(kent, VisitKind.UNMARKED_CONTROL), tolerated_marker_ids=())
    assert judge(control, _ADVICE) is Verdict.FALSE_ALARM


def test_every_visit_is_counted_and_every_miss_is_kept(kent: Kent) -> None:
    found = figures(kent, [_CLEAR] * len(kent.visits))
    must_not = [case for case in kent.visits if case.must_not_read_clear]
    assert found.visits == len(kent.visits)
    assert found.total(Verdict.MISSED) == len(must_not)
    assert [case for case, _ in found.worst] == must_not


def test_visits_without_any_screening_are_not_counted_as_answered(kent: Kent) -> None:
    found = figures(kent, [Answer("", frozenset(), None)] * len(kent.visits))
    assert found.unanswered == len(kent.visits)
