"""Keeps who was shown which address, and recalls it from all of them when it proves wrong."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast
from uuid import UUID

from sqlalchemy import RowMapping, text

from ppit_platform.caller import Caller
from ppit_platform.db import Transaction
from ppit_platform.ids import new_id
from ppit_platform.provenance import PeopleValues
from ppit_tracing.domain.codes import Shown, TracedOutcome
from ppit_tracing.domain.retention import trace_review
from ppit_tracing.storage.rows import DisclosureRow, TraceOutcomeRow
from ppit_tracing.storage.traces import KeptTrace

_RECALLING = text("SELECT set_config('ppit.recalling', :finding_key, true)")
# Whoever was told the same finding: this organisation and every other.
_TOLD = text("""
    SELECT DISTINCT ON (trace_id) trace_id, debt_reference, org_id, area_gss, collected_under,
           allowed_purposes, source_ref
      FROM disclosure WHERE finding_key = :finding_key
     ORDER BY trace_id, shown_at
""")
_RAISE = text("""
    INSERT INTO recall (recall_id, trace_id, debt_reference, finding_key, reason, raised_at,
        org_id, area_gss, collected_under, allowed_purposes, source_ref, review_due, version,
        valid_from, recorded_at)
    VALUES (:recall_id, :trace_id, :debt_reference, :finding_key, 'WRONG_PERSON', :now, :org_id,
        :area_gss, :collected_under, :allowed_purposes, :source_ref, :review_due, 1, :now, :now)
    ON CONFLICT (trace_id) DO NOTHING
""")
_NOTICE = """
    SELECT n.recall_id, n.trace_id, n.debt_reference, n.reason, n.raised_at, a.acknowledged_at
      FROM recall n LEFT JOIN recall_acknowledgement a USING (recall_id)
"""
_ONE = text(f"{_NOTICE} WHERE n.recall_id = :recall_id")
_PAGE = text(f"""
    {_NOTICE}
     WHERE (n.raised_at, n.recall_id) > (CAST(:at AS timestamptz), CAST(:recall_id AS uuid))
     ORDER BY n.raised_at, n.recall_id LIMIT :most
""")
_ACKNOWLEDGE = text("""
    INSERT INTO recall_acknowledgement (recall_id, acknowledged_by, acknowledged_at, org_id,
        area_gss, collected_under, allowed_purposes, source_ref, review_due, version, valid_from,
        recorded_at)
    SELECT recall_id, :acting, :now, org_id, area_gss, collected_under, allowed_purposes,
           source_ref, review_due, 1, :now, :now
      FROM recall WHERE recall_id = :recall_id
    ON CONFLICT DO NOTHING
""")


@dataclass(frozen=True, slots=True)
class Notice:
    """One recall, as the organisation that was told reads it."""

    recall_id: UUID
    trace_id: UUID
    debt_reference: str
    reason: str
    raised_at: datetime
    acknowledged_at: datetime | None


@dataclass(frozen=True, slots=True)
class Raised:
    """One trace that a finding is recalled from, and whose it is. ``new``: it was not before."""

    trace_id: UUID
    org_id: str
    new: bool


class RecallStore:
    def __init__(self, session: Transaction) -> None:
        self._session = session

    async def note_shown(
        self,
        traces: Sequence[KeptTrace],
        shown: Shown,
        caller: Caller,
        people: PeopleValues,
        now: datetime,
    ) -> None:
        """Keep that these addresses were shown: the register from which they can be recalled."""
        self._session.add_all(
            DisclosureRow(
                disclosure_id=new_id(),
                trace_id=trace.trace_id,
                debt_reference=trace.debt_reference,
                finding_key=trace.finding_key,
                shown=shown.value,
                shown_to=caller.acting,
                request_id=caller.request_id,
                shown_at=now,
                review_due=trace_review(now.date()),
                valid_from=now,
                recorded_at=now,
                **people,
            )
            for trace in traces
            if trace.finding_key is not None
        )
        await self._session.flush()

    async def tell(
        self,
        trace_id: UUID,
        outcome: TracedOutcome,
        at: datetime,
        caller: Caller,
        people: PeopleValues,
        now: datetime,
    ) -> UUID:
        outcome_id = new_id()
        self._session.add(
            TraceOutcomeRow(
                outcome_id=outcome_id,
                trace_id=trace_id,
                outcome=outcome.value,
                happened_at=at,
                told_by=caller.acting,
                review_due=trace_review(now.date()),
                valid_from=now,
                recorded_at=now,
                **people,
            )
        )
        await self._session.flush()
        return outcome_id

    async def recall(self, trace: KeptTrace, people: PeopleValues, now: datetime) -> list[Raised]:
        """Raise a notice for everybody who was told the same, and for this trace in any case.

        Raising it again raises nothing.
        """
        connection = await self._session.connection()
        finding = {"finding_key": trace.finding_key}
        # Until it is unset the rows of this one finding are seen, whosever they are.
        await connection.execute(_RECALLING, {"finding_key": trace.finding_key or ""})
        told = (await connection.execute(_TOLD, finding)).mappings()
        own: dict[str, object] = {
            "trace_id": trace.trace_id,
            "debt_reference": trace.debt_reference,
            **people,
        }
        everyone = {row["trace_id"]: row for row in (own, *map(dict[str, object], told))}
        due = {"now": now, "review_due": trace_review(now.date()), **finding}
        raised: list[Raised] = []
        for row in everyone.values():
            made = await connection.execute(_RAISE, {"recall_id": new_id(), **row, **due})
            trace_id, org_id = cast("UUID", row["trace_id"]), cast("str", row["org_id"])
            raised.append(Raised(trace_id, org_id, made.rowcount == 1))
        await connection.execute(_RECALLING, {"finding_key": ""})
        return raised

    async def page(self, after: tuple[datetime, UUID], most: int) -> list[Notice]:
        """Return this organisation's notices, the oldest first."""
        connection = await self._session.connection()
        values = {"at": after[0], "recall_id": after[1], "most": most}
        rows = (await connection.execute(_PAGE, values)).mappings()
        return [_notice(row) for row in rows]

    async def acknowledge(self, recall_id: UUID, acting: str, now: datetime) -> Notice | None:
        """Keep who acknowledged a notice first; None if it is not this organisation's."""
        connection = await self._session.connection()
        values = {"recall_id": recall_id, "acting": acting, "now": now}
        await connection.execute(_ACKNOWLEDGE, values)
        found = (await connection.execute(_ONE, values)).mappings().one_or_none()
        return None if found is None else _notice(found)


def _notice(row: RowMapping) -> Notice:
    return Notice(
        recall_id=cast("UUID", row["recall_id"]),
        trace_id=cast("UUID", row["trace_id"]),
        debt_reference=cast("str", row["debt_reference"]),
        reason=cast("str", row["reason"]),
        raised_at=cast("datetime", row["raised_at"]),
        acknowledged_at=cast("datetime | None", row["acknowledged_at"]),
    )
