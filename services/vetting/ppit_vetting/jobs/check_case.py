"""The job of a case: a chunk for each check, one more for what is recommended.

Killed anywhere, it goes on at the next check: a check that has its finding is not made again.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID

from ppit_platform.house_caller import the_house
from ppit_platform.jobs import add_task
from ppit_platform.mandated import MandatedJob
from ppit_platform.service_worker import WorkBench
from ppit_platform.unit import UnitOfWork
from ppit_vetting.actions.run_check import Errand, run_check, run_recommendation
from ppit_vetting.actions.submit_case import CHECK_CASE
from ppit_vetting.domain.codes import VETTING_PURPOSES, CheckType
from ppit_vetting.domain.link_keys import LinkHasher
from ppit_vetting.storage.cases import CaseStore
from ppit_vetting.storage.findings import FindingStore


@dataclass(frozen=True, slots=True)
class _Left:
    """What is still to be done of a case."""

    checks: tuple[CheckType, ...]
    recommendation: bool


def add_check_case(bench: WorkBench, hasher: LinkHasher, now: Callable[[], datetime]) -> None:
    add_task(bench.jobs, CHECK_CASE, partial(_check_case, bench, hasher, now))


async def _check_case(
    bench: WorkBench,
    hasher: LinkHasher,
    now: Callable[[], datetime],
    number: int,
    *,
    case: str,
    mandate: str,
) -> None:
    job = MandatedJob(bench.chassis, bench.house, number, UUID(mandate))
    errand = Errand(number, UUID(case), hasher, bench.chassis.pseudonyms, now)
    left = await _left(bench, errand.case_id)
    for check in left.checks:
        await job.chunk(partial(run_check, check, errand))
    if left.recommendation:
        await job.chunk(partial(run_recommendation, errand))


async def _left(bench: WorkBench, case_id: UUID) -> _Left:
    """Look which checks have no finding yet: names of checks alone, of nobody's data."""
    for purpose in VETTING_PURPOSES:
        unit = UnitOfWork(the_house("vetting", purpose, "CASE-PROGRESS"), bench.chassis.sessions)
        try:
            session = await unit.open()
            case = await CaseStore(session).get(case_id)
            if case is not None:
                findings = FindingStore(session)
                done = await findings.done(case_id)
                return _Left(
                    tuple(check for check in case.policy.checks if check not in done),
                    not await findings.last_recommendation(case_id),
                )
        finally:
            await unit.session.close()
    return _Left((), recommendation=False)
