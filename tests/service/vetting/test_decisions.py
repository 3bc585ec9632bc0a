"""A named human decides, with reasons; a second one signs where the policy says."""

from dataclasses import replace

import psycopg
import pytest
from psycopg import sql

from ppit_ops.provision import plain
from tests.support.vetting import ROLE, Vetting, an_analyst
from tests.support.vetting_cases import a_person

SANCTIONED = a_person("Avtel Zorvelin", "1975-03-02")
LARGE = {"amount": {"pence": 1_000_001}}


async def test_a_person_decides_and_their_words_stay_with_the_analysts(vetting: Vetting) -> None:
    case = await vetting.vet(a_person())
    decided = await vetting.decide(
        case["case_id"],
        decision="APPROVED_CONDITIONS",
        conditions=["PAYMENT_IN_STAGES"],
        reasons="I know her mother.",
        recommendation_version=1,
    )
    assert decided.status == 201
    assert (decided.json["state"], decided.json["needs_second_signature"]) == ("FINAL", False)
    shown = await vetting.running.get(f"/v1/cases/{case['case_id']}")
    assert shown.json["decision"]["decision"] == "APPROVED_CONDITIONS"  # pyright: ignore[reportIndexIssue, reportArgumentType, reportCallIssue]
    assert b"The money is paid in stages." in shown.body
    assert b"mother" not in shown.body
    assert b"ana-1" not in shown.body
    report = await vetting.report(case["case_id"])
    assert "I know her mother." in str(report["decisions"])


async def test_a_machine_on_its_own_decides_nothing(vetting: Vetting) -> None:
    case = await vetting.vet(a_person())
    machine = vetting.by(replace(an_analyst(), actor=None))
    served = await machine.running.post(
        f"/v1/cases/{case['case_id']}/decision", {"decision": "APPROVED", "reasons": "x"}
    )
    assert (served.status, served.json["code"]) == (403, "PERSON_REQUIRED")
    requester = await vetting.running.post(
        f"/v1/cases/{case['case_id']}/decision", {"decision": "APPROVED", "reasons": "x"}
    )
    assert (requester.status, requester.json["code"]) == (403, "INSUFFICIENT_SCOPE")


async def test_nobody_decides_before_there_is_a_recommendation(vetting: Vetting) -> None:
    case_id = await vetting.submit(a_person())
    early = await vetting.decide(case_id)
    assert (early.status, early.json["code"]) == (409, "CASE_NOT_READY")
    await vetting.running.work_until_done()
    stale = await vetting.decide(case_id, recommendation_version=2)
    assert (stale.status, stale.json["code"]) == (409, "RECOMMENDATION_CHANGED")
    assert (await vetting.decide(case_id)).status == 201
    twice = await vetting.decide(case_id)
    assert (twice.status, twice.json["code"]) == (409, "CASE_DECIDED")


@pytest.mark.parametrize("told", [SANCTIONED, a_person(**LARGE), a_person(scheme="CAPITAL_GRANT")])
async def test_an_approval_against_the_advice_or_above_the_limit_takes_two(
    vetting: Vetting, told: dict[str, object]
) -> None:
    case = await vetting.vet(told)
    decided = await vetting.decide(case["case_id"])
    assert decided.json["state"] == "AWAITING_SECOND_SIGNATURE"
    waiting = await vetting.case(case["case_id"])
    assert (waiting["decision"], waiting["decision_state"]) == (None, "AWAITING_SECOND_SIGNATURE")
    same = await vetting.sign(case["case_id"], "ana-1")
    assert (same.status, same.json["code"]) == (403, "FOUR_EYES_REQUIRED")
    signed = await vetting.sign(case["case_id"], "ana-2")
    assert (signed.status, signed.json["state"]) == (201, "FINAL")
    again = await vetting.sign(case["case_id"], "ana-3")
    assert (again.status, again.json["code"]) == (409, "NOTHING_TO_SIGN")


async def test_declining_takes_one_and_needs_no_second(vetting: Vetting) -> None:
    case = await vetting.vet(SANCTIONED)
    declined = await vetting.decide(case["case_id"], decision="DECLINED")
    assert declined.json["state"] == "FINAL"
    nothing = await vetting.sign(case["case_id"])
    assert (nothing.status, nothing.json["code"]) == (409, "NOTHING_TO_SIGN")


async def test_a_decision_that_the_second_signer_refuses_falls_and_may_be_made_anew(
    vetting: Vetting,
) -> None:
    case = await vetting.vet(SANCTIONED)
    await vetting.decide(case["case_id"])
    silent = await vetting.sign(case["case_id"], agrees=False)
    assert (silent.status, silent.json["code"]) == (422, "REASONS_NEEDED")
    fallen = await vetting.sign(case["case_id"], agrees=False, reasons="It is him.")
    assert fallen.json["state"] == "FALLEN"
    anew = await vetting.decide(case["case_id"], "ana-2", decision="DECLINED")
    assert (anew.json["version"], anew.json["state"]) == (2, "FINAL")


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"decision": "APPROVED", "conditions": ["ACCOUNTS_FILED"]}, "CONDITIONS_UNCLEAR"),
        ({"decision": "APPROVED_CONDITIONS"}, "CONDITIONS_UNCLEAR"),
        ({"reasons": "  "}, "INVALID_REQUEST"),
        ({"decision": "MAYBE"}, "INVALID_REQUEST"),
    ],
)
async def test_a_decision_that_says_not_what_it_is_is_refused(
    vetting: Vetting, told: dict[str, object], code: str
) -> None:
    case = await vetting.vet(a_person())
    served = await vetting.decide(case["case_id"], **told)
    assert (served.status, served.json["code"]) == (422, code)


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ("needs_second = false", "second_signature_where_the_policy_says"),
        ("recommendation = 'PROCEED'", "second_signature_where_the_policy_says|its_recommendation"),
        ("recommendation_version = 9", "never_before_its_recommendation"),
        ("amount_pence = 1", "of_that_amount"),
        ("reasons = ' '", "decision_reasons_check"),
        ("version = 3, previous_version = 2", "again_only_if_the_last_one_fell"),
    ],
)
async def test_the_database_itself_refuses_what_breaks_a_rule_of_deciding(
    vetting: Vetting, change: str, rule: str
) -> None:
    case = await vetting.vet(SANCTIONED)
    await vetting.decide(case["case_id"])
    with (
        pytest.raises(psycopg.errors.IntegrityError, match=rule),
        psycopg.connect(plain(vetting.running.database.owner_url)) as owner,
    ):
        owner.execute(
            f"UPDATE decision SET {change} WHERE case_id = %s".encode(),  # noqa: S608  # ours
            (case["case_id"],),
        )


async def test_the_database_itself_wants_four_eyes(vetting: Vetting) -> None:
    case = await vetting.vet(SANCTIONED)
    await vetting.decide(case["case_id"])
    await vetting.sign(case["case_id"])
    with (
        pytest.raises(psycopg.errors.CheckViolation, match="four_eyes"),
        psycopg.connect(plain(vetting.running.database.owner_url)) as owner,
    ):
        owner.execute(
            "UPDATE second_signature SET signer = upper(decider) || ' ' WHERE case_id = %s",
            (case["case_id"],),
        )


@pytest.mark.parametrize(
    "table",
    ["vetting_case", "case_link_key", "finding", "recommendation", "decision", "second_signature"],
)
def test_the_service_may_change_and_delete_nothing_of_a_case(town: Vetting, table: str) -> None:
    with psycopg.connect(plain(town.running.database.url(ROLE)), autocommit=True) as service:
        name = sql.Identifier(table)
        for verb in ("DELETE FROM {}", "UPDATE {} SET case_id = case_id"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                service.execute(sql.SQL(verb).format(name))
        count = sql.SQL("SELECT count(*) FROM {}").format(name)
        assert service.execute(count).fetchone() == (0,)
