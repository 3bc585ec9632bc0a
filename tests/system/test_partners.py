"""H: the register of partners behind the real gate: two people, two sides, and the log."""

import shutil
import tempfile
from collections.abc import Generator
from pathlib import Path
from typing import cast

import psycopg
import pytest

from ppit_ops.cast import DISTRICT_PARTIES, PARTIES, PPIT, Party
from ppit_ops.doctor.visit import visit_folder
from ppit_ops.launcher import House, HouseOptions
from ppit_ops.partners import Desk, Seat
from ppit_ops.places import free_port
from ppit_ops.provision import plain
from ppit_ops.register import write_register
from ppit_ops.services import PARTNERS
from ppit_platform.clock import london_today
from ppit_platform.codes import PurposeCode, Role

CHANGES = "/partners/v1/changes"
DISTRICT = DISTRICT_PARTIES[0]
TERMS = f"/partners/v1/agreements/{DISTRICT.agreements[0].agreement_id}"
(ADMINISTRATOR,) = (one.user_id for one in DISTRICT.people if one.role is Role.PARTNER_ADMIN)
OPERATOR = "op-001"


@pytest.fixture(scope="module")
def house() -> Generator[House]:
    """Run the gate, the log and the administration of partners, with the cast's register."""
    folder = Path(tempfile.mkdtemp(prefix="ppit-test-"))
    try:
        with House(
            HouseOptions(folder, free_port(), services=(PARTNERS,), durable=False)
        ) as running:
            running.prepare(write_register(running.folder, PARTIES, london_today()))
            running.start()
            yield running
    finally:
        shutil.rmtree(folder)


def desk(house: House, party: Party, user: str) -> Desk:
    seat = Seat.of(house.folder, house.plan.issuer, party)
    return Desk(seat, user, PurposeCode.PARTNER_ADMINISTRATION)


async def test_h_a_version_signed_by_two_sides_is_in_force_and_in_the_log(house: House) -> None:
    async with (
        desk(house, PPIT, OPERATOR) as ours,
        desk(house, DISTRICT, ADMINISTRATOR) as theirs,
    ):
        held = (await theirs.get(TERMS)).body
        terms = cast("dict[str, object]", held["terms"])
        proposed = await ours.post(
            CHANGES,
            {
                "kind": "AGREEMENT_VERSION",
                "org_id": DISTRICT.org_id,
                "agreement_id": held["agreement_id"],
                "replaces": held["version"],
                "terms": {**terms, "people_per_day": 3},
            },
        )
        assert proposed.status == 201, proposed.body
        approval = f"{CHANGES}/{proposed.body['change_id']}/approval"
        own = await ours.post(approval, {})
        approved = await theirs.post(approval, {})
        now = (await theirs.get(TERMS)).body
    assert (own.status, own.code) == (403, "FOUR_EYES_REQUIRED")
    assert (approved.status, approved.body["state"]) == (201, "APPLIED")
    assert now["version"] == 2
    assert cast("dict[str, object]", now["terms"])["people_per_day"] == 3
    signed = [one["name"] for one in cast("list[dict[str, str]]", now["signatures"])]
    assert signed == [f"{DISTRICT.org_id}/{ADMINISTRATOR}", f"{PPIT.org_id}/{OPERATOR}"]
    with psycopg.connect(plain(house.plan.access.url("ppit_gateway", "ppit_auditor"))) as auditor:
        facts = auditor.execute(
            "SELECT body FROM log.entry WHERE kind = 'fact' AND body LIKE %s",
            (f"%change:{proposed.body['change_id']}%",),
        ).fetchall()
    assert len(facts) == 2


async def test_h_whoever_asks_is_told_who_they_are(house: House) -> None:
    async with desk(house, DISTRICT, ADMINISTRATOR) as theirs:
        me = await theirs.get("/partners/v1/me")
        beyond = await theirs.get("/partners/v1/partners/ppit")
    assert (me.body["org_id"], me.body["user_id"]) == (DISTRICT.org_id, ADMINISTRATOR)
    assert me.body["role"] == "PARTNER_ADMIN"
    agreements = cast("list[dict[str, object]]", me.body["agreements"])
    assert len(agreements) == len(DISTRICT.agreements)
    assert (beyond.status, beyond.code) == (404, "NOT_FOUND")


def test_g_the_doctor_finds_what_a_demo_may_be_and_a_production_may_not(house: House) -> None:
    codes = {finding.code for finding in visit_folder(house.folder)}
    assert {"ISSUER_NOT_HTTPS", "SANDBOX_CLIENT", "BEARER_TOKENS", "PEOPLE_PER_DAY_ABSURD"} <= codes
    # What a house has of itself is sound from the start.
    assert codes.isdisjoint(
        {
            "KEY_READABLE",
            "SIGNING_KEY_OLD",
            "ONE_PERSON_SIGNED",
            "NO_REVIEW",
            "REVIEW_PAST",
            "REGISTER_ENTRY_INCOMPLETE",
            "CLIENT_WITHOUT_KEYS",
            "ROLE_TOO_POWERFUL",
            "LOG_ROLE_TOO_POWERFUL",
            "FEWER_THAN_TWO_ADMINISTRATORS",
        }
    )
