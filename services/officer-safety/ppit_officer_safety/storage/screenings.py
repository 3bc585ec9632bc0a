"""Keeps what was answered, exactly, and who acknowledged it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast
from uuid import UUID

from sqlalchemy import text

from ppit_officer_safety.domain.answer import Screening
from ppit_officer_safety.domain.retention import evidence_review
from ppit_platform.caller import Caller
from ppit_platform.clock import LONDON
from ppit_platform.codes import PurposeCode
from ppit_platform.db import Transaction

_KEEP = text("""
    INSERT INTO screening
    SELECT * FROM json_populate_recordset(NULL::screening, CAST(:rows AS json))
""")

_READ = text(
    "SELECT answer::text AS answer, shown FROM screening WHERE screening_id = :screening_id"
)

_ANSWERED = text("""
    SELECT answer::text FROM screening WHERE request_id = :request_id ORDER BY visit_no
""")
_COUNT_ANSWERED = text("""
    SELECT count(DISTINCT request_id) FROM screening
     WHERE request_id = ANY (CAST(:request_ids AS uuid[]))
""")
_ONE, _LIST = "POST /v1/screenings", "POST /v1/screenings/batch"

_ACKNOWLEDGE = text("""
    INSERT INTO acknowledgement (screening_id, acknowledged_by, acknowledged_at, org_id,
        area_gss, collected_under, allowed_purposes, source_ref, review_due, version,
        valid_from, recorded_at)
    SELECT screening_id, :acting, :now, org_id, area_gss, collected_under, allowed_purposes,
           source_ref, review_due, 1, :now, :now
      FROM screening WHERE screening_id = :screening_id
    ON CONFLICT DO NOTHING
""")
_ACKNOWLEDGED = text("""
    SELECT acknowledged_at FROM acknowledgement
     WHERE screening_id = :screening_id AND acknowledged_by = :acting
""")


@dataclass(frozen=True, slots=True)
class KeptScreening:
    """One answered visit: ``searched`` is a pseudonym, ``area_gss`` where the visit was to go."""

    screening: Screening
    searched: str
    area_gss: str | None


@dataclass(frozen=True, slots=True)
class Shown:
    """An answer's own JSON text, and whom it speaks of: nominals, and ``uprn:...`` of doors.

    ``sealing`` are the markers whose subjects are not to be told of them, each with its day.
    """

    answer: str
    subjects: tuple[str, ...]
    sealing: Mapping[UUID, date]


class ScreeningStore:
    def __init__(self, session: Transaction) -> None:
        self._session = session

    async def keep(self, kept: Sequence[KeptScreening], caller: Caller) -> None:
        """Store every answer of one request in one statement."""
        rows = [_row(number, each, caller) for number, each in enumerate(kept)]
        connection = await self._session.connection()
        await connection.execute(_KEEP, {"rows": _as_text(rows)})

    async def read(self, screening_id: UUID) -> Shown | None:
        """Return what was answered, if this organisation asked for it."""
        connection = await self._session.connection()
        found = (await connection.execute(_READ, {"screening_id": screening_id})).one_or_none()
        return None if found is None else _shown(found.answer, found.shown)

    async def acknowledge(
        self, screening_id: UUID, *, acting: str, now: datetime
    ) -> datetime | None:
        """Return when ``acting`` first acknowledged it; None if it is not this organisation's."""
        connection = await self._session.connection()
        values = {"screening_id": screening_id, "acting": acting, "now": now}
        await connection.execute(_ACKNOWLEDGE, values)
        # A statement of its own: it also sees the receipt of a tap that was a moment earlier.
        found = await connection.execute(_ACKNOWLEDGED, values)
        return cast("datetime | None", found.scalar_one_or_none())


async def kept_answer(session: Transaction, request_id: UUID, operation: str) -> str | None:
    """Return the whole answer to a request for screenings, as it was given then (s.66(2)(b))."""
    if operation not in {_ONE, _LIST}:
        return None
    connection = await session.connection()
    answers = list((await connection.execute(_ANSWERED, {"request_id": request_id})).scalars())
    if not answers:
        return None
    return answers[0] if operation == _ONE else f'{{"items":[{",".join(answers)}]}}'


async def count_answered(session: Transaction, request_ids: Sequence[UUID]) -> int:
    """Return to how many of these requests the answer is kept as screenings."""
    connection = await session.connection()
    counted = await connection.execute(_COUNT_ANSWERED, {"request_ids": list(request_ids)})
    return cast("int", counted.scalar_one())


def _shown(answer: str, shown: Sequence[Mapping[str, str | None]]) -> Shown:
    # What was shown before subjects were kept beside it names none.
    named = {subject for one in shown if (subject := one.get("subject")) is not None}
    sealed = [(one["marker_id"], one.get("covert_until")) for one in shown]
    return Shown(
        answer,
        tuple(sorted(named)),
        {UUID(marker): date.fromisoformat(day) for marker, day in sealed if marker and day},
    )


def _row(number: int, kept: KeptScreening, caller: Caller) -> Mapping[str, object]:
    screening = kept.screening
    judged = screening.judgement
    at = screening.screened_at.isoformat()
    return {
        "screening_id": str(screening.screening_id),
        "request_id": str(caller.request_id),
        "visit_no": number,
        "acted_by": caller.acting,
        "agreement_id": caller.agreement_id,
        "agreement_version": caller.agreement_version,
        "screened_at": at,
        "result": judged.result.value,
        "unable_reason": judged.unable_reason.value if judged.unable_reason else None,
        "answer": screening.as_json(),
        "searched": kept.searched,
        "shown": [
            {
                "marker_id": str(match.marker.marker_id),
                "version": match.marker.version,
                "match_basis": match.basis.value,
                "subject": str(match.marker.nominal_id or f"uprn:{match.marker.uprn}"),
                "covert_until": day.isoformat() if (day := match.marker.covert_until) else None,
            }
            for match in judged.advice.shown
        ],
        "org_id": caller.org_id,
        "area_gss": kept.area_gss,
        "collected_under": caller.regime.value,
        "allowed_purposes": sorted(
            {caller.purpose, PurposeCode.AUDIT_SELF_MONITOR, PurposeCode.SUBJECT_RIGHTS}
        ),
        "source_ref": f"agreement:{caller.agreement_id}/{caller.agreement_version}",
        "review_due": evidence_review(screening.screened_at.astimezone(LONDON).date()).isoformat(),
        "version": 1,
        "valid_from": at,
        "valid_to": None,
        "recorded_at": at,
    }


def _as_text(value: object) -> str:
    """Return compact JSON: what is stored keeps the order of its fields."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)
