"""Reads from the log what an export is to hold, a page at a time, as lines of its file."""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, LiteralString, cast

import psycopg
from sqlalchemy import text

from ppit_audit.domain.exports import Export, gaps, widest
from ppit_gateway.log.export import CHECKPOINTS, ENTRIES, PUBLISHED, Row, in_order
from ppit_gateway.log.tiles import hashed, tiles_of
from ppit_platform.db import Transaction

PAGE = 128
_ENTRIES = f"{ENTRIES} WHERE e.index = ANY (%s) ORDER BY e.index"
_CHECKPOINTS = f"{CHECKPOINTS} WHERE size = ANY (%s) ORDER BY size"
_PUBLISHED = f"{PUBLISHED} WHERE size = ANY (%s) ORDER BY size"
_CHOSEN = """
SELECT index FROM audit.export_entry WHERE export_id = %s AND index >= %s ORDER BY index LIMIT %s
"""
_SUBJECTS = "SELECT count(DISTINCT subject) FROM audit.said_subject WHERE index = ANY (%s)"
_TILES = """
SELECT w.level, w.number, log.tile_hashes(w.level, w.number, %s)
  FROM unnest(%s::integer[], %s::bigint[]) AS w (level, number)
"""
_NEWEST = """
SELECT split_part(note, E'\\n', 1), size,
       (SELECT coalesce(max(size), 0) FROM log.published) AS published
  FROM log.checkpoint ORDER BY size DESC LIMIT 1
"""
# Of a time: from the last entry before it to the first after it, by the order of the log, so that
# the file itself shows where it begins and ends.
_CHOOSE_TIME = text("""
    WITH within AS (
      SELECT min(index) AS first, max(index) AS last FROM said
       WHERE index < :size AND (CAST(:since AS timestamptz) IS NULL OR recorded_at >= :since)
         AND (CAST(:until AS timestamptz) IS NULL OR recorded_at < :until)
    ), lower AS (
      SELECT max(s.index) AS index FROM said AS s, within
       WHERE s.recorded_at < :since AND s.index < coalesce(within.first, :size)
    ), upper AS (
      SELECT min(s.index) AS index FROM said AS s, within, lower
       WHERE s.recorded_at >= :until AND s.index < :size
         AND s.index > coalesce(within.last, lower.index, -1)
    )
    INSERT INTO export_entry (export_id, index)
    SELECT :export_id, one FROM lower, upper,
           generate_series(coalesce(lower.index, 0), coalesce(upper.index, :size - 1)) AS one
""")
_CHOOSE = text("""
    WITH met AS (
      SELECT s.index, s.request_id FROM said AS s
       WHERE s.index < :size
         AND (CAST(:org_id AS text) IS NULL OR s.org_id = :org_id)
         AND (CAST(:agreement_id AS text) IS NULL OR s.agreement_id = :agreement_id)
         AND (CAST(:since AS timestamptz) IS NULL OR s.recorded_at >= :since)
         AND (CAST(:until AS timestamptz) IS NULL OR s.recorded_at < :until)
         AND (CAST(:case_digest AS text) IS NULL OR s.index IN (
               SELECT c.index FROM said_case AS c
                 JOIN log.salt AS o ON o.index = c.index AND o.name = 'case_reference'
                WHERE c.case_digest = :case_digest))
         AND (cardinality(CAST(:subjects AS text[])) = 0 OR s.index IN (
               SELECT p.index FROM said_subject AS p WHERE p.subject = ANY (:subjects)))
    ), chosen AS (
      SELECT index FROM met
      UNION SELECT s.index FROM said AS s JOIN met USING (request_id) WHERE s.index < :size
    )
    INSERT INTO export_entry (export_id, index)
    SELECT :export_id, index FROM chosen
    UNION SELECT :export_id, c.index FROM chosen
      JOIN log.entry AS r USING (index) JOIN log.entry AS c ON c.key = r.key
     WHERE r.kind = 'reveal' AND c.kind = 'covert'
""")


@dataclass(frozen=True, slots=True)
class Page:
    """Lines of a file; ``reached``: every entry before it is written or accounted for."""

    lines: bytes
    reached: int
    entries: int
    subjects: int


@dataclass(frozen=True, slots=True)
class LogNow:
    """``size`` of what the log has signed, and of what is published of it."""

    origin: str
    size: int
    published: int


class TreeDamaged(Exception):
    """The log lacks hashes of its own tree: what is left out could not be accounted for."""


class ExportLines:
    """Entries as they are stored: it proves nothing, the verifier does."""

    def __init__(self, session: Transaction) -> None:
        self._session = session

    async def now(self) -> LogNow:
        rows = await self._rows(_NEWEST)
        return LogNow(*rows[0]) if rows else LogNow("", 0, 0)

    async def choose(self, export: Export, names: Sequence[str]) -> None:
        """Keep which entries the export is to hold; the whole log needs no list.

        ``names`` are all pseudonyms of the subjects meant, of those too who became one with them.
        """
        if export.meant.whole:
            return
        statement = _CHOOSE_TIME if export.meant.of_time else _CHOOSE
        values = {**asdict(export.meant), "subjects": list(names)}
        values |= {"export_id": export.export_id, "size": export.size}
        await (await self._session.connection()).execute(statement, values)

    async def page(self, export: Export, position: int) -> Page:
        """Read on from ``position``; ``TreeDamaged`` where it cannot say what is left out."""
        size = export.size or 0
        indices = await self._chosen(export, position, size)
        whole, ends = export.meant.whole, len(indices) < PAGE
        reached = size if ends else indices[-1] + 1
        left_out = [] if whole else gaps(position, indices, size if ends else None)
        signed = sorted({*(one + 1 for one in indices), *([size] if ends else [])})
        lines = in_order(
            await self._rows(_ENTRIES, indices),
            await self._rows(_CHECKPOINTS, signed),
            await self._rows(_PUBLISHED, signed),
            await self._accounted(left_out, size),
        )
        ((subjects,),) = await self._rows(_SUBJECTS, indices)
        return Page(b"".join(lines), reached, len(indices), subjects)

    async def _chosen(self, export: Export, position: int, size: int) -> list[int]:
        if export.meant.whole:
            return list(range(position, min(position + PAGE, size)))
        return [row[0] for row in await self._rows(_CHOSEN, export.export_id, position, PAGE)]

    async def _accounted(self, left_out: Sequence[tuple[int, int]], size: int) -> list[Row]:
        """Return for each run its end and the hashes that stand for it."""
        runs = {run: list(widest(*run)) for run in left_out}
        places = list(tiles_of(one for several in runs.values() for one in several))
        levels, numbers = [level for level, _ in places], [number for _, number in places]
        rows = await self._rows(_TILES, size, levels, numbers) if places else []
        tiles = {(level, number): hashes for level, number, hashes in rows}
        told: list[Row] = []
        try:
            for (start, end), several in runs.items():
                hashes = [b64encode(one).decode() for one in hashed(several, tiles)]
                told.append((end, {"left_out": {"from": start, "to": end, "hashes": hashes}}))
        except LookupError as failure:
            raise TreeDamaged from failure
        return told

    async def _rows(self, statement: LiteralString, *values: object) -> list[tuple[Any, ...]]:
        connection = await (await self._session.connection()).get_raw_connection()
        driver = cast("psycopg.AsyncConnection", connection.driver_connection)
        return await (await driver.execute(statement, values)).fetchall()
