"""How many crimes surely happened, and what need that makes, point by point."""

from datetime import UTC, datetime

import pytest

from ppit_victims.domain.codes import (
    AgencyRole,
    ClosedFor,
    ContactOutcome,
    InterventionType,
    ScamType,
    Stage,
    Vulnerability,
)
from ppit_victims.domain.crimes import MOST_COUNTED, Crime, count_crimes
from ppit_victims.domain.help import Contact, helpers_of, is_helped
from ppit_victims.domain.need import Situation, need_of
from ppit_victims.domain.standing import standing_of
from ppit_victims.domain.told import Told

DOORSTEP, ROMANCE = ScamType.DOORSTEP_ROGUE_TRADER, ScamType.ROMANCE


def a_crime(
    source: str = "kcc/TS_HUB",
    key: str = "1",
    scam: ScamType | None = DOORSTEP,
    day: str | None = "2025-11-03",
    **told: object,
) -> Crime:
    return Crime(source, key, Told(scam_type=scam, happened_on=day, **told))  # pyright: ignore[reportArgumentType]


@pytest.mark.parametrize(
    ("other", "crimes"),
    [
        (a_crime("police/POLICE"), 1),
        (a_crime("police/POLICE", scam=None, day=None), 1),
        (a_crime("police/POLICE", day="2025"), 1),
        (a_crime("police/POLICE", day="2025-12-10"), 1),
        (a_crime("police/POLICE", day="2026-02-01"), 2),
        (a_crime("police/POLICE", day="2024"), 2),
        (a_crime("police/POLICE", scam=ROMANCE), 2),
        (a_crime(key="2"), 2),
        (a_crime(key="1"), 1),
    ],
)
def test_records_that_may_be_of_one_crime_are_one(other: Crime, crimes: int) -> None:
    assert count_crimes([a_crime(), other]) == crimes
    assert count_crimes([other, a_crime()]) == crimes


def test_a_record_that_says_nothing_joins_one_crime_only() -> None:
    vague = a_crime("bank/BANK_PROTOCOL", scam=None, day=None)
    told = [a_crime(), a_crime(key="2", day="2024-01-01"), vague]
    assert count_crimes(told) == 2


def test_whoever_is_told_of_without_end_is_counted_to_an_end() -> None:
    assert count_crimes(a_crime(key=str(number)) for number in range(5000)) == MOST_COUNTED


def test_a_protection_is_no_crime() -> None:
    assert count_crimes([a_crime(crime=False)]) == 0


def test_need_is_the_sum_of_points_that_each_say_why() -> None:
    records = [
        a_crime(loss_pence=1_200_000, vulnerabilities=(Vulnerability.LIVES_ALONE,)),
        a_crime("police/POLICE", "9", scam=ROMANCE, flagged=True),
    ]
    need = need_of(Situation(records, 2, 3, Stage.TRYING))
    assert {point.code: point.points for point in need.points} == {
        "REPEAT_VICTIM": 15,
        "CHRONIC_HOUSEHOLD": 10,
        "SCAMMED_AT_THE_DOOR": 12,
        "SCAMMED_BY_GROOMING": 10,
        "LOSS": 20,
        "LIVES_ALONE": 5,
        "FLAGGED_VULNERABLE": 8,
        "NOT_REACHED": 6,
        "ON_SEVERAL_LISTS": 4,
    }
    assert need.score == 90
    assert all(point.why for point in need.points)


def test_every_indicator_of_frailty_counts() -> None:
    said = a_crime(vulnerabilities=tuple(Vulnerability))
    codes = {point.code for point in need_of(Situation([said], 1, 1, Stage.HELPING)).points}
    counted = {one.value for one in Vulnerability} - {"REPEAT_VICTIM"}
    assert counted <= codes, "a partner who says chronic has said repeat"


def at(day: int) -> datetime:
    return datetime(2026, 1, day, 10, tzinfo=UTC)


def a_contact(agency: str, outcome: ContactOutcome, day: int) -> Contact:
    return Contact(agency, InterventionType.WARDEN_VISIT, outcome, at(day))


def test_whoever_began_first_is_primary_whatever_came_later() -> None:
    helpers = helpers_of(
        [
            a_contact("police", ContactOutcome.ADVICE_GIVEN, 3),
            a_contact("ashford", ContactOutcome.NO_CONTACT, 2),
            a_contact("ashford", ContactOutcome.DECLINED, 5),
        ]
    )
    assert [(each.agency, each.role, each.stage, each.since) for each in helpers] == [
        ("ashford", AgencyRole.PRIMARY, Stage.DECLINED, at(2)),
        ("police", AgencyRole.SECONDARY, Stage.HELPING, at(3)),
    ]
    assert is_helped(helpers)
    assert not is_helped(helpers[:1])


def test_a_victim_is_closed_only_when_the_last_who_helped_has_closed() -> None:
    closed, going_on = ContactOutcome.CLOSED, ContactOutcome.STILL_ENGAGING
    contacts = [a_contact("ashford", closed, 2), a_contact("police", going_on, 3)]
    assert standing_of([a_crime()], [], contacts).stage is Stage.HELPING
    ended = standing_of([a_crime()], [], [*contacts, a_contact("police", closed, 4)])
    assert (ended.stage, ended.closed_for) == (Stage.CLOSED, ClosedFor.HELP_ENDED)


def test_a_death_closes_whoever_still_helps() -> None:
    dead = a_crime("police/POLICE", deceased=True, died_on="2025-12")
    standing = standing_of(
        [a_crime(), dead], [], [a_contact("ashford", ContactOutcome.ADVICE_GIVEN, 2)]
    )
    assert (standing.stage, standing.closed_for) == (Stage.CLOSED, ClosedFor.DECEASED)
    assert standing.died_on == "2025-12"
