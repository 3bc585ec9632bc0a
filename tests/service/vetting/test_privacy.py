"""What is nobody's business crosses nowhere: not to partners, not to the log, not to a job."""

import json
from dataclasses import replace

from ppit_platform.codes import PurposeCode
from tests.support.vetting import Vetting
from tests.support.vetting_cases import a_person
from tests.support.vetting_lists import AWARD

STANDS_FOR_AN_ACCOUNT = "9f1f0c9d2e7a63855f20"
SECRETS = (
    "zorvelin",
    "avtel",
    "1975-03",
    "lantern",
    "tn23",
    "900321",
    "zor@",
    STANDS_FOR_AN_ACCOUNT,
)
ZORVELIN = a_person(
    "Avtel Zorvelin",
    "1975-03-02",
    phone="07700 900321",
    email="zor@example.org",
    account_token=STANDS_FOR_AN_ACCOUNT,
)
OF_CASES = "SELECT args FROM procrastinate_jobs WHERE task_name <> 'index.fold'"


async def test_the_log_and_the_jobs_learn_pseudonyms_and_no_more(vetting: Vetting) -> None:
    served = await vetting.running.post("/v1/cases", ZORVELIN)
    jobs = vetting.running.rows(OF_CASES)
    await vetting.running.work_until_done()
    told = [*served.facts, *vetting.running.gate.facts.values()]
    assert len(told) > 3
    said = json.dumps(told, default=str).lower() + json.dumps(jobs).lower()
    assert [secret for secret in SECRETS if secret in said] == []
    assert all(set(job["args"]) == {"case", "mandate"} for job in jobs)


async def test_the_summary_says_codes_and_never_an_entry_of_a_list(vetting: Vetting) -> None:
    case = await vetting.vet(ZORVELIN)
    said = json.dumps(case).lower()
    assert [secret for secret in (*SECRETS, "knt0001", "no such regime") if secret in said] == []
    report = json.dumps(await vetting.report(case["case_id"])).lower()
    assert "knt0001" in report
    assert "no such regime" in report


async def test_an_account_a_phone_and_an_address_are_kept_as_keyed_hashes_to_be_compared(
    vetting: Vetting,
) -> None:
    case_id = await vetting.submit(ZORVELIN)
    keys = vetting.running.rows("SELECT kind, key FROM case_link_key WHERE case_id = %s", case_id)
    assert {key["kind"] for key in keys} == {"ACCOUNT", "PHONE", "EMAIL", "ADDRESS"}
    (case,) = vetting.running.rows("SELECT * FROM vetting_case WHERE case_id = %s", case_id)
    assert STANDS_FOR_AN_ACCOUNT not in json.dumps(case, default=str)
    assert "zor@example.org" not in json.dumps(case, default=str)


async def test_a_purpose_that_is_not_vetting_reads_no_list_and_no_case(vetting: Vetting) -> None:
    await vetting.vet(a_person())
    tracing = replace(vetting.running.caller, purpose=PurposeCode.TRACE_CIVIL_DEBT)
    async with vetting.running.session(tracing) as session:
        connection = await session.connection()
        for table in ("vetting_case", "finding", "insolvency", "award", "debt", "case_link_key"):
            rows = await connection.exec_driver_sql(f"SELECT count(*) FROM {table}")  # noqa: S608
            assert rows.scalar_one() == 0


async def test_the_report_needs_the_scope_to_decide(vetting: Vetting) -> None:
    case = await vetting.vet(a_person())
    served = await vetting.running.get(f"/v1/cases/{case['case_id']}/report")
    assert (served.status, served.json["code"]) == (403, "INSUFFICIENT_SCOPE")
    assert served.facts == ()


async def test_every_answer_leaves_one_fact_that_names_whom_it_speaks_of(
    vetting: Vetting,
) -> None:
    case = await vetting.vet(a_person())
    served = await vetting.running.get(f"/v1/cases/{case['case_id']}")
    (fact,) = served.facts
    assert fact["operation"] == "CONSULTATION"
    assert len(fact["subjects_disclosed"]) == 1  # pyright: ignore[reportArgumentType]
    decided = await vetting.decide(case["case_id"])
    (step,) = decided.facts
    assert step["subjects_disclosed"] == fact["subjects_disclosed"]


def test_the_lists_of_people_carry_whose_they_are_and_for_what(town: Vetting) -> None:
    (award,) = town.running.rows("SELECT * FROM award")
    assert award["award_id"] == AWARD["award_id"]
    assert award["collected_under"] == "UK_GDPR"
    assert {"VET_GRANT", "VET_LOAN"} <= set(award["allowed_purposes"])
