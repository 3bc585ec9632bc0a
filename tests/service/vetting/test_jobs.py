"""A case outlives whatever happens to its job: same result, nothing twice, nothing unlogged."""

import asyncio
from contextlib import suppress
from functools import partial
from typing import cast
from uuid import UUID

import pytest

from ppit_platform.house import GateUnavailable
from ppit_platform.jobs import defer
from ppit_platform.mandated import MandatedJob
from ppit_platform.people import utc_now
from ppit_vetting.actions.run_check import Errand, run_checks
from ppit_vetting.actions.submit_case import CHECK_CASE
from ppit_vetting.domain.link_keys import LinkHasher
from ppit_vetting.domain.policies import SCHEMES
from ppit_vetting.domain.sources import groups_of
from tests.support.vetting import Vetting
from tests.support.vetting_cases import a_company, a_person, checks_of, result_of

GROUPS = groups_of(SCHEMES["START_UP_GRANT"].policies[0].checks)


def facts_of(vetting: Vetting, case_id: str) -> list[dict[str, object]]:
    (case,) = vetting.running.rows("SELECT job_id FROM vetting_case WHERE case_id = %s", case_id)
    told = vetting.running.gate.facts.values()
    return [fact for fact in told if fact["job_id"] == str(case["job_id"])]


async def begin(vetting: Vetting, case_id: str, groups: int, *, settled: bool = True) -> None:
    """Do the first groups of a case's job and stop there, as a worker that is killed does."""
    (case,) = vetting.running.rows(
        "SELECT job_id, mandate_id FROM vetting_case WHERE case_id = %s", case_id
    )
    bench = vetting.running.work.bench
    job = MandatedJob(bench.chassis, bench.house, case["job_id"], case["mandate_id"])
    hasher = LinkHasher(b"\0" * 32)
    errand = Errand(case["job_id"], UUID(case_id), hasher, bench.chassis.pseudonyms, utc_now)
    vetting.running.gate.forgets = not settled
    for group in GROUPS[:groups]:
        # A log that forgets ends the run just after its commit: as good as dead at that moment.
        with suppress(GateUnavailable):
            await job.chunk(partial(run_checks, group, errand))
    vetting.running.gate.forgets = False


@pytest.mark.parametrize(("groups", "settled"), [(1, False), (2, True), (2, False)])
async def test_a_job_that_was_killed_goes_on_and_does_nothing_twice(
    vetting: Vetting, groups: int, *, settled: bool
) -> None:
    whole = await vetting.vet(a_company(application_reference="WHOLE"))
    case_id = await vetting.submit(a_company(application_reference="KILLED"))
    await begin(vetting, case_id, groups, settled=settled)
    await vetting.running.work_until_done()
    case = await vetting.case(case_id)
    same = {"LINK_NETWORK"}
    results = [
        {name: each["result"] for name, each in checks_of(one).items() if name not in same}
        for one in (whole, case)
    ]
    assert results[0] == results[1]
    found = vetting.running.rows("SELECT version FROM finding WHERE case_id = %s", case_id)
    assert [each["version"] for each in found] == [1] * len(checks_of(case))
    recommended = vetting.running.rows("SELECT 1 FROM recommendation WHERE case_id = %s", case_id)
    assert len(recommended) == 1
    assert len(facts_of(vetting, case_id)) == len(GROUPS)


async def test_a_job_that_is_done_and_run_again_changes_nothing(vetting: Vetting) -> None:
    case = await vetting.vet(a_person())
    case_id = cast("str", case["case_id"])
    (held,) = vetting.running.rows(
        "SELECT job_id, mandate_id FROM vetting_case WHERE case_id = %s", case_id
    )
    async with vetting.running.session() as session:
        await defer(session, CHECK_CASE, {"case": case_id, "mandate": held["mandate_id"]})
        await session.commit()
    await vetting.running.work_until_done()
    assert await vetting.case(case_id) == case
    assert len(facts_of(vetting, case_id)) == len(GROUPS)


async def test_nothing_is_read_before_the_log_has_it(vetting: Vetting) -> None:
    case_id = await vetting.submit(a_person())
    assert (await vetting.case(case_id))["state"] == "QUEUED"
    await begin(vetting, case_id, 1, settled=False)
    case = await vetting.case(case_id)
    assert (case["state"], case["checks"], case["recommendation"]) == ("RUNNING", [], None)
    assert case["progress"] == {"done": 0, "of": 10}
    await vetting.running.work_until_done()
    after = await vetting.case(case_id)
    assert (after["state"], after["progress"]) == ("DONE", {"done": 10, "of": 10})
    vetting.running.rows(
        "UPDATE audit_outbox SET logged_at = NULL WHERE fact_id IN"
        " (SELECT fact_id FROM recommendation WHERE case_id = %s)",
        case_id,
    )
    unlogged = await vetting.case(case_id)
    assert (unlogged["state"], unlogged["recommendation"]) == ("RUNNING", None)
    early = await vetting.decide(case_id)
    assert (early.status, early.json["code"]) == (409, "CASE_NOT_READY")


async def test_an_agreement_that_ended_stops_the_case_where_it_is(vetting: Vetting) -> None:
    case_id = await vetting.submit(a_person("Avtel Zorvelin", "1975-03-02"))
    await begin(vetting, case_id, 1)
    vetting.running.end_mandates("DSA_EXPIRED")
    await vetting.running.work_until_done()
    case = await vetting.case(case_id)
    assert (case["state"], case["stop_code"]) == ("STOPPED", "DSA_EXPIRED")
    assert case["recommendation"] is None
    assert result_of(case, "COMPANY_REGISTER")[0] == "NOT_APPLICABLE"
    for check in ("SANCTIONS", "LINK_NETWORK"):
        assert result_of(case, check) == ("UNAVAILABLE", ["CHECK_NOT_RUN"])
    refused = await vetting.decide(case_id)
    assert (refused.status, refused.json["code"]) == (409, "CASE_NOT_READY")


async def test_a_case_whose_job_is_lost_says_so_and_is_not_running_for_ever(
    vetting: Vetting,
) -> None:
    case_id = await vetting.submit(a_person())
    vetting.running.rows(
        "DELETE FROM procrastinate_jobs WHERE id ="
        " (SELECT job_id FROM vetting_case WHERE case_id = %s)",
        case_id,
    )
    case = await vetting.case(case_id)
    assert case["state"] == "FAILED"
    assert result_of(case, "SANCTIONS") == ("UNAVAILABLE", ["CHECK_NOT_RUN"])


async def test_two_workers_at_one_case_leave_one_result(vetting: Vetting) -> None:
    case_id = await vetting.submit(a_company(application_reference="RACE"))
    outcomes = await asyncio.gather(
        begin(vetting, case_id, 2), begin(vetting, case_id, 2), return_exceptions=True
    )
    assert len(outcomes) == 2
    await vetting.running.work_until_done()
    found = vetting.running.rows("SELECT version FROM finding WHERE case_id = %s", case_id)
    assert {each["version"] for each in found} == {1}
    case = await vetting.case(case_id)
    assert case["state"] == "DONE"
