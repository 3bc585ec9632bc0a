"""What can be searched of the log, and how far it has been read: each entry once, in order."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import text

from ppit_audit.domain.criteria import Criteria
from ppit_audit.domain.entry import LogEntry, Said
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
_OF_SUBJECTS = text("""
    SELECT DISTINCT index FROM said_subject WHERE subject = ANY (:names) ORDER BY index
""")
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

    async def of_subjects(self, names: Sequence[str]) -> list[int]:
        """Return, in order, the indices of all entries read that name any of these pseudonyms."""
        connection = await self._session.connection()
        rows = await connection.execute(_OF_SUBJECTS, {"names": list(names)})
        return [row[0] for row in rows]

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
