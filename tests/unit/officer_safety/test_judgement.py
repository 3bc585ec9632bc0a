"""When "no known markers" may be said, and when nobody could look."""

from datetime import timedelta

import pytest

from ppit_matching import KEY_VERSION
from ppit_officer_safety.domain.advice import Withheld
from ppit_officer_safety.domain.codes import ScreeningResult, UnableReason
from ppit_officer_safety.domain.identify import Identified
from ppit_officer_safety.domain.judgement import Judgement, judge
from ppit_officer_safety.domain.measures import ControlMeasure
from ppit_officer_safety.domain.sources import (
    CLOCK_SKEW,
    CheckedSource,
    Source,
    SourceRecord,
    SourceState,
    check_sources,
    for_visit,
    source_shortfalls,
)
from tests.unit.officer_safety.builders import NOON, TODAY, a_marker, a_match, a_visit

FRESH = tuple(
    SourceRecord(source, "1", None, NOON, None)
    for source in (Source.MARKER_REGISTER, Source.PERSON_INDEX, Source.GAZETTEER)
)


def checked(*records: SourceRecord) -> tuple[CheckedSource, ...]:
    return check_sources(records, database_now=NOON, now=NOON)


def judged(
    *shortfalls: UnableReason, held: bool = False, sources: tuple[CheckedSource, ...] = ()
) -> Judgement:
    matches = (a_match(a_marker()),) if held else ()
    found = Identified(matches, frozenset(shortfalls), 0, None)
    return judge(found, sources or checked(*FRESH), a_visit(), now=NOON, today=TODAY)


def test_nothing_found_with_everything_looked_at_is_no_known_markers() -> None:
    judgement = judged()
    assert judgement.result is ScreeningResult.NO_KNOWN_MARKERS
    assert judgement.unable_reason is None


@pytest.mark.parametrize("reason", list(UnableReason))
def test_anything_not_looked_at_is_unable_never_no_known_markers(reason: UnableReason) -> None:
    judgement = judged(reason)
    assert judgement.result is ScreeningResult.UNABLE_TO_SCREEN
    assert judgement.unable_reason is reason
    assert judgement.measures == ()


def test_what_was_found_is_told_though_part_could_not_be_looked_at() -> None:
    judgement = judged(UnableReason.ADDRESS_NOT_RESOLVED, held=True)
    assert judgement.result is ScreeningResult.MARKERS_HELD
    assert judgement.unable_reason is UnableReason.ADDRESS_NOT_RESOLVED
    assert [each.measure for each in judgement.measures] == [
        ControlMeasure.NO_LONE_FEMALE_VISIT,
        ControlMeasure.SEEK_ADVICE_BEFORE_CONTACT,
    ]


def test_what_was_found_with_everything_looked_at_asks_nobody_to_ring() -> None:
    judgement = judged(held=True)
    assert judgement.unable_reason is None
    assert [each.measure for each in judgement.measures] == [ControlMeasure.NO_LONE_FEMALE_VISIT]


def test_what_is_not_permitted_is_told_to_nobody_though_it_was_found() -> None:
    judgement = judged(UnableReason.NOT_PERMITTED_FOR_PURPOSE, held=True)
    assert judgement.result is ScreeningResult.UNABLE_TO_SCREEN
    assert judgement.measures == ()


@pytest.mark.parametrize("held", [False, True])
def test_a_door_outside_of_the_areas_is_counted_beside_what_may_be_told(*, held: bool) -> None:
    matches = (a_match(a_marker()),) if held else ()
    found = Identified(matches, frozenset({UnableReason.ADDRESS_NOT_RESOLVED}), 1, None)
    judgement = judge(found, checked(*FRESH), a_visit(), now=NOON, today=TODAY)
    assert judgement.advice.withheld == {Withheld.AREA: 1}
    assert len(judgement.advice.shown) == len(matches)


@pytest.mark.parametrize("lost", list(Source))
def test_a_source_that_left_no_record_is_unavailable(lost: Source) -> None:
    skew = CLOCK_SKEW + timedelta(seconds=1) if lost is Source.CLOCK else timedelta()
    records = [record for record in FRESH if record.source is not lost]
    sources = check_sources(records, database_now=NOON + skew, now=NOON)
    assert {each.source for each in sources if each.state is SourceState.UNAVAILABLE} == {lost}
    assert judged(sources=sources).unable_reason is UnableReason.SOURCE_UNAVAILABLE


def test_keys_of_another_version_and_an_old_copy_are_stale() -> None:
    other_keys = SourceRecord(Source.PERSON_INDEX, "0", "keys-0", NOON, None)
    old = SourceRecord(Source.GAZETTEER, "1", KEY_VERSION, NOON, NOON - timedelta(seconds=1))
    for record in (other_keys, old):
        rest = [each for each in FRESH if each.source is not record.source]
        sources = checked(record, *rest)
        assert source_shortfalls(sources) == {UnableReason.SOURCE_STALE}


def test_a_stale_gazetteer_does_not_matter_to_a_visit_that_gives_no_address() -> None:
    sources = checked(*(each for each in FRESH if each.source is not Source.GAZETTEER))
    asked = for_visit(sources, gives_place=False, names_people=True)
    assert source_shortfalls(asked) == frozenset()
    assert {each.state for each in asked if each.source is Source.GAZETTEER} == {
        SourceState.NOT_ASKED
    }
