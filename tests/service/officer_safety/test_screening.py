"""What a visiting party is told, from the typed visit to the answer."""

from datetime import timedelta
from pathlib import Path

import pytest

from ppit_matching import PersonRecord
from ppit_officer_safety.domain.codes import ContactMode
from ppit_officer_safety.domain.measures import ControlMeasure
from tests.support.officer_safety import Caution, Safety, load, write_gazetteer
from tests.support.officer_safety_visits import (
    ASHFORD,
    BLOCK,
    DOORS,
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

POLICE = (ControlMeasure.DO_NOT_VISIT_WITHOUT_POLICE,)


async def test_a_woman_is_kept_from_a_lone_visit_to_a_man_whose_warnings_say_so(
    safety: Safety,
) -> None:
    await safety.hold(Caution(person=MAN, home=LANTERN_1))
    him = named("William Thackerberry", "1975-03-02")
    alone = await safety.screen(a_visit(uprn=LANTERN_1, people=[him]))
    assert outcome(alone) == ("MARKERS_HELD", None)
    assert measures(alone) == ["NO_LONE_FEMALE_VISIT"]
    assert alone["match_basis"] == "PERSON_CONFIRMED"
    assert alone["acknowledgement_required"] is True
    pair = await safety.screen(a_visit(uprn=LANTERN_1, people=[him], sexes=["FEMALE", "MALE"]))
    assert (pair["result"], measures(pair)) == ("MARKERS_HELD", [])


async def test_an_address_that_nobody_marked_is_no_known_markers_and_no_all_clear(
    safety: Safety,
) -> None:
    answer = await safety.screen(
        a_visit(uprn=LANTERN_3, people=[named("Olive Pemberwick", "1950-07-01")])
    )
    assert outcome(answer) == ("NO_KNOWN_MARKERS", None)
    assert "not an all-clear" in str(answer["words"])
    assert "dynamic risk assessment" in str(answer["words"])


@pytest.mark.parametrize(
    ("name", "born"),
    [
        ("Bill Thackerberry", "1975-03-02"),
        ("Thackerberry William", "1975-03-02"),
        ("William Thackerbery", "1975-03-02"),
        ("William Thackerberry", "1975-02-03"),
        ("William Thackerberry", None),
    ],
    ids=["nickname", "swapped names", "misspelt", "day and month swapped", "no date of birth"],
)
async def test_a_man_is_found_however_his_name_was_typed_and_wherever_he_is_visited(
    safety: Safety, name: str, born: str | None
) -> None:
    await safety.hold(Caution(person=MAN, home=LANTERN_1))
    elsewhere = await safety.screen(a_visit(uprn=LANTERN_3, people=[named(name, born)]))
    assert elsewhere["result"] == "MARKERS_HELD"
    assert measures(elsewhere) in (["NO_LONE_FEMALE_VISIT"], ["SEEK_ADVICE_BEFORE_CONTACT"])


@pytest.mark.parametrize(
    ("lines", "postcode"),
    [
        (["1 Lantern Street", "Ashford"], "TN23 9ZZ"),
        (["1, Lantern St.", "Ashfrod"], "tn239zz"),
        (["1 Lanturn Street"], "TN23 9ZZ"),
    ],
)
async def test_an_address_typed_badly_is_still_that_address(
    safety: Safety, lines: list[str], postcode: str
) -> None:
    await safety.hold(Caution(uprn=LANTERN_1))
    answer = await safety.screen(a_visit(lines=lines, postcode=postcode))
    assert measures(answer)[:1] == ["NO_LONE_FEMALE_VISIT"]
    assert answer["match_basis"] in {"UPRN_EXACT", "ADDRESS_FUZZY"}


async def test_a_uprn_padded_to_twelve_digits_is_the_same_door(safety: Safety) -> None:
    answer = await safety.screen(a_visit(uprn=LANTERN_3.zfill(12)))
    assert outcome(answer) == ("NO_KNOWN_MARKERS", None)


async def test_a_building_without_its_flat_says_seek_advice_and_never_clear(
    safety: Safety,
) -> None:
    building = a_visit(lines=["Heron Court", "8 Fable Road", "Ashford"], postcode="TN23 8ZZ")
    nobody = await safety.screen(building)
    assert outcome(nobody) == ("UNABLE_TO_SCREEN", "ADDRESS_NOT_RESOLVED")
    await safety.hold(Caution(uprn=FLAT_2, measures=POLICE))
    somebody = await safety.screen(building)
    assert outcome(somebody) == ("MARKERS_HELD", "ADDRESS_NOT_RESOLVED")
    assert measures(somebody) == ["SEEK_ADVICE_BEFORE_CONTACT"]


async def test_a_flat_hears_of_its_building_but_not_of_its_neighbour(safety: Safety) -> None:
    await safety.hold(Caution(uprn=FLAT_2, measures=POLICE))
    assert outcome(await safety.screen(a_visit(uprn=FLAT_1))) == ("NO_KNOWN_MARKERS", None)
    await safety.hold(Caution(uprn=BLOCK, measures=(ControlMeasure.PPE_REQUIRED,)))
    assert measures(await safety.screen(a_visit(uprn=FLAT_1))) == ["PPE_REQUIRED"]


ESTATE = "999000000030"
ON_AN_ESTATE = tuple(f"{door}{ESTATE}" if door.startswith(BLOCK) else door for door in DOORS)


@pytest.mark.parametrize(
    ("marked", "visited", "told"),
    [
        (ESTATE, FLAT_1, "PPE_REQUIRED"),
        (FLAT_1, ESTATE, "SEEK_ADVICE_BEFORE_CONTACT"),
        (BLOCK, ESTATE, "SEEK_ADVICE_BEFORE_CONTACT"),
    ],
)
async def test_a_flat_hears_of_its_estate_and_an_estate_of_its_flats_through_the_block(
    safety: Safety, tmp_path: Path, marked: str, visited: str, told: str
) -> None:
    estate = f"{ESTATE},Heron Estate,Fable Road,,Ashford,TN23 8ZZ,{ASHFORD},"
    load(safety.settings, write_gazetteer(tmp_path, (*ON_AN_ESTATE, estate)))
    await safety.hold(Caution(uprn=marked, measures=(ControlMeasure.PPE_REQUIRED,)))
    assert measures(await safety.screen(a_visit(uprn=visited))) == [told]


async def test_a_man_of_whom_only_the_building_is_known_is_not_told_as_this_flats_occupant(
    safety: Safety,
) -> None:
    await safety.hold(Caution(person=MAN, home=BLOCK, measures=POLICE))
    answer = await safety.screen(a_visit(uprn=FLAT_1))
    assert measures(answer) == ["SEEK_ADVICE_BEFORE_CONTACT"]
    assert measures(await safety.screen(a_visit(uprn=BLOCK))) == ["DO_NOT_VISIT_WITHOUT_POLICE"]


@pytest.mark.parametrize(
    "row",
    [
        "William Thackerberry & Jo Smith & Al Jones",
        "William Thackerberry / Mary Jones",
        "Mary Jones c/o William Thackerberry",
        "William Thackerberry; Mary Jones",
    ],
)
async def test_a_man_named_among_others_in_one_row_is_found(safety: Safety, row: str) -> None:
    await safety.hold(Caution(person=MAN, home=LANTERN_1))
    answer = await safety.screen(a_visit(uprn=LANTERN_3, people=[named(row)]))
    assert measures(answer) == ["SEEK_ADVICE_BEFORE_CONTACT"]


@pytest.mark.parametrize(
    "other",
    [
        named("Wilfred Thackerberry", "1975-03-02"),
        named("William Thackerberry", "2001-09-14"),
    ],
    ids=["a twin", "a son"],
)
async def test_a_twin_and_a_son_are_never_told_as_him(
    safety: Safety, other: dict[str, object]
) -> None:
    await safety.hold(Caution(person=MAN, home=LANTERN_1, measures=POLICE))
    answer = await safety.screen(a_visit(uprn=LANTERN_3, people=[other]))
    assert answer["match_basis"] in {None, "PERSON_PROBABLE"}
    assert measures(answer) in ([], ["SEEK_ADVICE_BEFORE_CONTACT"])


async def test_all_markers_follow_a_person_who_moved(safety: Safety) -> None:
    first = await safety.hold(Caution(person=MAN, home=LANTERN_1))
    await safety.hold(
        Caution(nominal_id=first.subject.nominal_id, measures=(ControlMeasure.PARK_FOR_EXIT,))
    )
    moved = await safety.post(f"/v1/markers/{first.marker_id}/amendment", {"home_uprn": LANTERN_3})
    assert moved.status == 200
    new_home = await safety.screen(a_visit(uprn=LANTERN_3))
    assert measures(new_home) == ["NO_LONE_FEMALE_VISIT", "PARK_FOR_EXIT"]
    old_home = await safety.screen(a_visit(uprn=LANTERN_1))
    assert outcome(old_home) == ("NO_KNOWN_MARKERS", None)
    him = named("William Thackerberry", "1975-03-02")
    named_there = await safety.screen(a_visit(uprn=LANTERN_3, people=[him]))
    assert named_there["match_basis"] == "PERSON_CONFIRMED"


async def test_a_marker_reaches_its_audience_and_nobody_else(safety: Safety) -> None:
    await safety.hold(Caution(uprn=LANTERN_1, audience=("TRADING_STANDARDS",)))
    visit = a_visit(uprn=LANTERN_1)
    assert outcome(await safety.screen(visit)) == ("NO_KNOWN_MARKERS", None)
    officer = safety.by(a_warden(audiences=frozenset({"TRADING_STANDARDS"})))
    assert measures(await officer.screen(visit)) == ["NO_LONE_FEMALE_VISIT"]


async def test_a_visit_may_be_narrowed_to_one_audience_but_not_widened(safety: Safety) -> None:
    await safety.hold(Caution(uprn=LANTERN_1, audience=("PROW",)))
    both = safety.by(a_warden(audiences=frozenset({"WARDENS", "PROW"})))
    assert measures(await both.screen(a_visit(uprn=LANTERN_1))) == ["NO_LONE_FEMALE_VISIT"]
    as_warden = await both.screen(a_visit(uprn=LANTERN_1, audience="WARDENS"))
    assert outcome(as_warden) == ("NO_KNOWN_MARKERS", None)
    widened = await safety.screen(a_visit(uprn=LANTERN_1, audience="PROW"))
    assert outcome(widened) == ("UNABLE_TO_SCREEN", "NOT_PERMITTED_FOR_PURPOSE")


async def test_a_marker_for_visits_does_not_speak_to_a_telephone_call(safety: Safety) -> None:
    await safety.hold(Caution(uprn=LANTERN_1, modes=(ContactMode.HOME_VISIT,)))
    by_telephone = a_visit(uprn=LANTERN_1, contact_mode="TELEPHONE")
    assert outcome(await safety.screen(by_telephone)) == ("NO_KNOWN_MARKERS", None)


async def test_daylight_only_binds_a_visit_after_dark(safety: Safety) -> None:
    await safety.hold(Caution(uprn=LANTERN_1, measures=(ControlMeasure.DAYLIGHT_VISITS_ONLY,)))
    noon = await safety.screen(a_visit(uprn=LANTERN_1, at="2026-12-01T12:00:00Z"))
    night = await safety.screen(a_visit(uprn=LANTERN_1, at="2026-12-01T18:00:00Z"))
    assert (measures(noon), measures(night)) == ([], ["DAYLIGHT_VISITS_ONLY"])


async def test_an_overdue_marker_is_shown_as_stale_and_a_lapsed_one_not_at_all(
    safety: Safety,
) -> None:
    half_a_year = timedelta(days=184)
    await safety.hold(Caution(uprn=LANTERN_1, decided_ago=half_a_year + timedelta(days=10)))
    await safety.hold(Caution(uprn=LANTERN_3, decided_ago=half_a_year + timedelta(days=40)))
    stale = await safety.screen(a_visit(uprn=LANTERN_1))
    assert stale["control_measures"] == [
        {
            "measure": "NO_LONE_FEMALE_VISIT",
            "words": "A woman must not visit alone.",
            "stale": True,
            "contested": False,
        }
    ]
    # No sweep has run: the rule of time is applied when the register is read.
    assert outcome(await safety.screen(a_visit(uprn=LANTERN_3))) == ("NO_KNOWN_MARKERS", None)


async def test_a_marker_that_nobody_approved_warns_nobody(safety: Safety) -> None:
    await safety.propose(Caution(uprn=LANTERN_1))
    assert outcome(await safety.screen(a_visit(uprn=LANTERN_1))) == ("NO_KNOWN_MARKERS", None)


async def test_two_marked_people_who_fit_a_name_equally_well_are_neither(safety: Safety) -> None:
    for given in (("William", "Arthur"), ("William", "Brian")):
        person = PersonRecord(given=given, family="Thackerberry", date_of_birth="1975-03-02")
        await safety.hold(Caution(person=person, home=LANTERN_1, measures=POLICE))
    him = named("William Thackerberry", "1975-03-02")
    answer = await safety.screen(a_visit(uprn=LANTERN_3, people=[him]))
    assert answer["result"] == "MARKERS_HELD"
    assert measures(answer) == ["SEEK_ADVICE_BEFORE_CONTACT"]
