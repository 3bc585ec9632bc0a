"""Keeps what was found and recommended: only ever added to, and read once the log has it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar, cast
from uuid import UUID

from sqlmodel import col, select

from ppit_platform import outbox
from ppit_platform.db import Transaction
from ppit_platform.provenance import people_values
from ppit_vetting.domain.case import Case, Recommended, Recorded
from ppit_vetting.domain.codes import CheckResult, CheckType, Recommendation
from ppit_vetting.domain.findings import Evidence, Finding, SourceUsed
from ppit_vetting.domain.reasons import Reason
from ppit_vetting.domain.recommend import Advice, Weighed
from ppit_vetting.domain.retention import case_review
from ppit_vetting.storage.rows import FindingRow, RecommendationRow

_Json = Mapping[str, object]
_Versioned = TypeVar("_Versioned", FindingRow, RecommendationRow)


@dataclass(frozen=True, slots=True)
class Stamp:
    """Which chunk of which job records something: it is read once the log has that fact."""

    job_id: int
    fact_id: UUID
    now: datetime


class FindingStore:
    def __init__(self, session: Transaction) -> None:
        self._session = session

    async def record(self, case: Case, findings: Iterable[Finding], stamp: Stamp) -> None:
        """Add the first finding of each check; the slower of two workers at one case is undone."""
        self._session.add_all(_row(case, finding, 1, stamp) for finding in findings)
        await self._session.flush()

    async def record_again(self, case: Case, finding: Finding, stamp: Stamp) -> None:
        """Add the next version of a finding; whoever re-checks waits by ``CaseStore.alone``."""
        newest = max(
            row.version
            for row in await self._of(case.case_id)
            if row.check_type == finding.check.value
        )
        self._session.add(_row(case, finding, newest + 1, stamp))
        await self._session.flush()

    async def advise(self, case: Case, advice: Advice, stamp: Stamp) -> None:
        known = await self._recommendations(case.case_id)
        version = 1 + max((row.version for row in known), default=0)
        self._session.add(
            RecommendationRow(
                case_id=case.case_id,
                previous_version=version - 1 or None,
                recommendation=advice.recommendation.value,
                scheme=case.request.scheme,
                policy_version=case.request.policy_version,
                because=[weighed.as_json() for weighed in advice.because],
                recommended_at=stamp.now,
                job_id=stamp.job_id,
                fact_id=stamp.fact_id,
                version=version,
                review_due=case_review(stamp.now),
                valid_from=stamp.now,
                recorded_at=stamp.now,
                **people_values(case.owner),
            )
        )
        await self._session.flush()

    async def done(self, case_id: UUID) -> frozenset[CheckType]:
        """Return the checks that have a finding, whether the log has it yet or not."""
        return frozenset(CheckType(row.check_type) for row in await self._of(case_id))

    async def newest(self, case_id: UUID) -> dict[CheckType, Finding]:
        """Return what was found last of each check, for those who are still at work."""
        rows = await self._of(case_id)
        return {CheckType(row.check_type): _finding(row) for row in rows}

    async def readable(self, case_id: UUID) -> list[Recorded]:
        """Return every version whose fact is in the log, oldest first."""
        return [
            Recorded(_finding(row), row.version, row.checked_at)
            for row in await self._logged(await self._of(case_id))
        ]

    async def last_recommendation(self, case_id: UUID) -> int:
        """Return the newest version, whether the log has it yet or not; 0 if there is none."""
        return max((row.version for row in await self._recommendations(case_id)), default=0)

    async def recommended(self, case_id: UUID) -> list[Recommended]:
        """Return every recommendation whose fact is in the log, oldest first."""
        return [
            Recommended(
                Recommendation(row.recommendation),
                row.version,
                tuple(Weighed.from_json(each) for each in cast("list[_Json]", row.because)),
                row.recommended_at,
            )
            for row in await self._logged(await self._recommendations(case_id))
        ]

    async def _of(self, case_id: UUID) -> list[FindingRow]:
        statement = select(FindingRow).where(col(FindingRow.case_id) == case_id)
        return list(await self._session.exec(statement.order_by(col(FindingRow.version))))

    async def _recommendations(self, case_id: UUID) -> list[RecommendationRow]:
        statement = select(RecommendationRow).where(col(RecommendationRow.case_id) == case_id)
        return list(await self._session.exec(statement.order_by(col(RecommendationRow.version))))

    async def _logged(self, rows: Iterable[_Versioned]) -> list[_Versioned]:
        found = list(rows)
        connection = await self._session.connection()
        logged: set[UUID] = set()
        for job_id in {row.job_id for row in found}:
            logged |= await outbox.logged_of_job(connection, job_id)
        return [row for row in found if row.fact_id in logged]


def _row(case: Case, finding: Finding, version: int, stamp: Stamp) -> FindingRow:
    return FindingRow(
        case_id=case.case_id,
        check_type=finding.check.value,
        previous_version=version - 1 or None,
        result=finding.result.value,
        sources=[source.as_json() for source in finding.sources],
        reasons=[reason.as_json() for reason in finding.reasons],
        evidence=[evidence.as_json() for evidence in finding.evidence],
        linked_case_ids=list(finding.linked),
        checked_at=stamp.now,
        job_id=stamp.job_id,
        fact_id=stamp.fact_id,
        version=version,
        review_due=case_review(stamp.now),
        valid_from=stamp.now,
        recorded_at=stamp.now,
        **people_values(case.owner),
    )


def _finding(row: FindingRow) -> Finding:
    return Finding(
        CheckType(row.check_type),
        CheckResult(row.result),
        tuple(SourceUsed.from_json(each) for each in cast("list[_Json]", row.sources)),
        tuple(Reason.from_json(each) for each in cast("list[_Json]", row.reasons)),
        tuple(Evidence.from_json(each) for each in cast("list[_Json]", row.evidence)),
        tuple(row.linked_case_ids),
    )
