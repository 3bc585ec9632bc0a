"""The job of a case: a chunk for each group of checks, the last one also says what is recommended.

Killed anywhere, it goes on at the next group: a check that has its finding is not made again.
"""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from uuid import UUID

from ppit_platform.house_caller import the_house
from ppit_platform.jobs import add_task
from ppit_platform.mandated import MandatedJob
from ppit_platform.service_worker import WorkBench
from ppit_platform.unit import UnitOfWork
from ppit_vetting.actions.run_check import Errand, run_checks, run_links_and_recommend
from ppit_vetting.actions.submit_case import CHECK_CASE
from ppit_vetting.domain.codes import VETTING_PURPOSES, CheckType
from ppit_vetting.domain.link_keys import LinkHasher
from ppit_vetting.domain.sources import groups_of
from ppit_vetting.storage.cases import CaseStore
from ppit_vetting.storage.findings import FindingStore


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
    for checks in await _left(bench, errand.case_id):
        if CheckType.LINK_NETWORK in checks:
            await job.chunk(partial(run_links_and_recommend, errand))
        else:
            await job.chunk(partial(run_checks, checks, errand))


async def _left(bench: WorkBench, case_id: UUID) -> list[tuple[CheckType, ...]]:
    """Look which groups have no finding yet: names of checks alone, of nobody's data."""
    for purpose in VETTING_PURPOSES:
        unit = UnitOfWork(the_house("vetting", purpose, "CASE-PROGRESS"), bench.chassis.sessions)
        try:
            session = await unit.open()
            case = await CaseStore(session).get(case_id)
            if case is not None:
                done = await FindingStore(session).done(case_id)
                return [group for group in groups_of(case.policy.checks) if done.isdisjoint(group)]
        finally:
            await unit.session.close()
    return []
