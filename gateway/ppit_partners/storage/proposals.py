"""The changes that were proposed, and what became of them."""

import json
from datetime import datetime
from typing import cast
from uuid import UUID

from sqlalchemy import RowMapping, text

from ppit_partners.domain.changes import Change, ChangeKind, ChangeState
from ppit_platform.db import Transaction

_COLUMNS = """
    change_id, kind, subject_org, subject, body, proposed_org, proposed_by, proposed_at, state,
    decided_org, decided_by, decided_at, reasons
"""
_ADD = text("""
    INSERT INTO register_proposal
      (change_id, kind, subject_org, subject, body, home_org, proposed_org, proposed_by,
       proposed_at, state)
    VALUES (:change_id, :kind, :subject_org, :subject, CAST(:body AS jsonb), :home_org,
            :proposed_org, :proposed_by, :proposed_at, 'PROPOSED')
""")
_ONE = text(f"SELECT {_COLUMNS} FROM register_proposal WHERE change_id = :change_id FOR UPDATE")  # noqa: S608  # a constant of this module
_ALL = text(f"""
    SELECT {_COLUMNS} FROM register_proposal
     WHERE (CAST(:state AS text) IS NULL OR state = :state)
       AND (CAST(:before AS timestamptz) IS NULL
            OR (proposed_at, change_id) < (CAST(:before AS timestamptz), CAST(:id AS uuid)))
     ORDER BY proposed_at DESC, change_id DESC LIMIT :most
""")  # noqa: S608
_DECIDE = text("""
    UPDATE register_proposal
       SET state = :state, decided_org = :decided_org, decided_by = :decided_by,
           decided_at = :decided_at, reasons = :reasons
     WHERE change_id = :change_id AND state = 'PROPOSED'
""")


class ProposalStore:
    """Row-level security shows an organisation the changes that it is a party to, home all."""

    def __init__(self, session: Transaction) -> None:
        self._session = session

    async def add(self, change: Change, home: str) -> None:
        connection = await self._session.connection()
        values = {
            "change_id": change.change_id,
            "kind": change.kind.value,
            "subject_org": change.subject_org,
            "subject": change.subject,
            "body": json.dumps(change.body),
            "home_org": home,
            "proposed_org": change.proposed_org,
            "proposed_by": change.proposed_by,
            "proposed_at": change.proposed_at,
        }
        await connection.execute(_ADD, values)

    async def one(self, change_id: UUID) -> Change | None:
        """Return a change and hold it until the transaction ends: two never decide at once."""
        connection = await self._session.connection()
        row = (await connection.execute(_ONE, {"change_id": change_id})).mappings().first()
        return None if row is None else _change(row)

    async def newest(
        self, state: ChangeState | None, before: tuple[datetime, UUID] | None, most: int
    ) -> list[Change]:
        """Return the newest, those ``before`` an instant and an id, the newest first."""
        connection = await self._session.connection()
        at, change_id = before or (None, None)
        named = None if state is None else state.value
        values = {"state": named, "before": at, "id": change_id, "most": most}
        rows = await connection.execute(_ALL, values)
        return [_change(row) for row in rows.mappings()]

    async def decide(self, change: Change) -> None:
        connection = await self._session.connection()
        values = {
            "change_id": change.change_id,
            "state": change.state.value,
            "decided_org": change.decided_org,
            "decided_by": change.decided_by,
            "decided_at": change.decided_at,
            "reasons": change.reasons,
        }
        await connection.execute(_DECIDE, values)


def _change(row: RowMapping) -> Change:
    return Change(
        change_id=row["change_id"],
        kind=ChangeKind(row["kind"]),
        subject_org=row["subject_org"],
        subject=row["subject"],
        body=cast("dict[str, object]", row["body"]),
        proposed_org=row["proposed_org"],
        proposed_by=row["proposed_by"],
        proposed_at=row["proposed_at"],
        state=ChangeState(row["state"]),
        decided_org=row["decided_org"],
        decided_by=row["decided_by"],
        decided_at=row["decided_at"],
        reasons=row["reasons"],
    )
