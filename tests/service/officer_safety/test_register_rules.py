"""The rules of a marker's life hold in the database, whatever the code does."""

from collections.abc import Mapping
from contextlib import closing
from datetime import UTC, date, datetime, timedelta

import psycopg
import pytest
from psycopg.types.json import Jsonb

from ppit_officer_safety.app import prove_register
from ppit_officer_safety.domain.codes import MarkerCategory
from ppit_officer_safety.domain.lifecycle import TRANSITIONS, review_months
from ppit_officer_safety.storage.markers import UNPROVEN
from ppit_officer_safety.storage.rows import UNPEOPLED
from ppit_ops.provision import plain
from ppit_platform.ids import new_id
from ppit_platform.migrate import differences, migrations_of
from tests.support.officer_safety import Caution, Safety
from tests.support.officer_safety_visits import LANTERN_1, MAN, ROLE
from tests.support.postgres import Cluster, Database

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
FAR = datetime(2099, 3, 2, 12, tzinfo=UTC)
PROPOSED: Mapping[str, object] = {
    "version": 1,
    "state": "PROPOSED",
    "category": "WEAPONS",
    "review_months": 3,
    "measures": ["VISIT_IN_PAIRS"],
    "audience": ["WARDENS"],
    "modes": ["HOME_VISIT"],
    "incident_date": date(2026, 3, 1),
    "grounds": "A knife was shown.",
    "proposer": "kcc/a",
    "proposed_at": NOW,
    "notification": "NOT_YET",
    "acted_by": "kcc/a",
    "org_id": "kcc",
    "collected_under": "UK_GDPR",
    "allowed_purposes": ["OFFICER_SAFETY_VISIT", "OFFICER_SAFETY_PLANNED_OP"],
    "source_ref": "agreement:DSA-001/1",
    "review_due": date(2026, 3, 30),
    "valid_from": NOW,
    "recorded_at": NOW,
}
APPROVED: Mapping[str, object] = {
    **PROPOSED,
    "version": 2,
    "state": "ACTIVE",
    "previous_version": 1,
    "previous_state": "PROPOSED",
    "approver": "ppit/b",
    "acted_by": "ppit/b",
    "decided_at": NOW,
    "decided_on": NOW.date(),
    "review_due": date(2026, 6, 2),
}


def insert(connection: psycopg.Connection, table: str, values: Mapping[str, object]) -> None:
    names, marks = ", ".join(values), ", ".join(f"%({name})s" for name in values)
    statement = f"INSERT INTO {table} ({names}) VALUES ({marks})"  # noqa: S608  # names of ours
    connection.execute(statement.encode(), dict(values))


def write(database: Database, *versions: Mapping[str, object]) -> int:
    """Write a marker as the owner, whom no code of ours restrains; return how many versions."""
    marker_id = new_id()
    # A commit that is refused leaves psycopg's own context manager with an open connection.
    with closing(psycopg.connect(plain(database.owner_url))) as owner:
        head = {"marker_id": marker_id, "subject": "ADDRESS", "uprn": "1"}
        insert(owner, "marker", head)
        for version in versions:
            insert(owner, "marker_version", {**version, "marker_id": marker_id})
        owner.commit()
        return len(owner.execute("SELECT 1 FROM marker_version").fetchall())


def test_an_approved_marker_can_be_written(officer_safety_database: Database) -> None:
    assert write(officer_safety_database, PROPOSED, APPROVED) == 2


@pytest.mark.parametrize(
    ("rule", "broken"),
    [
        ("four_eyes", {"approver": "kcc/a", "acted_by": "kcc/a"}),
        ("four_eyes", {"approver": " KCC/A", "acted_by": " KCC/A"}),
        ("whoever_decides_acts", {"acted_by": "kcc/a"}),
        ("decided_on_that_london_day", {"decided_on": date(2099, 3, 2)}),
        ("signed_by_now", {"decided_at": FAR, "decided_on": FAR.date()}),
        ("approved_to_warn", {"approver": None}),
        ("approved_to_warn", {"decided_on": None}),
        ("reviewed_in_time", {"review_due": date(2026, 6, 3)}),
        ("marker_version_category_review_months_fkey", {"review_months": 12}),
        ("marker_version_previous_state_state_fkey", {"state": "REVIEW_DUE"}),
        ("one_after_another", {"version": 3}),
        ("only_the_first_has_none_before", {"previous_version": None}),
        ("marker_version_marker_id_previous_version_previous_state_p_fkey", {"proposer": "x/y"}),
        ("audience_known", {"audience": []}),
        ("audience_known", {"audience": ["EVERYBODY"]}),
        ("measures_known", {"measures": ["SHOUT"]}),
        ("modes_known", {"modes": ["DREAM"]}),
        ("incident_date", {"incident_date": None}),
        ("no_incident_to_come", {"incident_date": date(2026, 3, 9)}),
        ("withheld_by_someone_for_a_time", {"notification": "WITHHELD_PREJUDICE_CRIME"}),
        ("marker_version_allowed_purposes_check", {"allowed_purposes": ["OFFICER_SAFETY_VISIT"]}),
    ],
)
def test_an_active_marker_that_breaks_a_rule_cannot_be_written(
    officer_safety_database: Database, rule: str, broken: dict[str, object]
) -> None:
    with pytest.raises(psycopg.IntegrityError) as refusal:
        write(officer_safety_database, PROPOSED, {**APPROVED, **broken})
    assert rule in str(refusal.value)


@pytest.mark.parametrize(
    ("rule", "first"),
    [
        ("born_unapproved", {"state": "ACTIVE", "approver": "ppit/b", "decided_at": NOW}),
        ("one_signature_for_three_days", {"state": "EMERGENCY"}),
        (
            "one_signature_for_three_days",
            {"state": "EMERGENCY", "expires_at": NOW + timedelta(hours=72, seconds=1)},
        ),
        (
            "signed_by_now",
            {"state": "EMERGENCY", "proposed_at": FAR, "expires_at": FAR + timedelta(hours=72)},
        ),
    ],
)
def test_a_marker_is_born_unapproved_and_an_emergency_ends_in_three_days(
    officer_safety_database: Database, rule: str, first: dict[str, object]
) -> None:
    with pytest.raises(psycopg.IntegrityError) as refusal:
        write(officer_safety_database, {**PROPOSED, "decided_on": NOW.date(), **first})
    assert rule in str(refusal.value)


def test_a_head_without_a_version_cannot_be_committed(officer_safety_database: Database) -> None:
    with pytest.raises(psycopg.IntegrityError) as refusal:
        write(officer_safety_database)
    assert "never_without_a_version" in str(refusal.value)


def test_a_marker_is_removed_for_a_reason(officer_safety_database: Database) -> None:
    removed = {**APPROVED, "version": 3, "state": "REMOVED"}
    chained = {**removed, "previous_version": 2, "previous_state": "ACTIVE"}
    with pytest.raises(psycopg.IntegrityError) as refusal:
        write(officer_safety_database, PROPOSED, APPROVED, chained)
    assert "removed_for_a_reason" in str(refusal.value)
    write(officer_safety_database, PROPOSED, APPROVED, {**chained, "removal_reason": "DECEASED"})


def test_the_database_knows_the_same_transitions_and_intervals(
    officer_safety_database: Database,
) -> None:
    with psycopg.connect(plain(officer_safety_database.owner_url)) as owner:
        transitions = owner.execute("SELECT from_state, to_state FROM marker_transition")
        written = {(str(row[0]), str(row[1])) for row in transitions}
        intervals = owner.execute("SELECT category, review_months FROM marker_category")
        months = {row[0]: row[1] for row in intervals}
    assert written == {
        (before.value, after.value) for before, afters in TRANSITIONS.items() for after in afters
    }
    assert months == {category.value: review_months(category) for category in MarkerCategory}


@pytest.mark.parametrize(
    "table",
    ["nominal", "nominal_address", "marker", "marker_version", "screening", "incident"],
)
@pytest.mark.parametrize("verb", ["UPDATE {} SET {} = {}", "DELETE FROM {}", "TRUNCATE {}"])
def test_the_service_can_change_and_delete_nothing_that_is_evidence(
    officer_safety_database: Database, table: str, verb: str
) -> None:
    column = "uprn" if table == "marker" else "org_id"
    statement = verb.format(table, column, column)
    with (
        psycopg.connect(plain(officer_safety_database.url(ROLE))) as service,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        service.execute(statement.encode())


async def test_one_query_proves_that_no_marker_is_an_orphan_or_unapproved(safety: Safety) -> None:
    await safety.hold(Caution(person=MAN, home=LANTERN_1))
    assert await prove_register(safety.settings) == 0


def test_the_proof_finds_an_unapproved_marker_where_the_constraints_were_taken_away(
    officer_safety_database: Database,
) -> None:
    with psycopg.connect(plain(officer_safety_database.owner_url), autocommit=True) as owner:
        owner.execute("ALTER TABLE marker_version DROP CONSTRAINT approved_to_warn")
        write(officer_safety_database, PROPOSED, {**APPROVED, "approver": None})
        assert len(owner.execute(UNPROVEN.encode()).fetchall()) == 1


def test_the_list_of_tables_without_people_names_only_tables_that_are_there(
    officer_safety_database: Database,
) -> None:
    with psycopg.connect(plain(officer_safety_database.owner_url)) as owner:
        named = owner.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        tables = {str(row[0]) for row in named}
    assert UNPEOPLED
    assert UNPEOPLED.keys() - tables == set()


def test_rows_and_migrations_agree_on_the_oldest_and_the_newest_postgresql(
    each_postgres: Cluster,
) -> None:
    database = each_postgres.migrated("ppit_officer_safety")
    folder = migrations_of("ppit_officer_safety")
    assert differences(folder, database.owner_url) is None
    each_postgres.drop(database)


def test_an_organisation_reads_only_its_own_screenings(officer_safety_database: Database) -> None:
    screening = {
        "screening_id": new_id(),
        "request_id": new_id(),
        "visit_no": 0,
        "acted_by": "kcc/w",
        "agreement_id": "DSA-001",
        "agreement_version": 1,
        "screened_at": NOW,
        "result": "NO_KNOWN_MARKERS",
        "answer": Jsonb({}),
        "searched": "e1:x",
        "shown": Jsonb([]),
        "org_id": "kcc",
        "collected_under": "UK_GDPR",
        "allowed_purposes": ["OFFICER_SAFETY_VISIT"],
        "source_ref": "agreement:DSA-001/1",
        "review_due": date(2032, 3, 2),
        "version": 1,
        "valid_from": NOW,
        "recorded_at": NOW,
    }
    with psycopg.connect(plain(officer_safety_database.owner_url)) as owner:
        insert(owner, "screening", screening)
    with psycopg.connect(plain(officer_safety_database.url(ROLE))) as service:
        seen: dict[str, int] = {}
        for org in ("kcc", "dover", ""):
            service.execute("SELECT set_config('ppit.org_id', %s, true)", (org,))
            seen[org] = len(service.execute("SELECT 1 FROM screening").fetchall())
    assert seen == {"kcc": 1, "dover": 0, "": 0}
