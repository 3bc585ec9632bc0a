"""Recalls, and the notices of each: written once; what became of a notice stands beside it."""

import json
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import RowMapping, TextClause, text

from ppit_audit.domain.recalls import Done, Notice, Recall, RecallReason, Recipient
from ppit_platform.db import Transaction

MOST = 200
_ADD = text("""
    INSERT INTO recall SELECT * FROM json_populate_record(NULL::recall, CAST(:row AS json))
""")
_ADD_NOTICES = text("""
    INSERT INTO recall_notice
    SELECT * FROM json_populate_recordset(NULL::recall_notice, CAST(:rows AS json))
""")
_NOTICES = """
    SELECT n.*, r.told_since, r.log_size, r.made_by, r.made_at AS recalled_at,
           e.escalated_at, a.acknowledged_at, a.acknowledged_by, a.done
      FROM recall_notice AS n
      LEFT JOIN recall AS r USING (recall_id)
      LEFT JOIN notice_escalation AS e USING (notice_id)
      LEFT JOIN notice_acknowledgement AS a USING (notice_id)
"""
_OF_RECALL = text(f"{_NOTICES} WHERE n.recall_id = :recall_id ORDER BY n.org_id, n.notice_id")
_OF_ORG = text(f"{_NOTICES} WHERE n.org_id = :org_id ORDER BY n.notice_id DESC LIMIT {MOST}")
_ONE = text(f"{_NOTICES} WHERE n.org_id = :org_id AND n.notice_id = :notice_id")
_OVERDUE = text(f"""{_NOTICES}
     WHERE n.due_at < :now AND e.notice_id IS NULL AND a.notice_id IS NULL
     ORDER BY n.notice_id LIMIT {MOST}
""")
_RECALLS = text(f"SELECT * FROM recall ORDER BY made_at DESC, recall_id LIMIT {MOST}")  # noqa: S608  # a constant
_RECALL = text("SELECT * FROM recall WHERE recall_id = :recall_id")
_ACKNOWLEDGE = text("""
    INSERT INTO notice_acknowledgement (notice_id, org_id, acknowledged_by, acknowledged_at, done)
    VALUES (:notice_id, :org_id, :acting, :now, :done) ON CONFLICT DO NOTHING
""")
_ESCALATE = text("""
    INSERT INTO notice_escalation (notice_id, escalated_at) VALUES (:notice_id, :now)
    ON CONFLICT DO NOTHING
""")


class RecallStore:
    """Row-level security shows a partner its own notices alone, and no recall."""

    def __init__(self, session: Transaction) -> None:
        self._session = session

    async def add(self, recall: Recall, notices: Sequence[Notice]) -> None:
        connection = await self._session.connection()
        await connection.execute(_ADD, {"row": json.dumps(_row(recall))})
        rows = json.dumps([_notice_row(one) for one in notices])
        await connection.execute(_ADD_NOTICES, {"rows": rows})

    async def newest(self) -> list[Recall]:
        rows = await (await self._session.connection()).execute(_RECALLS)
        return [_recall(row) for row in rows.mappings()]

    async def one(self, recall_id: UUID) -> Recall | None:
        connection = await self._session.connection()
        row = (await connection.execute(_RECALL, {"recall_id": recall_id})).mappings().first()
        return None if row is None else _recall(row)

    async def notices_of(self, recall_id: UUID) -> list[Notice]:
        return await self._notices(_OF_RECALL, recall_id=recall_id)

    async def notices_to(self, org_id: str) -> list[Notice]:
        """Return the newest notices to an organisation, the newest first."""
        return await self._notices(_OF_ORG, org_id=org_id)

    async def notice_to(self, org_id: str, notice_id: UUID) -> Notice | None:
        found = await self._notices(_ONE, org_id=org_id, notice_id=notice_id)
        return found[0] if found else None

    async def acknowledge(self, notice: Notice, acting: str, done: Done, now: datetime) -> None:
        """Keep who answered it and with what; the first answer stays."""
        values = {
            "notice_id": notice.notice_id,
            "org_id": notice.recipient.org_id,
            "acting": acting,
            "now": now,
            "done": done.value,
        }
        await (await self._session.connection()).execute(_ACKNOWLEDGE, values)

    async def overdue(self, now: datetime) -> list[Notice]:
        """Return notices that nobody acknowledged in time and that were not escalated yet."""
        return await self._notices(_OVERDUE, now=now)

    async def escalate(self, notice: Notice, now: datetime) -> None:
        values = {"notice_id": notice.notice_id, "now": now}
        await (await self._session.connection()).execute(_ESCALATE, values)

    async def _notices(self, statement: TextClause, **values: object) -> list[Notice]:
        rows = await (await self._session.connection()).execute(statement, values)
        return [_notice(row) for row in rows.mappings()]


def _row(recall: Recall) -> dict[str, object]:
    return {
        "recall_id": str(recall.recall_id),
        "home_org": recall.home_org,
        "service": recall.service,
        "subjects": list(recall.subjects),
        "reason": recall.reason.value,
        "fields": list(recall.fields),
        "told_since": recall.told_since.isoformat(),
        "corrected_at": recall.corrected_at.isoformat(),
        "log_size": recall.log_size,
        "made_by": recall.made_by,
        "made_at": recall.made_at.isoformat(),
    }


def _notice_row(notice: Notice) -> dict[str, object]:
    recall, recipient = notice.recall, notice.recipient
    return {
        "notice_id": str(notice.notice_id),
        "recall_id": str(recall.recall_id),
        "home_org": recall.home_org,
        "org_id": recipient.org_id,
        "client_id": recipient.client_id,
        "agreement_id": recipient.agreement_id,
        "service": recall.service,
        "reason": recall.reason.value,
        "fields": list(recall.fields),
        "corrected_at": recall.corrected_at.isoformat(),
        "subjects": list(recall.subjects),
        "request_ids": [str(one) for one in notice.request_ids],
        "entries": list(notice.entries),
        "made_at": notice.made_at.isoformat(),
        "due_at": notice.due_at.isoformat(),
    }


def _recall(row: RowMapping) -> Recall:
    return Recall(
        recall_id=row["recall_id"],
        home_org=row["home_org"],
        service=row["service"],
        subjects=tuple(row["subjects"]),
        reason=RecallReason(row["reason"]),
        fields=tuple(row["fields"]),
        told_since=row["told_since"],
        corrected_at=row["corrected_at"],
        log_size=row["log_size"],
        made_by=row["made_by"],
        made_at=row["made_at"],
    )


def _notice(row: RowMapping) -> Notice:
    # A recipient sees the notice and not the recall: what only the recall says is empty for them.
    seen = {**row, "told_since": row["told_since"] or row["made_at"]}
    seen |= {"log_size": row["log_size"] or 0, "made_by": row["made_by"] or ""}
    return Notice(
        notice_id=row["notice_id"],
        recall=_recall(seen),  # pyright: ignore[reportArgumentType]  # read by name alone
        recipient=Recipient(row["org_id"], row["client_id"], row["agreement_id"]),
        request_ids=tuple(row["request_ids"]),
        entries=tuple(row["entries"]),
        made_at=row["made_at"],
        due_at=row["due_at"],
        escalated_at=row["escalated_at"],
        acknowledged_at=row["acknowledged_at"],
        acknowledged_by=row["acknowledged_by"],
        done=None if row["done"] is None else Done(row["done"]),
    )
