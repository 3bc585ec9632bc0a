"""Keeps cases and the hashed keys by which they find each other."""

from collections.abc import Iterable, Mapping, Sequence
from typing import cast
from uuid import UUID

from sqlalchemy import text
from sqlmodel import col, select

from ppit_platform.codes import ProcessingRegime, PurposeCode
from ppit_platform.db import Transaction
from ppit_platform.person_index import PersonIndex
from ppit_platform.provenance import Provenance, people_values
from ppit_vetting.domain.applicant import Applicant
from ppit_vetting.domain.case import Case, Request, Standing, standing
from ppit_vetting.domain.codes import SubjectType
from ppit_vetting.domain.link_keys import LinkKey
from ppit_vetting.domain.links import MOST_LINKED
from ppit_vetting.domain.retention import case_review
from ppit_vetting.storage.rows import CASE_INDEX, VettingCaseRow

_KEYS = text("""
    INSERT INTO case_link_key (org_id, purpose, kind, key, case_id)
    SELECT :org_id, :purpose, kind, key, :case_id
      FROM unnest(CAST(:kinds AS text[]), CAST(:keys AS text[])) AS a (kind, key)
""")
_KEYS_OF = text("SELECT case_id, kind, key FROM case_link_key WHERE case_id = ANY (:case_ids)")
# Newest first: whoever shares with very many was found when the first of them came.
_SHARING = text("""
    SELECT DISTINCT k.case_id
      FROM unnest(CAST(:kinds AS text[]), CAST(:keys AS text[])) AS a (kind, key)
     CROSS JOIN LATERAL (
        SELECT c.case_id FROM case_link_key c
         WHERE c.org_id = :org_id AND c.purpose = :purpose AND c.kind = a.kind AND c.key = a.key
           AND c.case_id <> :case_id
         ORDER BY c.case_id DESC LIMIT :most) k
     ORDER BY k.case_id DESC LIMIT :most
""")
# One at a time of all that read or change how cases of one organisation hang together.
_ALONE = text("""
    SELECT pg_advisory_xact_lock(hashtextextended('vetting/' || :org_id || '/' || :purpose, 0))
""")
_STANDING = text("""
    SELECT m.ended_code, j.status::text AS job,
           EXISTS (SELECT FROM recommendation r WHERE r.case_id = c.case_id) AS recommended,
           EXISTS (SELECT FROM finding f WHERE f.case_id = c.case_id) AS begun
      FROM vetting_case c
      LEFT JOIN job_mandate m ON m.mandate_id = c.mandate_id
      LEFT JOIN procrastinate_jobs j ON j.id = c.job_id
     WHERE c.case_id = :case_id
""")


class CaseStore:
    def __init__(self, session: Transaction) -> None:
        self._session = session
        self._index = PersonIndex(session, name=CASE_INDEX)

    async def add(self, case: Case, keys: Iterable[LinkKey]) -> None:
        self._session.add(_row(case))
        await self._session.flush()
        ordered = sorted(keys)
        values: dict[str, object] = {
            "org_id": case.owner.org_id,
            "purpose": case.request.purpose.value,
            "case_id": case.case_id,
            "kinds": [key.kind for key in ordered],
            "keys": [key.key for key in ordered],
        }
        await (await self._session.connection()).execute(_KEYS, values)
        applicant = case.applicant
        named = (*applicant.people, *applicant.officers)
        await self._index.add((case.case_id, person) for person in named)

    async def get(self, case_id: UUID) -> Case | None:
        """Return the case if this caller's organisation and purpose may see it."""
        found = await self._session.exec(
            select(VettingCaseRow).where(col(VettingCaseRow.case_id) == case_id)
        )
        row = found.first()
        return None if row is None else _case(row)

    async def all(self, case_ids: Sequence[UUID]) -> list[Case]:
        rows = await self._session.exec(
            select(VettingCaseRow).where(col(VettingCaseRow.case_id).in_(case_ids))
        )
        return [_case(row) for row in rows]

    async def keys_of(self, case_ids: Sequence[UUID]) -> Mapping[UUID, frozenset[LinkKey]]:
        connection = await self._session.connection()
        rows = (await connection.execute(_KEYS_OF, {"case_ids": list(case_ids)})).all()
        found: dict[UUID, set[LinkKey]] = {case_id: set() for case_id in case_ids}
        for case_id, kind, key in cast("Sequence[tuple[UUID, str, str]]", rows):
            found[case_id].add(LinkKey(kind, key))
        return {case_id: frozenset(keys) for case_id, keys in found.items()}

    async def sharing(self, case: Case, keys: Iterable[LinkKey]) -> list[UUID]:
        """Return the newest other cases of the same organisation and purpose that have a key."""
        ordered = sorted(keys)
        values: dict[str, object] = {
            "org_id": case.owner.org_id,
            "purpose": case.request.purpose.value,
            "case_id": case.case_id,
            "kinds": [key.kind for key in ordered],
            "keys": [key.key for key in ordered],
            "most": MOST_LINKED,
        }
        connection = await self._session.connection()
        return list((await connection.execute(_SHARING, values)).scalars())

    async def alone(self, case: Case) -> None:
        """Wait until nobody else works on what holds this organisation's cases together."""
        values = {"org_id": case.owner.org_id, "purpose": case.request.purpose.value}
        await (await self._session.connection()).execute(_ALONE, values)

    async def standing(self, case_id: UUID) -> Standing:
        connection = await self._session.connection()
        row = (await connection.execute(_STANDING, {"case_id": case_id})).mappings().one()
        return standing(
            recommended=cast("bool", row["recommended"]),
            ended_code=cast("str | None", row["ended_code"]),
            begun=cast("bool", row["begun"]),
            job=cast("str | None", row["job"]),
        )


def _row(case: Case) -> VettingCaseRow:
    request = case.request
    return VettingCaseRow(
        case_id=case.case_id,
        purpose=request.purpose.value,
        scheme=request.scheme,
        policy_version=request.policy_version,
        application_reference=request.application_reference,
        subject_type=case.applicant.subject_type.value,
        subject=case.applicant.as_json(),
        amount_pence=request.amount_pence,
        second_above_pence=case.policy.second_above_pence,
        applied_on=request.applied_on,
        received_at=request.received_at,
        requested_by=request.requested_by,
        mandate_id=case.mandate_id,
        job_id=case.job_id,
        version=1,
        review_due=case_review(request.received_at),
        valid_from=request.received_at,
        recorded_at=request.received_at,
        **people_values(case.owner),
    )


def _case(row: VettingCaseRow) -> Case:
    return Case(
        case_id=row.case_id,
        request=Request(
            purpose=PurposeCode(row.purpose),
            scheme=row.scheme,
            policy_version=row.policy_version,
            application_reference=row.application_reference,
            amount_pence=row.amount_pence,
            applied_on=row.applied_on,
            received_at=row.received_at,
            requested_by=row.requested_by,
        ),
        applicant=Applicant.from_json(SubjectType(row.subject_type), row.subject),
        owner=Provenance(
            row.org_id,
            row.area_gss,
            ProcessingRegime(row.collected_under),
            tuple(PurposeCode(purpose) for purpose in row.allowed_purposes),
            row.source_ref,
        ),
        mandate_id=row.mandate_id,
        job_id=row.job_id,
    )
