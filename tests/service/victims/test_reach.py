"""Who may see whom: by district, by purpose, by organisation."""

from sqlalchemy import text

from ppit_platform.codes import PurposeCode
from ppit_platform.people import utc_now
from ppit_platform.wire import instant_text
from tests.support.victims import Victims
from tests.support.victims_told import (
    ASHFORD,
    DOVER,
    PARABLE_5,
    a_district,
    a_person,
    an_address,
    an_analyst,
)

TABLES = (
    *("source_record", "mention", "victim", "victim_version", "victim_link", "contact", "review"),
    *("review_decision", "protection", "import_run", "import_reject", "person_index_change"),
)


async def test_a_district_reads_victims_of_its_own_area_alone(victims: Victims) -> None:
    reported = await victims.report()
    path = f"/v1/victims/{reported['victim_id']}"
    assert (await victims.by(a_district(ASHFORD)).get(path))["victim_id"] == reported["victim_id"]
    served = await victims.by(a_district(DOVER)).running.get(path)
    assert (served.status, served.json["code"]) == (404, "NOT_FOUND")


async def test_whoever_could_not_be_placed_is_seen_by_their_reporter_and_by_ppit(
    victims: Victims,
) -> None:
    ashford = victims.by(a_district(ASHFORD))
    reported = await ashford.report(address=an_address(None, lines=["9 Nowhere"]))
    path = f"/v1/victims/{reported['victim_id']}"
    assert (await ashford.get(path))["address"] == {
        "uprn": None,
        "lines": ["9 Nowhere"],
        "postcode": None,
    }
    assert (await victims.get(path))["victim_id"] == reported["victim_id"]
    assert (await victims.by(a_district(DOVER)).running.get(path)).status == 404


async def test_a_person_who_moved_is_linked_and_then_seen_where_they_live_now(
    victims: Victims,
) -> None:
    phone = "07700 900123"
    first = await victims.report(person=a_person(phone=phone))
    moved = await victims.by(a_district(DOVER)).report(
        person=a_person(phone=phone),
        address=an_address(PARABLE_5),
        incident={"scam_type": "ROMANCE", "happened_on": "2026-01-05"},
    )
    assert moved["outcome"] == "LINKED"
    path = f"/v1/victims/{first['victim_id']}"
    shown = await victims.by(a_district(DOVER)).get(path)
    assert [one["scam_type"] for one in shown["incidents"]] == [  # pyright: ignore[reportIndexIssue, reportGeneralTypeIssues, reportUnknownVariableType]
        "DOORSTEP_ROGUE_TRADER",
        "ROMANCE",
    ]
    assert (await victims.by(a_district(ASHFORD)).running.get(path)).status == 404


async def test_no_row_at_all_is_read_for_a_debt(victims: Victims) -> None:
    await fill(victims)
    assert [table for table in TABLES if not victims.count(table)] == []
    async with victims.running.session(an_analyst(purpose=PurposeCode.TRACE_CIVIL_DEBT)) as session:
        connection = await session.connection()
        await connection.execute(text("SELECT set_config('ppit.whole_register', 'yes', true)"))
        read = [
            table
            for table in TABLES
            if (await connection.execute(text(f"SELECT count(*) FROM {table}"))).scalar_one()  # noqa: S608
        ]
    assert read == []


async def test_rows_of_another_district_are_not_read_even_past_our_own_code(
    victims: Victims,
) -> None:
    await fill(victims)
    async with victims.running.session(a_district(DOVER)) as session:
        connection = await session.connection()
        seen = {
            table: (await connection.execute(text(f"SELECT count(*) FROM {table}"))).scalar_one()  # noqa: S608
            for table in ("source_record", "mention", "victim", "victim_version", "contact")
        }
    assert set(seen.values()) == {0}, seen


async def test_what_is_held_is_never_changed_or_deleted(victims: Victims) -> None:
    granted = victims.running.rows(
        "SELECT table_name, privilege_type FROM information_schema.table_privileges"
        " WHERE grantee = 'ppit_victims' AND privilege_type IN ('UPDATE', 'DELETE')"
    )
    kept = {"source_record", "mention", "victim_version", "victim_link", "contact", "protection"}
    assert kept.isdisjoint(row["table_name"] for row in granted)
    columns = victims.running.rows(
        "SELECT DISTINCT table_name FROM information_schema.column_privileges"
        " WHERE grantee = 'ppit_victims' AND privilege_type = 'UPDATE'"
    )
    assert kept.isdisjoint(row["table_name"] for row in columns)


async def fill(victims: Victims) -> None:
    """Put a row into every table, all of Ashford, none of them its own organisation's to hide."""
    ashford = victims.by(a_district(ASHFORD))
    reported = await ashford.report()
    unsure = a_person(date_of_birth=None) | {"name": {"full": "Edith Thackerberry"}}
    await ashford.report(person=unsure)
    (review,) = victims.running.rows("SELECT review_id FROM review")
    await ashford.ask(f"/v1/reviews/{review['review_id']}/decision", {"decision": "CREATE"})
    await ashford.ask(
        f"/v1/victims/{reported['victim_id']}/contacts",
        {
            "intervention_type": "WARDEN_VISIT",
            "outcome": "CONTACTED",
            "at": instant_text(utc_now()),
        },
    )
    await ashford.ask(
        "/v1/protections",
        {"person": a_person(name={"full": "Ida Brown"}), "reason": "WITNESS"},
    )
    await ashford.imported(
        "TS_HUB",
        b"Ref,Victim Name,DOB,Address,Post Code,Tel,Scam Type,"
        b"Amount Lost,Date Reported\r\n1,,,,,,,,\r\n",
    )
