"""What can be searched of the log, and how far it has been read: each entry once, in order."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text

from ppit_audit.domain.criteria import Criteria
from ppit_audit.domain.entry import LogEntry, Said
from ppit_audit.domain.receipts import ReceiptCount
from ppit_platform.db import Transaction

_LOCK = text("SELECT position FROM reader WHERE name = 'log' FOR UPDATE")
_ADVANCE = text("UPDATE reader SET position = :position WHERE name = 'log'")
_ADD = text("""
    INSERT INTO said SELECT * FROM json_populate_recordset(NULL::said, CAST(:rows AS json))
""")
_ADD_SUBJECTS = text("""
    INSERT INTO said_subject
    SELECT * FROM json_populate_recordset(NULL::said_subject, CAST(:rows AS json))
""")
_ADD_CASES = text("""
    INSERT INTO said_case
    SELECT * FROM json_populate_recordset(NULL::said_case, CAST(:rows AS json))
""")
_ONE_PERSON = text("""
    WITH RECURSIVE known (subject) AS (
      SELECT unnest(CAST(:names AS text[]))
      UNION
      SELECT other.subject
        FROM known JOIN said_subject AS one USING (subject)
        JOIN said AS s ON s.index = one.index AND s.kind = 'alias'
        JOIN said_subject AS other ON other.index = one.index
    )
    SELECT subject FROM known
""")
_OF_SUBJECTS = text("""
    SELECT DISTINCT index FROM said_subject WHERE subject = ANY (:names) ORDER BY index
""")
_DISCLOSED_BY = text("""
    SELECT DISTINCT p.subject FROM said AS s JOIN said_subject AS p USING (index)
     WHERE s.request_id = :request_id AND p.disclosed ORDER BY p.subject
""")
_ANSWERED_ABOUT = text("""
    SELECT DISTINCT s.service, s.request_id
      FROM said_subject AS p JOIN said AS s USING (index)
     WHERE p.subject = ANY (:names) AND s.service IS NOT NULL AND s.request_id IS NOT NULL
     ORDER BY s.service, s.request_id
""")
_RECEIPTS = text("""
    SELECT org_id, client_id, count(*) AS receipts, min(index) AS first, max(index) AS last,
           encode(sha256(string_agg(index::text, ',' ORDER BY index)::bytea), 'hex') AS digest
      FROM said
     WHERE kind = 'outcome' AND recorded_at >= :since AND recorded_at <= :until
       AND (CAST(:org_id AS text) IS NULL OR org_id = :org_id)
     GROUP BY org_id, client_id ORDER BY org_id, client_id
""")
_POSITION = text("SELECT position FROM reader WHERE name = 'log'")
_SEARCH = text("""
    SELECT s.index FROM said AS s
     WHERE (CAST(:before AS bigint) IS NULL OR s.index < :before)
       AND (CAST(:org_id AS text) IS NULL OR s.org_id = :org_id)
       AND (CAST(:client_id AS text) IS NULL OR s.client_id = :client_id)
       AND (CAST(:user_id AS text) IS NULL OR s.user_id = :user_id)
       AND (CAST(:agreement_id AS text) IS NULL OR s.agreement_id = :agreement_id)
       AND (CAST(:service AS text) IS NULL OR s.service = :service)
       AND (CAST(:kind AS text) IS NULL OR s.kind = :kind)
       AND (CAST(:since AS timestamptz) IS NULL OR s.recorded_at >= :since)
       AND (CAST(:until AS timestamptz) IS NULL OR s.recorded_at < :until)
       AND (CAST(:case_digest AS text) IS NULL OR s.index IN (
             SELECT c.index FROM said_case AS c
               JOIN log.salt AS o ON o.index = c.index AND o.name = 'case_reference'
              WHERE c.case_digest = :case_digest))
     ORDER BY s.index DESC LIMIT :most
""")


@dataclass(frozen=True, slots=True)
class Read:
    """An entry that was read; ``case_digest`` is keyed, None where it names no case."""

    entry: LogEntry
    said: Said
    case_digest: str | None


class SaidStore:
    def __init__(self, session: Transaction) -> None:
        self._session = session

    async def position(self) -> int:
        """Return how many entries were read, and hold it: nobody else reads on until we end."""
        connection = await self._session.connection()
        return int((await connection.execute(_LOCK)).scalar_one())

    async def add(self, read: Sequence[Read], position: int) -> None:
        """Keep what entries say, and that all before ``position`` were read: both or neither."""
        connection = await self._session.connection()
        for statement, rows in (
            (_ADD, [_row(one) for one in read]),
            (_ADD_SUBJECTS, [row for one in read for row in _subjects(one)]),
            (_ADD_CASES, [_case(one) for one in read if one.case_digest is not None]),
        ):
            if rows:
                await connection.execute(statement, {"rows": json.dumps(rows)})
        await connection.execute(_ADVANCE, {"position": position})

    async def one_person(self, names: Sequence[str]) -> tuple[str, ...]:
        """Return these pseudonyms, and those that the log says have become one person with them."""
        connection = await self._session.connection()
        rows = await connection.execute(_ONE_PERSON, {"names": list(names)})
        found = {str(row[0]) for row in rows}
        return (*names, *sorted(found.difference(names)))

    async def of_subjects(self, names: Sequence[str]) -> list[int]:
        """Return, in order, the indices of all entries read that name any of these pseudonyms."""
        connection = await self._session.connection()
        rows = await connection.execute(_OF_SUBJECTS, {"names": list(names)})
        return [row[0] for row in rows]

    async def disclosed_by(self, request_id: UUID) -> list[str]:
        """Return whom the entries read say that one request disclosed."""
        connection = await self._session.connection()
        rows = await connection.execute(_DISCLOSED_BY, {"request_id": request_id})
        return [row[0] for row in rows]

    async def answered_about(self, names: Sequence[str]) -> dict[str, list[UUID]]:
        """Return the requests whose entries read name any of these pseudonyms, by service."""
        connection = await self._session.connection()
        found: dict[str, list[UUID]] = {}
        for service, request_id in await connection.execute(
            _ANSWERED_ABOUT, {"names": list(names)}
        ):
            found.setdefault(service, []).append(request_id)
        return found

    async def reached(self) -> int:
        """Return how many entries were read, while others may read on."""
        connection = await self._session.connection()
        return int((await connection.execute(_POSITION)).scalar_one())

    async def receipts(
        self, org_id: str | None, since: datetime, until: datetime
    ) -> list[ReceiptCount]:
        """Count the outcomes recorded from ``since`` to ``until``; of all where None asks."""
        connection = await self._session.connection()
        values = {"org_id": org_id, "since": since, "until": until}
        rows = await connection.execute(_RECEIPTS, values)
        return [ReceiptCount(*row) for row in rows]

    async def search(self, criteria: Criteria, *, before: int | None, most: int) -> list[int]:
        """Return the newest indices below ``before`` whose entries say all that is asked."""
        connection = await self._session.connection()
        values = {**asdict(criteria), "before": before, "most": most}
        rows = await connection.execute(_SEARCH, values)
        return [row[0] for row in rows]


def _row(read: Read) -> dict[str, object]:
    entry, said = read.entry, read.said
    return {
        "index": entry.index,
        "recorded_at": entry.recorded_at.isoformat(),
        "kind": entry.kind,
        "request_id": None if said.request_id is None else str(said.request_id),
        "org_id": said.org_id,
        "client_id": said.client_id,
        "user_id": said.user_id,
        "agreement_id": said.agreement_id,
        "service": said.service,
        "operation": said.operation,
    }


def _subjects(read: Read) -> list[dict[str, object]]:
    said = read.said
    return [
        {"subject": name, "index": read.entry.index, "disclosed": name in said.disclosed}
        for name in sorted(said.searched | said.disclosed)
    ]


def _case(read: Read) -> dict[str, object]:
    return {"case_digest": read.case_digest, "index": read.entry.index}
