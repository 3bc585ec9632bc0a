"""Alarms, how they were closed, and who is watched: by pseudonyms alone."""

import json
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import RowMapping, text

from ppit_audit.domain.alarms import Alarm, AlarmKind, Finding, Watched, WatchList
from ppit_platform.db import Transaction

MOST = 200
_COLUMNS = "watch_id, list, subject, of_org, added_by, added_at"
_WATCHED = text(f"SELECT {_COLUMNS} FROM watched WHERE ended_at IS NULL ORDER BY watch_id")  # noqa: S608  # a constant of this module
_WATCH = text("""
    INSERT INTO watched (watch_id, home_org, list, subject, of_org, added_by, added_at)
    VALUES (:watch_id, :home_org, :list, :subject, :of_org, :added_by, :added_at)
    ON CONFLICT DO NOTHING
""")
_END = text("""
    UPDATE watched SET ended_by = :acting, ended_at = :now
     WHERE watch_id = :watch_id AND ended_at IS NULL RETURNING subject
""")
_RAISE = text("""
    INSERT INTO alarm (alarm_id, home_org, kind, index, evidence, org_id, client_id, user_id,
                       raised_at)
    SELECT alarm_id, home_org, kind, index, evidence, org_id, client_id, user_id, raised_at
      FROM json_populate_recordset(NULL::alarm, CAST(:rows AS json))
    ON CONFLICT (kind, index) DO NOTHING
""")
_ALARMS = """
    SELECT a.*, c.finding, c.reasons, c.closed_by, c.closed_at
      FROM alarm AS a LEFT JOIN alarm_closing AS c USING (alarm_id)
"""
_LISTED = text(f"""{_ALARMS}
     WHERE (c.alarm_id IS NULL) = :standing ORDER BY a.index DESC, a.kind LIMIT {MOST}
""")
_ONE = text(f"{_ALARMS} WHERE a.alarm_id = :alarm_id")
_CLOSE = text("""
    INSERT INTO alarm_closing (alarm_id, finding, reasons, closed_by, closed_at)
    VALUES (:alarm_id, :finding, :reasons, :acting, :now) ON CONFLICT DO NOTHING
    RETURNING alarm_id
""")


class AlarmStore:
    """Row-level security shows all of it to the organisation that keeps the log alone."""

    def __init__(self, session: Transaction) -> None:
        self._session = session

    async def watched(self) -> list[Watched]:
        rows = await (await self._session.connection()).execute(_WATCHED)
        return [_watched(row) for row in rows.mappings()]

    async def watch(self, one: Watched, home_org: str) -> None:
        """Put somebody on a list; whoever is on it already stays as they are."""
        values = {
            "watch_id": one.watch_id,
            "home_org": home_org,
            "list": one.list.value,
            "subject": one.subject,
            "of_org": one.of_org,
            "added_by": one.added_by,
            "added_at": one.added_at,
        }
        await (await self._session.connection()).execute(_WATCH, values)

    async def end(self, watch_id: UUID, acting: str, now: datetime) -> str | None:
        """Take somebody off a list; return who that was, None if nobody is there."""
        connection = await self._session.connection()
        values = {"watch_id": watch_id, "acting": acting, "now": now}
        return (await connection.execute(_END, values)).scalar_one_or_none()

    async def raise_all(self, alarms: Sequence[Alarm], home_org: str) -> None:
        """Keep alarms; one that an entry has raised before is not raised again."""
        rows = json.dumps([_row(one, home_org) for one in alarms])
        await (await self._session.connection()).execute(_RAISE, {"rows": rows})

    async def listed(self, *, standing: bool) -> list[Alarm]:
        """Return the newest alarms that still stand, or the newest that were closed."""
        connection = await self._session.connection()
        rows = await connection.execute(_LISTED, {"standing": standing})
        return [_alarm(row) for row in rows.mappings()]

    async def one(self, alarm_id: UUID) -> Alarm | None:
        connection = await self._session.connection()
        row = (await connection.execute(_ONE, {"alarm_id": alarm_id})).mappings().first()
        return None if row is None else _alarm(row)

    async def close(
        self, alarm_id: UUID, finding: Finding, reasons: str, acting: str, now: datetime
    ) -> bool:
        """Close an alarm; return False if it was closed before."""
        values = {
            "alarm_id": alarm_id,
            "finding": finding.value,
            "reasons": reasons,
            "acting": acting,
            "now": now,
        }
        connection = await self._session.connection()
        return (await connection.execute(_CLOSE, values)).first() is not None


def _row(alarm: Alarm, home_org: str) -> dict[str, object]:
    return {
        "alarm_id": str(alarm.alarm_id),
        "home_org": home_org,
        "kind": alarm.kind.value,
        "index": alarm.index,
        "evidence": list(alarm.evidence),
        "org_id": alarm.org_id,
        "client_id": alarm.client_id,
        "user_id": alarm.user_id,
        "raised_at": alarm.raised_at.isoformat(),
    }


def _watched(row: RowMapping) -> Watched:
    return Watched(
        watch_id=row["watch_id"],
        list=WatchList(row["list"]),
        subject=row["subject"],
        of_org=row["of_org"],
        added_by=row["added_by"],
        added_at=row["added_at"],
    )


def _alarm(row: RowMapping) -> Alarm:
    return Alarm(
        alarm_id=row["alarm_id"],
        kind=AlarmKind(row["kind"]),
        index=row["index"],
        evidence=tuple(row["evidence"]),
        org_id=row["org_id"],
        client_id=row["client_id"],
        user_id=row["user_id"],
        raised_at=row["raised_at"],
        finding=None if row["finding"] is None else Finding(row["finding"]),
        reasons=row["reasons"],
        closed_by=row["closed_by"],
        closed_at=row["closed_at"],
    )
