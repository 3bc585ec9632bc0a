"""Reads what sources say: who is dead or insolvent, and where people were seen."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias, cast
from uuid import UUID

from sqlalchemy import text

from ppit_matching import Person
from ppit_platform.db import Transaction
from ppit_tracing.domain.codes import EvidenceClass, InsolvencyKind, SourceName
from ppit_tracing.domain.sighting import Held, Sighting
from ppit_tracing.domain.stops import DeathNotice, InsolvencyCase

_DAYS = ("first_seen", "last_seen", "from_day", "to_day")
_SIGHTING = """
    s.sighting_id, s.file_id, s.source, s.subject_ref, s.lineage, s.evidence, s.person, s.held,
    s.uprn, s.first_seen, s.last_seen
"""
_OF_FILES = text(f"""
    SELECT {_SIGHTING} FROM sighting s
     WHERE s.generation = ANY (CAST(:generations AS int[]))
       AND (s.file_id = ANY (CAST(:file_ids AS uuid[])) OR s.uprn = ANY (CAST(:uprns AS text[])))
""")  # noqa: S608  # constants of this module
_NOTICES = """
    SELECT 'death' AS kind, notice_id AS id, evidence AS code, person, uprn,
           died_on AS from_day, died_on AS to_day
      FROM death_notice
     WHERE generation = ANY (CAST(:stop_generations AS int[])) AND ({wanted})
    UNION ALL
    SELECT 'insolvency', case_number, kind, person, uprn, started_on, ends_on
      FROM insolvency_case
     WHERE generation = ANY (CAST(:stop_generations AS int[])) AND ({wanted})
"""
_STOPS = text(
    _NOTICES.format(
        wanted="record_id = ANY (CAST(:record_ids AS uuid[])) OR born = ANY (CAST(:born AS text[]))"
        " OR uprn = ANY (CAST(:uprns AS text[]))"
    )
)
# A birthday that only the files at the doors tell leads to notices as well.
_AT_DOORS = text(f"""
    WITH there AS (
        SELECT {_SIGHTING} FROM sighting s
         WHERE s.file_id IN (SELECT d.file_id FROM sighting d
                              WHERE d.uprn = ANY (CAST(:uprns AS text[]))
                                AND d.generation = ANY (CAST(:generations AS int[])))
    )
    SELECT 'sighting' AS kind, to_jsonb(there) AS body FROM there
    UNION ALL
    SELECT kind, to_jsonb(notice) FROM (
        {
    _NOTICES.format(
        wanted="born = ANY (CAST(:born AS text[])) OR uprn = ANY (CAST(:uprns AS text[]))"
        " OR born IN (SELECT person ->> 'born' FROM there)"
    )
}) AS notice
""")  # noqa: S608  # constants of this module


_Row: TypeAlias = Mapping[str, object]
Files: TypeAlias = Mapping[UUID, tuple[Sighting, ...]]
"""Sightings by the file in which they stand; the id is ours, and of one generation."""


@dataclass(frozen=True, slots=True)
class Generations:
    """The generations that may be read: of sightings, and of deaths and insolvencies."""

    sightings: tuple[int, ...]
    stops: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class StopRecords:
    """Notices that may be about somebody; which are is the rule's to say."""

    deaths: tuple[DeathNotice, ...]
    insolvencies: tuple[InsolvencyCase, ...]


class RecordStore:
    """Only rows of the generations asked for, and of them only what the purpose may see."""

    def __init__(self, session: Transaction) -> None:
        self._session = session

    async def sightings_of(
        self, file_ids: Collection[UUID], uprns: Collection[str], held: Generations
    ) -> Files:
        """Return what stands in these files, and whatever was seen at these doors."""
        values = {
            "file_ids": list(file_ids),
            "uprns": list(uprns),
            "generations": list(held.sightings),
        }
        connection = await self._session.connection()
        rows = (await connection.execute(_OF_FILES, values)).mappings()
        return _sightings(cast("Iterable[_Row]", rows))

    async def at_doors(
        self, uprns: Collection[str], born: Collection[str], held: Generations
    ) -> tuple[Files, StopRecords]:
        """Return all that stands in the files of whoever was ever seen at these doors.

        With it the notices of a death or an insolvency there, or of anybody of these birthdays or
        of a birthday in those files.
        """
        values = {
            "uprns": list(uprns),
            "born": list(born),
            "generations": list(held.sightings),
            "stop_generations": list(held.stops),
        }
        connection = await self._session.connection()
        rows = (await connection.execute(_AT_DOORS, values)).all()
        bodies = [(kind, _dated(body)) for kind, body in cast("Sequence[tuple[str, _Row]]", rows)]
        files = _sightings(body for kind, body in bodies if kind == "sighting")
        return files, _notices([body for kind, body in bodies if kind != "sighting"])

    async def stops(
        self,
        record_ids: Collection[UUID],
        born: Collection[str],
        uprns: Collection[str],
        held: Generations,
    ) -> StopRecords:
        """Return the notices found by key, by birthday, or by a door."""
        values = {
            "record_ids": list(record_ids),
            "born": list(born),
            "uprns": list(uprns),
            "stop_generations": list(held.stops),
        }
        connection = await self._session.connection()
        rows = (await connection.execute(_STOPS, values)).mappings().all()
        return _notices(cast("Sequence[_Row]", rows))


def _sightings(rows: Iterable[_Row]) -> Files:
    files: defaultdict[UUID, list[Sighting]] = defaultdict(list)
    for row in rows:
        files[UUID(str(row["file_id"]))].append(_sighting(row))
    return {file_id: tuple(seen) for file_id, seen in files.items()}


def _sighting(row: _Row) -> Sighting:
    held = cast("Mapping[str, str]", row["held"])
    return Sighting(
        sighting_id=cast("str", row["sighting_id"]),
        source=SourceName(row["source"]),
        evidence=EvidenceClass(row["evidence"]),
        lineage=cast("str", row["lineage"]),
        subject_ref=cast("str", row["subject_ref"]),
        person=_person(row),
        uprn=cast("str | None", row["uprn"]),
        first_seen=cast("date", row["first_seen"]),
        last_seen=cast("date", row["last_seen"]),
        held=Held(held["address"], held["postcode"]),
    )


def _dated(body: _Row) -> _Row:
    """Read the days of a row that came as JSON."""
    days = {name: date.fromisoformat(str(body[name])) for name in _DAYS if name in body}
    return {**body, **days}


def _notices(rows: Sequence[_Row]) -> StopRecords:
    return StopRecords(
        tuple(_death(row) for row in rows if row["kind"] == "death"),
        tuple(_insolvency(row) for row in rows if row["kind"] == "insolvency"),
    )


def _death(row: _Row) -> DeathNotice:
    return DeathNotice(
        cast("str", row["id"]),
        EvidenceClass(row["code"]),
        _person(row),
        cast("str | None", row["uprn"]),
        cast("date", row["from_day"]),
    )


def _insolvency(row: _Row) -> InsolvencyCase:
    return InsolvencyCase(
        cast("str", row["id"]),
        InsolvencyKind(row["code"]),
        _person(row),
        cast("str | None", row["uprn"]),
        cast("date", row["from_day"]),
        cast("date", row["to_day"]),
    )


def _person(row: _Row) -> Person:
    return Person.from_json(cast("Mapping[str, object]", row["person"]))
