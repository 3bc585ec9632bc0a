"""Whatever could not be looked at is "unable to screen", with its reason, never clear."""

from datetime import timedelta
from pathlib import Path
from typing import cast

import psycopg
import pytest
from sqlalchemy import text

from ppit_matching import PersonRecord
from ppit_officer_safety.app import prove_register, reindex_people
from ppit_officer_safety.storage.lookup_sql import HOT_KEY
from ppit_ops.provision import plain
from ppit_platform.ids import new_id
from tests.support.officer_safety import Caution, Safety, load, open_safety, write_gazetteer
from tests.support.officer_safety_visits import (
    DOVER_DOOR,
    LANTERN_1,
    LANTERN_3,
    MAN,
    a_visit,
    a_warden,
    measures,
    named,
    outcome,
)
from tests.support.postgres import Database

UNABLE = "UNABLE_TO_SCREEN"


def as_owner(safety: Safety, *statements: str) -> None:
    with psycopg.connect(plain(safety.database.owner_url), autocommit=True) as owner:
        for statement in statements:
            owner.execute(statement.encode())


def share_every_key_too_often(safety: Safety) -> None:
    as_owner(
        safety,
        "INSERT INTO person_index_change (key, subject_id, key_version)"  # noqa: S608  # a number of ours
        " SELECT key, gen_random_uuid(), key_version"
        f" FROM person_index_change, generate_series(1, {HOT_KEY})",
    )


@pytest.mark.parametrize(
    ("visit", "reason"),
    [
        (a_visit(), "INSUFFICIENT_INPUT"),
        (a_visit(uprn="999999999999"), "ADDRESS_NOT_RESOLVED"),
        (a_visit(lines=["41 Nowhere Avenue", "Ashford"]), "ADDRESS_NOT_RESOLVED"),
        (a_visit(lines=["Ashford"]), "INSUFFICIENT_INPUT"),
        (a_visit(uprn=LANTERN_3, people=[named("Bob")]), "INSUFFICIENT_INPUT"),
        (a_visit(uprn=LANTERN_3, people=[{"name": {}}]), "INSUFFICIENT_INPUT"),
        (a_visit(uprn=DOVER_DOOR), "NOT_PERMITTED_FOR_PURPOSE"),
    ],
)
async def test_a_visit_that_nobody_could_screen_says_why(
    safety: Safety, visit: dict[str, object], reason: str
) -> None:
    answer = await safety.screen(visit)
    assert outcome(answer) == (UNABLE, reason)
    assert answer["control_measures"] == []
    assert answer["acknowledgement_required"] is True
    assert answer["contact_for_advice"] == "PPIT duty desk, extension 1"


async def test_another_districts_door_is_refused_whole_and_counted_as_withheld(
    safety: Safety,
) -> None:
    await safety.hold(Caution(uprn=DOVER_DOOR))
    served = await safety.post("/v1/screenings", a_visit(uprn=DOVER_DOOR))
    assert outcome(served.json) == (UNABLE, "NOT_PERMITTED_FOR_PURPOSE")
    (fact,) = served.facts
    assert fact["operation"] == "SCREENING_FAILED"
    assert fact["withheld"] == {"AREA": 1}
    assert fact["subjects_disclosed"] == []


async def test_a_caller_without_any_audience_hears_unable_not_clear(safety: Safety) -> None:
    nobody = safety.by(a_warden(audiences=frozenset[str]()))
    answer = await nobody.screen(a_visit(uprn=LANTERN_3))
    assert outcome(answer) == (UNABLE, "NOT_PERMITTED_FOR_PURPOSE")


@pytest.mark.parametrize(
    "fault",
    [
        "ALTER TABLE marker_version RENAME TO marker_version_lost",
        "ALTER TABLE person_index_change RENAME TO person_key_lost",
        "REVOKE SELECT ON marker FROM ppit_officer_safety",
        "REVOKE SELECT ON gazetteer_key FROM ppit_officer_safety",
    ],
)
async def test_a_register_that_cannot_be_read_is_unable_and_the_answer_is_kept_and_logged(
    safety: Safety, fault: str
) -> None:
    as_owner(safety, fault)
    served = await safety.post("/v1/screenings", a_visit(uprn=LANTERN_3))
    answer = served.json
    assert outcome(answer) == (UNABLE, "SOURCE_UNAVAILABLE")
    assert answer["register_as_at"] is None
    assert [fact["operation"] for fact in served.facts] == ["SCREENING_FAILED"]
    again = await safety.service.get(f"/v1/screenings/{answer['screening_id']}")
    assert again.json == answer


@pytest.mark.parametrize("person", ['{"given": "not a list"}', "[]", '"nobody"'])
async def test_a_record_that_this_code_cannot_read_is_unable(safety: Safety, person: str) -> None:
    await safety.hold(Caution(person=MAN, home=LANTERN_1))
    as_owner(safety, f"UPDATE nominal SET person = '{person}'")  # noqa: S608  # texts of ours
    answer = await safety.screen(a_visit(uprn=LANTERN_1))
    assert outcome(answer) == (UNABLE, "SOURCE_UNAVAILABLE")


async def test_a_register_that_is_locked_is_unable_before_the_deadline(safety: Safety) -> None:
    with psycopg.connect(plain(safety.database.owner_url)) as owner:
        owner.execute("LOCK TABLE marker_version IN ACCESS EXCLUSIVE MODE")
        answer = await safety.screen(a_visit(uprn=LANTERN_3))
    assert outcome(answer) == (UNABLE, "SOURCE_UNAVAILABLE")


async def test_a_gazetteer_that_was_never_loaded_is_unavailable(safety: Safety) -> None:
    as_owner(safety, "DELETE FROM source_status WHERE source = 'GAZETTEER'")
    answer = await safety.screen(a_visit(lines=["1 Lantern Street"], postcode="TN23 9ZZ"))
    assert outcome(answer) == (UNABLE, "SOURCE_UNAVAILABLE")


async def test_keys_of_another_version_are_stale_never_nothing_found(safety: Safety) -> None:
    await safety.hold(Caution(person=MAN))
    as_owner(safety, "UPDATE person_index_change SET key_version = 'keys-0'")
    him = named("William Thackerberry", "1975-03-02")
    answer = await safety.screen(a_visit(people=[him]))
    # What the old keys still find is told all the same; a stranger is not called clear.
    assert answer["result"] == "MARKERS_HELD"
    stranger = named("Olive Pemberwick", "1950-07-01")
    assert outcome(await safety.screen(a_visit(people=[stranger]))) == (UNABLE, "SOURCE_STALE")
    assert await reindex_people(safety.settings) == 1
    answer = await safety.screen(a_visit(people=[stranger]))
    assert outcome(answer) == ("NO_KNOWN_MARKERS", None)


async def test_an_old_gazetteer_is_stale(safety: Safety, tmp_path: Path) -> None:
    load(safety.settings, write_gazetteer(tmp_path), fresh_for=timedelta(seconds=-1))
    answer = await safety.screen(a_visit(uprn=LANTERN_3))
    assert outcome(answer) == (UNABLE, "SOURCE_STALE")
    sources = cast("list[dict[str, object]]", answer["sources_checked"])
    assert {each["source"]: each["status"] for each in sources} == {
        "MARKER_REGISTER": "CHECKED",
        "PERSON_INDEX": "NOT_ASKED",
        "GAZETTEER": "STALE",
        "CLOCK": "CHECKED",
    }


async def test_clocks_that_disagree_are_unable(
    officer_safety_database: Database, tmp_path: Path
) -> None:
    ahead = timedelta(hours=1)
    async with open_safety(officer_safety_database, tmp_path, clock_ahead=ahead) as safety:
        answer = await safety.screen(a_visit(uprn=LANTERN_3))
    assert outcome(answer) == (UNABLE, "SOURCE_UNAVAILABLE")


async def test_a_name_that_too_many_share_is_insufficient_input(safety: Safety) -> None:
    await safety.hold(Caution(person=MAN))
    share_every_key_too_often(safety)
    him = named("William Thackerberry", "1975-03-02")
    assert outcome(await safety.screen(a_visit(people=[him]))) == (UNABLE, "INSUFFICIENT_INPUT")


async def test_a_name_that_too_many_share_is_not_hidden_by_another_that_few_share(
    safety: Safety,
) -> None:
    await safety.hold(Caution(person=MAN))
    share_every_key_too_often(safety)
    await safety.hold(Caution(person=PersonRecord(full="Olive Pemberwick"), audience=("PROW",)))
    people = [named("William Thackerberry", "1981-05-06"), named("Olive Pemberwick")]
    answer = await safety.screen(a_visit(people=people))
    assert outcome(answer) == (UNABLE, "INSUFFICIENT_INPUT")


async def test_an_index_that_lost_its_people_is_stale_never_nothing_found(safety: Safety) -> None:
    marker = await safety.hold(Caution(person=MAN))
    as_owner(safety, "DELETE FROM person_index_change")
    him = named("William Thackerberry", "1975-03-02")
    assert outcome(await safety.screen(a_visit(people=[him]))) == (UNABLE, "SOURCE_STALE")
    assert marker.subject.nominal_id is not None
    assert await prove_register(safety.settings) == 1
    await reindex_people(safety.settings)
    assert (await safety.screen(a_visit(people=[him])))["result"] == "MARKERS_HELD"
    assert await prove_register(safety.settings) == 0


@pytest.mark.parametrize(
    ("person", "reason"),
    [
        (named("W Thackerberry"), "PERSON_NOT_RESOLVED"),
        (named("W Thackerberry", "1975"), "PERSON_NOT_RESOLVED"),
        (named("William T", "1975-03"), "PERSON_NOT_RESOLVED"),
        (named("Anna Maria \u041f\u0435\u0442\u0440\u043e\u0432\u0430"), "INSUFFICIENT_INPUT"),
        (
            {"name": {"full": "William Thackerberry", "given": ["Bob"], "family": "Jones"}},
            "INSUFFICIENT_INPUT",
        ),
    ],
    ids=["initial", "initial and year", "family initial", "half another script", "contradictory"],
)
async def test_a_name_that_was_searched_in_part_rules_nobody_out(
    safety: Safety, person: dict[str, object], reason: str
) -> None:
    await safety.hold(Caution(person=MAN, home=LANTERN_1))
    # Without a postcode an initial and a family name are looked up under no key at all.
    visit = a_visit(lines=["3 Lantern Street", "Ashford"], people=[person])
    assert outcome(await safety.screen(visit)) == (UNABLE, reason)


@pytest.mark.parametrize(
    "lines", [["41 Nowhere Avenue", "Dover"], ["Heron Court", "8 Fable Road", "Ashford"]]
)
async def test_a_uprn_beside_the_address_of_another_place_is_not_resolved(
    safety: Safety, lines: list[str]
) -> None:
    visit = a_visit(uprn=LANTERN_3, lines=lines)
    assert outcome(await safety.screen(visit)) == (UNABLE, "ADDRESS_NOT_RESOLVED")
    await safety.hold(Caution(uprn=LANTERN_3))
    held = await safety.screen(visit)
    assert outcome(held) == ("MARKERS_HELD", "ADDRESS_NOT_RESOLVED")
    assert measures(held) == ["SEEK_ADVICE_BEFORE_CONTACT"]


async def test_a_uprn_beside_text_that_names_no_door_or_its_own_is_that_door(
    safety: Safety,
) -> None:
    for lines in (["Ashford"], ["3 Lantern Street"], ["3 Lantarn St", "Ashfrod"]):
        answer = await safety.screen(a_visit(uprn=LANTERN_3, lines=lines))
        assert outcome(answer) == ("NO_KNOWN_MARKERS", None)


async def test_a_person_without_an_address_is_screened_without_the_gazetteer(
    safety: Safety,
) -> None:
    as_owner(safety, "DELETE FROM source_status WHERE source = 'GAZETTEER'")
    await safety.hold(Caution(person=MAN))
    him = await safety.screen(a_visit(people=[named("William Thackerberry", "1975-03-02")]))
    assert him["result"] == "MARKERS_HELD"
    stranger = await safety.screen(a_visit(people=[named("Olive Pemberwick", "1950-07-01")]))
    assert outcome(stranger) == ("NO_KNOWN_MARKERS", None)


async def test_a_purpose_that_markers_do_not_serve_reads_none_of_them(safety: Safety) -> None:
    await safety.hold(Caution(person=MAN, home=LANTERN_1))
    async with safety.session() as session:
        connection = await session.connection()
        set_purpose = text("SELECT set_config('ppit.purpose', :purpose, true)")
        await connection.execute(set_purpose, {"purpose": "TRACE_CIVIL_DEBT"})
        for table in (
            "marker_version",
            "marker",
            "nominal",
            "person_index_change",
            "nominal_address",
        ):
            seen = await connection.execute(text(f"SELECT count(*) FROM {table}"))  # noqa: S608
            assert (table, seen.scalar_one()) == (table, 0)


async def test_what_was_found_is_told_though_the_address_was_not(safety: Safety) -> None:
    await safety.hold(Caution(person=MAN, home=LANTERN_1))
    him = named("William Thackerberry", "1975-03-02")
    answer = await safety.screen(a_visit(lines=["41 Nowhere Avenue", "Ashford"], people=[him]))
    assert outcome(answer) == ("MARKERS_HELD", "ADDRESS_NOT_RESOLVED")
    assert "SEEK_ADVICE_BEFORE_CONTACT" in measures(answer)


async def test_a_stopped_database_is_503_and_says_nothing(safety: Safety) -> None:
    await safety.engine.dispose()
    as_admin = plain(safety.database.admin_url)
    with psycopg.connect(as_admin, autocommit=True) as admin:
        admin.execute("ALTER ROLE ppit_officer_safety NOLOGIN")
        try:
            served = await safety.service.post(
                "/v1/screenings", a_visit(uprn=LANTERN_3), key=str(new_id())
            )
        finally:
            admin.execute("ALTER ROLE ppit_officer_safety LOGIN")
    assert (served.status, served.json["code"]) == (503, "DATABASE_UNAVAILABLE")
    assert served.facts == ()
    assert outcome(await safety.screen(a_visit(uprn=LANTERN_3))) == ("NO_KNOWN_MARKERS", None)
