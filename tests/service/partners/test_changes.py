"""H: the register is changed by two people, each change is in the log, and stopping takes one."""

from dataclasses import replace
from typing import cast

import psycopg
import pytest

from ppit_client import new_key_pair
from ppit_ops.provision import plain
from ppit_platform.caller import Caller
from ppit_platform.codes import Role
from tests.support.partners import (
    ADMIN,
    APPROVER,
    HOME,
    OPERATOR,
    READ,
    SECOND_ADMIN,
    STRANGER,
    WARDEN,
    Office,
    a_version,
    code,
    places,
    somebody,
    terms,
)

NEW_PARTNER = {"kind": "NEW_PARTNER", "org_id": "deal", "name": "Deal Town Council"}
STOP = {"kind": "SUSPEND", "org_id": "thanet", "what": "CLIENT", "id": "thanet-desk"}
RESUME = {**STOP, "kind": "RESUME"}


def keys(**changes: object) -> dict[str, object]:
    body: dict[str, object] = {
        "kind": "CLIENT_KEYS",
        "org_id": "thanet",
        "client_id": "thanet-desk",
        "jwks": new_key_pair().jwks,
    }
    return {**body, **changes}


def a_user(
    role: str = "WARDEN", user_id: str = "w-018", org_id: str = "thanet"
) -> dict[str, object]:
    return {"kind": "USER", "org_id": org_id, "user_id": user_id, "role": role}


async def test_h_nothing_changes_until_another_person_agrees(office: Office) -> None:
    change_id = await office.proposed(OPERATOR, NEW_PARTNER)
    assert code(await office.get(OPERATOR, "/v1/partners/deal")) == (404, "NOT_FOUND")
    own = await office.approve(OPERATOR, change_id)
    assert code(own) == (403, "FOUR_EYES_REQUIRED")
    approved = await office.approve(APPROVER, change_id)
    assert (approved.status, approved.json["state"]) == (201, "APPLIED")
    assert (approved.json["proposed_by"], approved.json["decided_by"]) == ("ppit/op-1", "ppit/ap-1")
    assert (await office.get(OPERATOR, "/v1/partners/deal")).json == {
        "org_id": "deal",
        "name": "Deal Town Council",
    }
    assert code(await office.approve(APPROVER, change_id)) == (409, "CHANGE_DECIDED")


async def test_h_the_same_person_is_the_same_under_another_client(office: Office) -> None:
    change_id = await office.proposed(OPERATOR, NEW_PARTNER)
    elsewhere = replace(OPERATOR, client_id="ppit-phone")
    assert code(await office.approve(elsewhere, change_id)) == (403, "FOUR_EYES_REQUIRED")
    promoted = somebody(HOME, "op-1", Role.APPROVER, "ppit-phone")
    assert code(await office.approve(promoted, change_id)) == (403, "FOUR_EYES_REQUIRED")


async def test_h_the_database_itself_refuses_one_pair_of_hands(office: Office) -> None:
    change_id = await office.proposed(OPERATOR, NEW_PARTNER)
    with (
        psycopg.connect(plain(office.running.database.admin_url)) as connection,
        pytest.raises(psycopg.errors.CheckViolation, match="four_eyes"),
    ):
        connection.execute(
            "UPDATE register_proposal SET state = 'APPLIED', decided_org = proposed_org,"
            " decided_by = proposed_by, decided_at = now() WHERE change_id = %s",
            (change_id,),
        )


async def test_h_each_step_leaves_a_fact_that_names_the_change_and_its_digest(
    office: Office,
) -> None:
    proposed = await office.propose(OPERATOR, NEW_PARTNER)
    change_id = str(proposed.json["change_id"])
    approved = await office.approve(APPROVER, change_id)
    facts = [cast("list[str]", one.facts[0]["fields"]) for one in (proposed, approved)]
    assert [fact[:4] for fact in facts] == [
        ["NEW_PARTNER", state, "deal/deal", f"change:{change_id}"]
        for state in ("PROPOSED", "APPLIED")
    ]
    assert facts[0][4] == facts[1][4]
    assert {served.facts[0]["operation"] for served in (proposed, approved)} == {"ALTERATION"}


async def test_h_stopping_takes_one_person_and_going_on_takes_two(office: Office) -> None:
    stopped = await office.propose(ADMIN, STOP)
    assert (stopped.status, stopped.json["state"]) == (201, "APPLIED")
    shown = await office.get(ADMIN, "/v1/clients/thanet-desk")
    assert shown.json["status"] == "SUSPENDED"
    change_id = await office.proposed(ADMIN, RESUME)
    # Two of the partner's own people cannot take up what the county may have stopped.
    assert code(await office.approve(SECOND_ADMIN, change_id)) == (403, "NOT_YOURS_TO_CHANGE")
    assert (await office.approve(OPERATOR, change_id)).status == 201
    shown = await office.get(ADMIN, "/v1/clients/thanet-desk")
    assert shown.json["status"] == "ACTIVE"


@pytest.mark.parametrize(
    ("what", "subject"), [("USER", "w-017"), ("AGREEMENT", "DSA-001"), ("CLIENT", "thanet-desk")]
)
async def test_h_anything_that_acts_can_be_stopped_at_once(
    office: Office, what: str, subject: str
) -> None:
    body = {**STOP, "what": what, "id": subject}
    before = office.running.rows("SELECT number FROM register_change")[0]["number"]
    assert (await office.propose(OPERATOR, body)).status == 201
    after = office.running.rows("SELECT number FROM register_change")[0]["number"]
    assert after > before
    assert code(await office.propose(STRANGER, body)) == (403, "NOT_YOURS_TO_CHANGE")


@pytest.mark.parametrize("one", [(OPERATOR, ADMIN), (ADMIN, OPERATOR), (ADMIN, APPROVER)])
async def test_h_a_version_is_signed_by_a_person_of_each_side(
    office: Office, one: tuple[Caller, Caller]
) -> None:
    first, second = one
    assert (await office.agreed(first, a_version(), second)).status == 201
    shown = (await office.get(ADMIN, "/v1/agreements/DSA-001")).json
    assert shown["version"] == 2
    signatures = cast("list[dict[str, str]]", shown["signatures"])
    signed = {each["organisation"]: each["name"] for each in signatures}
    home = first if first.org_id == HOME else second
    assert signed == {"thanet council": "thanet/adm-1", "Kent County Council": home.acting}


async def test_h_one_side_cannot_sign_for_both(office: Office) -> None:
    by_home = await office.proposed(OPERATOR, a_version())
    assert code(await office.approve(APPROVER, by_home)) == (403, "NOT_YOURS_TO_CHANGE")
    by_partner = await office.proposed(ADMIN, a_version())
    assert code(await office.approve(SECOND_ADMIN, by_partner)) == (403, "NOT_YOURS_TO_CHANGE")
    with (
        psycopg.connect(plain(office.running.database.admin_url)) as connection,
        pytest.raises(psycopg.errors.CheckViolation, match="both_sides"),
    ):
        connection.execute(
            "UPDATE register_proposal SET state = 'APPLIED', decided_org = 'thanet',"
            " decided_by = 'thanet/adm-2', decided_at = now() WHERE change_id = %s",
            (by_partner,),
        )


async def test_h_a_version_that_was_overtaken_is_proposed_anew(office: Office) -> None:
    late = await office.proposed(OPERATOR, a_version())
    assert (await office.agreed(OPERATOR, a_version(), ADMIN)).status == 201
    assert code(await office.approve(ADMIN, late)) == (409, "REGISTER_MOVED_ON")
    assert code(await office.propose(OPERATOR, a_version())) == (409, "REGISTER_MOVED_ON")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"entry": None}, ("/terms/entry", "MISSING")),
        ({"subject_classes": []}, ("/terms/subject_classes", "MISSING")),
        ({"retention_days": None}, ("/terms/retention_days", "MISSING")),
        ({"ends": "2019-01-01"}, ("/terms/ends", "ENDS_BEFORE_START")),
        ({"fields": {}}, (f"/terms/fields/{READ}", "FIELDS_PER_SCOPE")),
        ({"fields": {READ: ["words"]}}, (f"/terms/fields/{READ}", "ESSENTIAL_FIELD_HIDDEN")),
    ],
)
async def test_h_terms_that_the_register_would_refuse_cannot_be_proposed(
    office: Office, changes: dict[str, object], expected: tuple[str, str]
) -> None:
    refused = await office.propose(OPERATOR, a_version(terms=terms(**changes)))
    assert code(refused) == (422, "CHANGE_INVALID")
    assert expected in places(refused)


async def test_h_a_partner_changes_its_own_keys_and_they_are_another_clients_never(
    office: Office,
) -> None:
    assert (await office.agreed(ADMIN, keys(), SECOND_ADMIN)).status == 201
    shown = (await office.get(ADMIN, "/v1/clients/thanet-desk")).json
    assert shown["key_ids"] != [office.key.jwks["keys"][0]["kid"]]
    assert shown["agreements"] == ["DSA-001"]
    stolen = keys(org_id="dover", client_id="dover-desk", jwks=office.key.jwks)
    assert places(await office.propose(STRANGER, stolen)) == {("/jwks/keys/0", "DOUBLE")}
    private = {**new_key_pair().jwks["keys"][0], "d": "secret"}
    refused = await office.propose(ADMIN, keys(jwks={"keys": [private]}))
    assert places(refused) == {("/jwks/keys/0", "KEY_UNUSABLE")}
    assert "secret" not in refused.body.decode()


async def test_h_a_new_client_needs_the_county_and_only_its_own_agreements(office: Office) -> None:
    client = keys(kind="NEW_CLIENT", client_id="thanet-phones", agreements=["DSA-002"])
    refused = await office.propose(ADMIN, client)
    assert places(refused) == {("/agreements/0", "UNKNOWN_AGREEMENT")}
    change_id = await office.proposed(ADMIN, {**client, "agreements": ["DSA-001"]})
    assert code(await office.approve(SECOND_ADMIN, change_id)) == (403, "NOT_YOURS_TO_CHANGE")
    assert (await office.approve(OPERATOR, change_id)).status == 201
    assert await office.items(ADMIN, "/v1/clients", "client_id") == ["thanet-desk", "thanet-phones"]
    none = {"kind": "CLIENT_AGREEMENTS", "org_id": "thanet", "client_id": "thanet-phones"}
    assert (await office.agreed(OPERATOR, {**none, "agreements": []}, APPROVER)).status == 201


async def test_h_a_new_role_does_not_take_up_again_whom_somebody_stopped(office: Office) -> None:
    assert (await office.agreed(ADMIN, a_user(), SECOND_ADMIN)).status == 201
    await office.propose(ADMIN, {**STOP, "what": "USER", "id": "w-018"})
    assert (await office.agreed(ADMIN, a_user("TS_OFFICER"), SECOND_ADMIN)).status == 201
    held = office.running.rows("SELECT role, status FROM partner_user WHERE user_id = 'w-018'")
    assert held == [{"role": "TS_OFFICER", "status": "SUSPENDED"}]


@pytest.mark.parametrize("role", ["ANALYST", "APPROVER", "DPO", "OPERATOR"])
async def test_h_a_partner_gives_nobody_a_role_of_the_house(office: Office, role: str) -> None:
    assert code(await office.propose(ADMIN, a_user(role))) == (403, "NOT_YOURS_TO_CHANGE")
    assert code(await office.propose(OPERATOR, a_user(role))) == (403, "NOT_YOURS_TO_CHANGE")
    assert (await office.agreed(OPERATOR, a_user(role, "op-9", HOME), APPROVER)).status == 201


@pytest.mark.parametrize(
    ("caller", "expected"),
    [
        (WARDEN, "NOT_YOURS_TO_CHANGE"),
        (STRANGER, "NOT_YOURS_TO_CHANGE"),
        (replace(ADMIN, actor=None), "PERSON_REQUIRED"),
        (somebody("dover", "x", Role.OPERATOR), "NOT_YOURS_TO_CHANGE"),
    ],
)
async def test_h_whoever_administers_nothing_here_proposes_nothing(
    office: Office, caller: Caller, expected: str
) -> None:
    assert code(await office.propose(caller, keys())) == (403, expected)


async def test_h_a_rejection_has_reasons_and_ends_it(office: Office) -> None:
    change_id = await office.proposed(ADMIN, a_version())
    assert code(await office.reject(ADMIN, change_id)) == (403, "FOUR_EYES_REQUIRED")
    rejected = await office.reject(OPERATOR, change_id)
    assert (rejected.json["state"], rejected.json["reasons"]) == ("REJECTED", "not agreed")
    assert code(await office.approve(OPERATOR, change_id)) == (409, "CHANGE_DECIDED")
    assert (await office.get(ADMIN, "/v1/agreements/DSA-001")).json["version"] == 1


async def test_h_a_change_is_nobody_elses_business(office: Office) -> None:
    change_id = await office.proposed(ADMIN, keys())
    hidden = await office.get(STRANGER, f"/v1/changes/{change_id}")
    unknown = await office.get(STRANGER, "/v1/changes/018f0000-0000-7000-8000-000000000000")
    assert code(hidden) == code(unknown) == (404, "NOT_FOUND")
    assert code(await office.approve(STRANGER, change_id)) == (404, "NOT_FOUND")
    assert await office.items(STRANGER, "/v1/changes", "change_id") == []
    assert await office.items(OPERATOR, "/v1/changes?state=PROPOSED", "change_id") == [change_id]


async def test_h_a_change_that_nobody_knows_is_named_by_its_field(office: Office) -> None:
    served = await office.propose(OPERATOR, {**NEW_PARTNER, "surplus": 1})
    assert code(served) == (422, "INVALID_REQUEST")
    served = await office.propose(OPERATOR, {"kind": "EVERYTHING"})
    assert code(served) == (422, "INVALID_REQUEST")
    assert "EVERYTHING" not in served.body.decode()
