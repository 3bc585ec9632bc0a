"""How long a marker warns, and which state may follow which."""

from datetime import UTC, date, datetime, timedelta

import pytest

from ppit_officer_safety.domain.codes import MarkerCategory
from ppit_officer_safety.domain.lifecycle import (
    HARD_MAXIMUM_MONTHS,
    LIVE,
    TRANSITIONS,
    MarkerState,
    Standing,
    Term,
    latest_review,
    may_follow,
    review_months,
)
from ppit_platform.clock import LONDON

TODAY = date(2026, 3, 2)
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("category", "months"),
    [
        (MarkerCategory.WEAPONS, 3),
        (MarkerCategory.PHYSICAL_VIOLENCE, 6),
        (MarkerCategory.DANGEROUS_ANIMAL, 12),
        (MarkerCategory.OTHER_SEEK_ADVICE, 6),
    ],
)
def test_each_category_has_its_review_interval(category: MarkerCategory, months: int) -> None:
    assert review_months(category) == months


def test_no_category_may_wait_longer_than_a_year() -> None:
    assert max(review_months(category) for category in MarkerCategory) <= HARD_MAXIMUM_MONTHS


@pytest.mark.parametrize(
    ("decided", "due"),
    [
        (date(2026, 3, 2), date(2026, 9, 2)),
        (date(2026, 8, 31), date(2027, 2, 28)),
        (date(2026, 6, 30), date(2026, 12, 30)),
        (date(2026, 7, 15), date(2027, 1, 15)),
    ],
)
def test_six_months_end_on_the_same_day_or_the_last_of_a_shorter_month(
    decided: date, due: date
) -> None:
    assert latest_review(MarkerCategory.STALKING, decided) < due
    assert latest_review(MarkerCategory.PHYSICAL_VIOLENCE, decided) == due


def test_only_an_approved_marker_or_an_emergency_warns() -> None:
    warning = {
        state
        for state in MarkerState
        if Term(state, TODAY, NOW + timedelta(hours=1)).standing(NOW, TODAY)
    }
    assert warning == LIVE


def test_an_emergency_ends_by_itself_to_the_second() -> None:
    term = Term(MarkerState.EMERGENCY, TODAY, NOW)
    assert term.standing(NOW - timedelta(seconds=1), TODAY) is Standing.CURRENT
    assert term.standing(NOW, TODAY) is None
    assert term.has_lapsed(NOW, TODAY)


def test_a_review_is_not_yesterday_between_midnight_and_one_in_summer() -> None:
    just_past_midnight = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)
    london_day = just_past_midnight.astimezone(LONDON).date()
    term = Term(MarkerState.ACTIVE, date(2026, 7, 1), None)
    assert london_day == date(2026, 7, 2)
    assert term.standing(just_past_midnight, london_day) is Standing.STALE


def test_a_marker_under_appeal_is_still_shown_and_marked_contested() -> None:
    term = Term(MarkerState.UNDER_APPEAL, TODAY, None)
    assert term.standing(NOW, TODAY) is Standing.CONTESTED


def test_nothing_becomes_active_without_a_decision() -> None:
    leading = {state for state in MarkerState if may_follow(state, MarkerState.ACTIVE)}
    assert MarkerState.DRAFT not in leading
    assert MarkerState.REMOVED not in leading
    assert MarkerState.EXPIRED not in leading


def test_what_has_ended_never_warns_again() -> None:
    ended = {MarkerState.REMOVED, MarkerState.EXPIRED, MarkerState.RESTRICTED, MarkerState.REJECTED}
    reachable = set(ended)
    for _ in MarkerState:
        reachable |= {after for state in reachable for after in TRANSITIONS[state]}
    assert not reachable & LIVE
