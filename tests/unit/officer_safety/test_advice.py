"""What a visiting party is told, and what it is not."""

from datetime import UTC, datetime, timedelta

import pytest

from ppit_officer_safety.domain.advice import (
    Advice,
    Match,
    Visit,
    Withheld,
    advise,
    with_seek_advice,
)
from ppit_officer_safety.domain.codes import ContactMode, MatchBasis, Sex
from ppit_officer_safety.domain.lifecycle import MarkerState, Standing
from ppit_officer_safety.domain.measures import PLAIN_WORDS, ControlMeasure
from tests.unit.officer_safety.builders import (
    NOON,
    TODAY,
    a_marker,
    a_match,
    a_party,
    a_visit,
)

Measure = ControlMeasure


def told(visit: Visit, *matches: Match) -> Advice:
    return advise(matches, visit, now=NOON, today=TODAY)


def codes(advice: Advice) -> list[Measure]:
    return [each.measure for each in advice.measures]


def test_a_female_warden_is_kept_from_a_lone_visit_to_a_man_whose_warnings_say_so() -> None:
    advice = told(a_visit(a_party(Sex.FEMALE)), a_match(a_marker()))
    assert codes(advice) == [Measure.NO_LONE_FEMALE_VISIT]


@pytest.mark.parametrize("sexes", [(Sex.MALE,), (Sex.FEMALE, Sex.MALE)])
def test_a_man_alone_and_a_pair_are_not_held_back_but_are_not_told_that_nothing_is_known(
    sexes: tuple[Sex, ...],
) -> None:
    advice = told(a_visit(a_party(*sexes)), a_match(a_marker()))
    assert codes(advice) == []
    assert len(advice.shown) == 1


def test_an_officer_whose_sex_nobody_stated_is_protected_as_a_woman() -> None:
    advice = told(a_visit(a_party(Sex.NOT_STATED)), a_match(a_marker()))
    assert codes(advice) == [Measure.NO_LONE_FEMALE_VISIT]


def test_two_officers_who_will_split_up_are_alone() -> None:
    advice = told(
        a_visit(a_party(Sex.FEMALE, Sex.MALE, lone=True)),
        a_match(a_marker(Measure.NO_LONE_VISIT_ANY)),
    )
    assert codes(advice) == [Measure.NO_LONE_VISIT_ANY]


def test_one_officer_is_alone_whatever_the_form_says() -> None:
    advice = told(
        a_visit(a_party(Sex.MALE, lone=False)), a_match(a_marker(Measure.NO_LONE_VISIT_ANY))
    )
    assert codes(advice) == [Measure.NO_LONE_VISIT_ANY]


def test_a_pair_carries_the_lone_worker_device_too_for_a_door_can_part_them() -> None:
    device = a_match(a_marker(Measure.USE_LONE_WORKER_DEVICE))
    advice = told(a_visit(a_party(Sex.MALE, Sex.FEMALE)), device)
    assert codes(advice) == [Measure.USE_LONE_WORKER_DEVICE]


def test_a_pair_is_told_to_stay_together() -> None:
    advice = told(a_visit(a_party(Sex.MALE, Sex.MALE)), a_match(a_marker(Measure.VISIT_IN_PAIRS)))
    assert codes(advice) == [Measure.VISIT_IN_PAIRS]


def test_the_most_restrictive_measure_comes_first_and_each_comes_once() -> None:
    advice = told(
        a_visit(),
        a_match(a_marker(Measure.PARK_FOR_EXIT, Measure.NO_LONE_VISIT_ANY)),
        a_match(a_marker(Measure.DO_NOT_VISIT, Measure.PARK_FOR_EXIT)),
    )
    assert codes(advice) == [
        Measure.DO_NOT_VISIT,
        Measure.NO_LONE_VISIT_ANY,
        Measure.PARK_FOR_EXIT,
    ]


def test_those_outside_the_audience_learn_nothing_and_it_is_counted() -> None:
    advice = told(a_visit(), a_match(a_marker(audience="TRADING_STANDARDS")))
    assert (advice.measures, advice.shown) == ((), ())
    assert advice.withheld == {Withheld.AUDIENCE: 1}


def test_a_district_sees_what_is_meant_for_its_own_district() -> None:
    marker = a_match(a_marker(audience="DISTRICT:E07000105"))
    assert told(a_visit(None, "DISTRICT:E07000105"), marker).shown
    assert not told(a_visit(None, "DISTRICT:E07000108"), marker).shown


def test_a_marker_for_visits_says_nothing_to_a_telephone_call() -> None:
    marker = a_match(a_marker(modes=[ContactMode.HOME_VISIT]))
    advice = told(a_visit(a_party(mode=ContactMode.TELEPHONE)), marker)
    assert advice.withheld == {Withheld.CONTACT_MODE: 1}
    assert advice.shown == ()


@pytest.mark.parametrize(
    ("mode", "bound"),
    [
        (ContactMode.HOME_VISIT, True),
        (ContactMode.ONLINE, True),
        (ContactMode.TELEPHONE, False),
        (ContactMode.CORRESPONDENCE, False),
    ],
)
def test_telephone_or_letter_only_binds_every_other_contact(
    mode: ContactMode, *, bound: bool
) -> None:
    marker = a_match(a_marker(Measure.TELEPHONE_OR_LETTER_ONLY))
    assert bool(codes(told(a_visit(a_party(mode=mode)), marker))) is bound


def test_a_visit_in_the_light_is_not_held_back_by_daylight_only_and_one_at_dusk_is() -> None:
    marker = a_match(a_marker(Measure.DAYLIGHT_VISITS_ONLY))
    dusk = datetime(2026, 3, 2, 17, tzinfo=UTC)  # the sun sets at about 17:40
    assert codes(told(a_visit(a_party(at=NOON)), marker)) == []
    assert codes(told(a_visit(a_party(at=dusk)), marker)) == [Measure.DAYLIGHT_VISITS_ONLY]


def test_a_probable_match_says_seek_advice_and_never_anothers_measures() -> None:
    marker = a_marker(Measure.DO_NOT_VISIT_WITHOUT_POLICE)
    advice = told(a_visit(), a_match(marker, MatchBasis.PERSON_PROBABLE, certain=False))
    assert codes(advice) == [Measure.SEEK_ADVICE_BEFORE_CONTACT]
    assert advice.basis is MatchBasis.PERSON_PROBABLE


def test_an_overdue_marker_warns_as_stale_through_its_grace_and_then_no_longer() -> None:
    overdue = a_marker(review_due=TODAY - timedelta(days=28))
    expired = a_marker(review_due=TODAY - timedelta(days=29))
    advice = told(a_visit(), a_match(overdue))
    assert [each.standing for each in advice.measures] == [Standing.STALE]
    assert told(a_visit(), a_match(expired)).shown == ()


def test_a_measure_is_as_current_as_the_most_current_marker_that_asks_for_it() -> None:
    stale = a_marker(review_due=TODAY - timedelta(days=1))
    contested = a_marker(state=MarkerState.UNDER_APPEAL)
    advice = told(a_visit(), a_match(stale), a_match(contested))
    assert [each.standing for each in advice.measures] == [Standing.CONTESTED]


def test_the_surest_basis_is_the_one_named() -> None:
    advice = told(
        a_visit(),
        a_match(a_marker(), MatchBasis.ADDRESS_FUZZY),
        a_match(a_marker(), MatchBasis.PERSON_CONFIRMED),
    )
    assert advice.basis is MatchBasis.PERSON_CONFIRMED


def test_seek_advice_joins_the_measures_in_its_place() -> None:
    advice = told(
        a_visit(), a_match(a_marker(Measure.DO_NOT_VISIT, Measure.INTERPRETER_OR_SUPPORT))
    )
    assert [each.measure for each in with_seek_advice(advice.measures)] == [
        Measure.DO_NOT_VISIT,
        Measure.SEEK_ADVICE_BEFORE_CONTACT,
        Measure.INTERPRETER_OR_SUPPORT,
    ]


def test_every_measure_has_plain_words() -> None:
    assert set(PLAIN_WORDS) == set(Measure)
