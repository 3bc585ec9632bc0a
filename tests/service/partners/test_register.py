"""H: what an organisation reads of the register, and how little the service itself may do."""

from dataclasses import replace
from typing import cast

import psycopg
import pytest

from ppit_gateway.app import Catalogue
from ppit_gateway.domain.filtering import filtered
from ppit_ops.provision import plain
from ppit_platform.codes import PurposeCode
from tests.support.partners import (
    ADMIN,
    OPERATOR,
    ROLE,
    STRANGER,
    WARDEN,
    Office,
    a_version,
    code,
)

MACHINE = replace(WARDEN, actor=None, purpose=PurposeCode.OFFICER_SAFETY_VISIT)


async def test_h_an_agreement_is_shown_as_it_executes_and_as_the_public_registers_entry(
    office: Office,
) -> None:
    await office.agreed(OPERATOR, a_version(), ADMIN)
    shown = (await office.get(WARDEN, "/v1/agreements/DSA-001")).json
    executes = cast("dict[str, object]", shown["terms"])
    entry = cast("dict[str, object]", shown["register_entry"])
    assert len(entry) == 18
    assert entry["information_sharing_agreement"] == shown["agreement_id"] == "DSA-001"
    assert entry["legal_power_disclosure"] == executes["legal_basis"]
    assert (entry["start_date"], entry["end_date"]) == (executes["starts"], executes["ends"])
    assert (entry["areas"], entry["area_names"]) == (executes["areas"], ["Thanet"])
    assert entry["retention_period"] == "P365D"
    assert entry["contact"] == "Information governance, Kent County Council"
    assert executes["requests"] == {"burst": {"q": 20, "w": 1}, "minute": {"q": 600, "w": 60}}
    assert executes["people_per_user_hour"] == 50


@pytest.mark.parametrize(
    ("path", "template"),
    [
        ("/v1/me", "/v1/me"),
        ("/v1/clients", "/v1/clients"),
        ("/v1/agreements/DSA-001", "/v1/agreements/{agreement_id}"),
        ("/v1/changes", "/v1/changes"),
    ],
)
async def test_h_all_that_is_answered_passes_the_gates_filter(
    office: Office, path: str, template: str
) -> None:
    await office.agreed(OPERATOR, a_version(), ADMIN)
    operation = Catalogue.published().routes().named("partners", "GET", template)
    assert operation is not None
    answer = (await office.get(ADMIN, path)).json
    found = filtered(answer, operation.answers[200], frozenset({"*"}))
    assert (found.value, found.unpublished) == (answer, frozenset())


async def test_h_anybody_may_ask_who_they_are_and_what_is_left_of_today(office: Office) -> None:
    office.running.rows(
        "INSERT INTO people_day VALUES"
        " (%s, (now() AT TIME ZONE 'Europe/London')::date, 7, 7) RETURNING people",
        "DSA-001",
    )
    me = (await office.get(MACHINE, "/v1/me")).json
    assert (me["org_id"], me["client_id"], me["user_id"]) == ("thanet", "thanet-desk", None)
    (agreement,) = cast("list[dict[str, object]]", me["agreements"])
    assert (agreement["agreement_id"], agreement["people_today"]) == ("DSA-001", 7)
    assert cast("dict[str, object]", agreement["terms"])["people_per_day"] == 100
    me = (await office.get(WARDEN, "/v1/me")).json
    assert (me["user_id"], me["role"]) == ("w-017", "WARDEN")


@pytest.mark.parametrize(
    ("path", "name", "own", "everybodys"),
    [
        ("/v1/partners", "org_id", ["thanet"], ["dover", "ppit", "thanet"]),
        ("/v1/clients", "client_id", ["thanet-desk"], ["dover-desk", "ppit-desk", "thanet-desk"]),
        ("/v1/agreements", "agreement_id", ["DSA-001"], ["DSA-001", "DSA-002"]),
    ],
)
async def test_h_an_organisation_reads_its_own_entries_and_the_home_all(
    office: Office, path: str, name: str, own: list[str], everybodys: list[str]
) -> None:
    assert await office.items(WARDEN, path, name) == own
    assert await office.items(OPERATOR, path, name) == everybodys


@pytest.mark.parametrize(
    ("theirs", "nobodys"),
    [
        ("/v1/partners/thanet", "/v1/partners/nobody"),
        ("/v1/clients/thanet-desk", "/v1/clients/no-desk"),
        ("/v1/agreements/DSA-001", "/v1/agreements/DSA-999"),
    ],
)
async def test_h_anothers_entry_is_like_none_at_all(
    office: Office, theirs: str, nobodys: str
) -> None:
    answers = [await office.get(STRANGER, path) for path in (theirs, nobodys)]
    assert [code(one) for one in answers] == [(404, "NOT_FOUND")] * 2
    bodies = [{**one.json, "instance": None} for one in answers]
    assert bodies[0] == bodies[1]


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM assertion_used",
        "SELECT * FROM revoked_token",
        "SELECT * FROM proof_used",
        "SELECT * FROM log.entry",
        "DELETE FROM client",
        "UPDATE agreement_version SET terms = terms",
        "DELETE FROM agreement_status",
        "UPDATE register_proposal SET body = body",
        "DELETE FROM register_proposal",
        "UPDATE people_day SET people = 0",
    ],
)
async def test_h_the_service_has_no_right_beyond_its_work(office: Office, statement: str) -> None:
    with (
        psycopg.connect(plain(office.running.database.url(ROLE))) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute(statement.encode())


async def test_h_the_gate_has_no_right_to_the_changes(office: Office) -> None:
    with (
        psycopg.connect(plain(office.running.database.url("ppit_gateway"))) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute("SELECT * FROM register_proposal")
