"""A list of visits: in order, one bad item spoils none, and never more than six statements."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import cast

import pytest

from ppit_officer_safety.domain.measures import ControlMeasure
from ppit_platform.codes import PurposeCode
from ppit_platform.house_caller import the_house
from ppit_platform.ids import new_id
from ppit_platform.person_index.upkeep import fold_all
from tests.support.officer_safety import Caution, Safety
from tests.support.officer_safety_visits import (
    DOVER_DOOR,
    FLAT_1,
    FLAT_2,
    LANTERN_1,
    LANTERN_3,
    MAN,
    a_visit,
    a_warden,
    measures,
    named,
    outcome,
)
from tests.support.statements import counted_statements

HOUSE = the_house("officer-safety", PurposeCode.OFFICER_SAFETY_VISIT, "INDEX-UPKEEP")
HIM = named("William Thackerberry", "1975-03-02")
IMPOSSIBLE = named("Olive Pemberwick", "1975-02-30")


def two_hundred() -> list[dict[str, object]]:
    visits = [a_visit(uprn=LANTERN_3) for _ in range(200)]
    visits[7] = a_visit(uprn=LANTERN_1, people=[HIM])
    visits[50] = a_visit(uprn=LANTERN_3, people=[IMPOSSIBLE])
    visits[199] = a_visit(uprn=DOVER_DOOR)
    return visits


async def test_one_impossible_date_in_two_hundred_visits_spoils_no_other(safety: Safety) -> None:
    await safety.hold(Caution(person=MAN, home=LANTERN_1))
    answers = await safety.screen_all(two_hundred())
    assert len(answers) == 200
    assert outcome(answers[7]) == ("MARKERS_HELD", None)
    assert outcome(answers[50]) == ("UNABLE_TO_SCREEN", "INSUFFICIENT_INPUT")
    assert outcome(answers[199]) == ("UNABLE_TO_SCREEN", "NOT_PERMITTED_FOR_PURPOSE")
    others = [answer for place, answer in enumerate(answers) if place not in {7, 50, 199}]
    assert {outcome(answer) for answer in others} == {("NO_KNOWN_MARKERS", None)}
    assert len({answer["screening_id"] for answer in answers}) == 200


async def test_a_bad_visit_names_the_field_and_the_rule_and_echoes_nothing(
    safety: Safety,
) -> None:
    (answer,) = await safety.screen_all([a_visit(uprn=LANTERN_3, people=[IMPOSSIBLE])])
    assert answer["errors"] == [
        {
            "pointer": "/visits/0/people/0/date_of_birth",
            "code": "IMPOSSIBLE_DATE",
            "detail": "not a date of the calendar",
        }
    ]
    assert "Pemberwick" not in str(answer)


@pytest.mark.parametrize("item", [{}, "not a visit", None, {**a_visit(), "surprise": 1}])
async def test_an_item_that_is_no_visit_is_answered_in_its_place(
    safety: Safety, item: object
) -> None:
    good, bad = await safety.screen_all([a_visit(uprn=LANTERN_3), item])
    assert outcome(good) == ("NO_KNOWN_MARKERS", None)
    assert outcome(bad) == ("UNABLE_TO_SCREEN", "INSUFFICIENT_INPUT")
    assert bad["errors"]


@pytest.mark.parametrize("number", [0, 201])
async def test_a_list_is_of_one_to_two_hundred_visits(safety: Safety, number: int) -> None:
    visits = [a_visit(uprn=LANTERN_3)] * number
    served = await safety.post("/v1/screenings/batch", {"visits": visits})
    assert (served.status, served.json["code"]) == (422, "INVALID_REQUEST")


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("count", True, "INT_TYPE"),
        ("count", "1", "INT_TYPE"),
        ("count", 2.0, "INT_TYPE"),
        ("lone", "no", "BOOL_TYPE"),
        ("lone", 0, "BOOL_TYPE"),
    ],
)
async def test_a_party_of_another_type_is_refused_not_guessed(
    safety: Safety, field: str, value: object, code: str
) -> None:
    party = {"count": 1, "lone": True, "sexes": ["MALE"], field: value}
    served = await safety.post("/v1/screenings", a_visit(uprn=LANTERN_3, attending=party))
    (error,) = cast("list[Mapping[str, object]]", served.json["errors"])
    assert (served.status, error["pointer"]) == (422, f"/attending/{field}")
    assert error["code"] == code


@pytest.mark.parametrize("at", [1_700_000_000, "1700000000", "2026-03-02", True])
async def test_a_time_that_is_no_instant_is_refused_not_guessed(safety: Safety, at: object) -> None:
    served = await safety.post("/v1/screenings", a_visit(uprn=LANTERN_3, at=at))
    (error,) = cast("list[Mapping[str, object]]", served.json["errors"])
    assert (served.status, error["pointer"]) == (422, "/at")


async def test_a_single_visit_with_an_impossible_date_is_refused_by_field_and_rule(
    safety: Safety,
) -> None:
    served = await safety.post("/v1/screenings", a_visit(people=[IMPOSSIBLE]))
    assert served.status == 422
    (error,) = cast("list[Mapping[str, object]]", served.json["errors"])
    assert (error["pointer"], error["code"]) == ("/people/0/date_of_birth", "IMPOSSIBLE_DATE")


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/v1/screenings", a_visit(lines=["1 Lantern Street"], people=[HIM])),
        ("/v1/screenings/batch", {"visits": two_hundred()}),
    ],
    ids=["one visit", "two hundred"],
)
async def test_a_screening_takes_at_most_five_statements(
    safety: Safety, path: str, body: object
) -> None:
    await safety.hold(Caution(person=MAN, home=LANTERN_1))
    with counted_statements(safety.engine) as counted:
        served = await safety.service.post(path, body, key=str(new_id()))
    assert served.status == 200
    assert 1 <= len(counted) <= 5, counted.statements


async def test_a_register_that_was_folded_answers_the_same_in_one_statement_more(
    safety: Safety,
) -> None:
    await safety.hold(Caution(person=MAN, home=LANTERN_1))
    visits: Sequence[object] = [a_visit(people=[HIM]), a_visit(lines=["1 Lantern Street"])]
    before = [outcome(each) for each in await safety.screen_all(visits)]
    folded = fold_all(safety.engine.url, HOUSE, ["person_index"], at_least=1)
    assert folded["person_index"].keys > 0
    assert [outcome(each) for each in await safety.screen_all(visits)] == before
    with counted_statements(safety.engine) as counted:
        await safety.service.post(
            "/v1/screenings/batch", {"visits": two_hundred()}, key=str(new_id())
        )
    assert len(counted) <= 6, counted.statements


async def test_beyond_the_people_that_the_gate_reserved_a_visit_is_unable_not_clear(
    safety: Safety,
) -> None:
    await safety.hold(Caution(uprn=LANTERN_1))
    await safety.hold(Caution(uprn=LANTERN_3, measures=(ControlMeasure.DO_NOT_VISIT,)))
    limited = safety.by(replace(a_warden(), people_limit=1))
    visits: Sequence[object] = [a_visit(uprn=LANTERN_1), a_visit(uprn=LANTERN_3)]
    first, second = await limited.screen_all(visits)
    assert measures(first) == ["NO_LONE_FEMALE_VISIT"]
    assert outcome(second) == ("UNABLE_TO_SCREEN", "NOT_PERMITTED_FOR_PURPOSE")


async def test_beyond_that_limit_nothing_tells_a_marked_door_from_another(safety: Safety) -> None:
    await safety.hold(Caution(uprn=LANTERN_1))
    await safety.hold(Caution(uprn=LANTERN_3))
    limited = safety.by(replace(a_warden(), people_limit=1))
    visits = [a_visit(uprn=uprn) for uprn in (FLAT_1, LANTERN_1, LANTERN_3, FLAT_2, LANTERN_1)]
    answers = await limited.screen_all([*visits, {}])
    refused = ("UNABLE_TO_SCREEN", "NOT_PERMITTED_FOR_PURPOSE")
    assert [outcome(answer) for answer in answers] == [
        ("NO_KNOWN_MARKERS", None),
        ("MARKERS_HELD", None),
        refused,
        refused,
        ("MARKERS_HELD", None),
        ("UNABLE_TO_SCREEN", "INSUFFICIENT_INPUT"),
    ]


async def test_a_list_leaves_one_fact_with_its_counts(safety: Safety) -> None:
    await safety.hold(Caution(person=MAN, home=LANTERN_1))
    served = await safety.post("/v1/screenings/batch", {"visits": two_hundred()})
    (fact,) = served.facts
    assert fact["operation"] == "DISCLOSURE"
    assert fact["counts"] == {
        "visits": 200,
        "MARKERS_HELD": 1,
        "NO_KNOWN_MARKERS": 197,
        "UNABLE_TO_SCREEN": 2,
    }
    assert len(cast("list[str]", fact["subjects_disclosed"])) == 1
    assert len(cast("list[str]", fact["subjects_searched"])) == 200
