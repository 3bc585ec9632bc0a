"""Loads a source's file: every row with its licence, its door and its keys, in one commit."""

import asyncio
import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TypeAlias, cast
from uuid import UUID

import psycopg
from sqlalchemy import make_url
from xxhash import xxh3_128_digest

from ppit_matching import KEY_VERSION, Person, normalise_person
from ppit_platform.codes import ProcessingRegime, PurposeCode
from ppit_platform.delimited import BrokenCode, BrokenLine, FileRefused, read_delimited
from ppit_platform.gazetteer.lookup import AddressAsked, Place
from ppit_platform.gazetteer.place import PlaceStatus
from ppit_platform.generations import ListRefused, Loading, loading
from ppit_platform.people import utc_now
from ppit_platform.person_index.folding import FOLD_AT, fold
from ppit_platform.person_index.loading import in_batches, remove_between, unfolded
from ppit_platform.person_index.reading import StaleIndex
from ppit_platform.provenance import Provenance, people_values
from ppit_tracing.domain.codes import SourceName
from ppit_tracing.domain.licences import Licence
from ppit_tracing.domain.purposes import TRACE_PURPOSES
from ppit_tracing.domain.retention import list_review
from ppit_tracing.domain.source_rows import RowRefused, SourceRow
from ppit_tracing.storage.keying import key_all
from ppit_tracing.storage.placing import place_all

Progress: TypeAlias = Callable[[int], object]
"""Told how many addresses or rows were done since it was last told."""

_ROWS_AT_ONCE = 1000
_MOST_BROKEN = 0.01
_SEES_ALL = PurposeCode.AUDIT_SELF_MONITOR.value
_ADD = """
    INSERT INTO {table} SELECT * FROM json_populate_recordset(NULL::{table}, %s::json)
"""


@dataclass(frozen=True, slots=True)
class SourceList:
    """One list: its name, its table, its columns and how a row of it reads."""

    source: SourceName
    table: str
    columns: tuple[str, ...]
    read: Callable[[Mapping[str, str]], SourceRow]
    licence: Licence
    fresh_for: timedelta


@dataclass(frozen=True, slots=True)
class Loaded:
    rows: int
    broken: int
    unplaced: int


@dataclass(frozen=True, slots=True)
class _File:
    """A file as read: the rows that can be taken, how many cannot, and what proves which it was."""

    rows: tuple[SourceRow, ...]
    broken: int
    sha256: str

    @property
    def edition(self) -> date:
        return max(row.speaks_of for row in self.rows)

    @property
    def version(self) -> str:
        return f"{self.edition.isoformat()}/{self.sha256[:12]}"


def load_list(database_url: str, wanted: SourceList, file: Path, progress: Progress) -> Loaded:
    """Replace one list by ``file``, whole or not at all.

    ``ListRefused`` for a torn or shrunken file, one of another layout or with too many rows that
    cannot be read, and while there is no gazetteer to place its addresses by.
    """
    read = _read(wanted, file)
    asked = [AddressAsked(row.uprn, row.record.address) for row in read.rows]
    found = asyncio.run(place_all(database_url, asked, progress))
    places = [found[one] for one in asked]
    with unfolded(_plain(database_url)):
        with loading(
            database_url,
            wanted.source.value,
            tables=(wanted.table,),
            fresh_for=wanted.fresh_for,
        ) as load:
            # What the index holds is told to nobody who does not trace.
            _as_loader(load.connection, TRACE_PURPOSES[0].value)
            key_all(load.connection, _write(load, wanted, read, places, progress))
            _as_loader(load.connection, _SEES_ALL)
            load.finish(len(read.rows), read.version, _evidence(wanted, read))
        _forget_superseded(database_url)
    _fold(database_url)
    unplaced = sum(place.status is not PlaceStatus.RESOLVED for place in places)
    return Loaded(len(read.rows), read.broken, unplaced)


def _read(wanted: SourceList, file: Path) -> _File:
    rows: list[SourceRow] = []
    broken = 0
    with file.open("rb") as opened:
        sha256 = hashlib.file_digest(opened, "sha256").hexdigest()
        opened.seek(0)
        try:
            lines = read_delimited(opened, columns=wanted.columns)
            for line in lines:
                if isinstance(line, BrokenLine):
                    if line.code is BrokenCode.TORN_ROW:
                        msg = "it ends in the middle of a row"
                        raise ListRefused(msg)
                    broken += 1
                    continue
                try:
                    cells = dict(zip(wanted.columns, line.cells, strict=True))
                    rows.append(wanted.read(cells))
                except RowRefused:
                    broken += 1
        except FileRefused as refusal:
            raise ListRefused(refusal.detail) from None
    if not rows or broken > _MOST_BROKEN * len(rows):
        msg = f"{broken} of its rows cannot be read, and {len(rows)} can"
        raise ListRefused(msg)
    return _File(tuple(rows), broken, sha256)


def _write(
    load: Loading,
    wanted: SourceList,
    read: _File,
    places: Sequence[Place],
    progress: Progress,
) -> Iterator[tuple[UUID, Person]]:
    """Write all rows while whoever keys them asks for them, the rows of a person together."""
    written = _Writing(wanted, load.generation, read.version, utc_now())
    statement = _ADD.format(table=wanted.table).encode()
    rows = sorted(zip(read.rows, places, strict=True), key=lambda one: one[0].subject)
    for batch in in_batches(rows, _ROWS_AT_ONCE):
        prepared = [written.row(row, place) for row, place in batch]
        load.connection.execute(statement, (json.dumps([values for values, _ in prepared]),))
        yield from (subject for _, subject in prepared)
        progress(len(batch))


@dataclass(frozen=True, slots=True)
class _Writing:
    """One load as its rows carry it."""

    wanted: SourceList
    generation: int
    version: str
    now: datetime

    def row(self, row: SourceRow, place: Place) -> tuple[dict[str, object], tuple[UUID, Person]]:
        person = normalise_person(row.record)
        subject_id = subject_id_of(self.generation, row.subject)
        provenance = Provenance(
            "ppit",
            place.area_gss,
            ProcessingRegime.UK_GDPR,
            (
                *self.wanted.licence.purposes,
                PurposeCode.AUDIT_SELF_MONITOR,
                PurposeCode.SUBJECT_RIGHTS,
            ),
            f"list:{self.wanted.source.value}/{self.version}",
        )
        at = self.now.isoformat()
        values: dict[str, object] = {
            **row.values,
            **people_values(provenance),
            "generation": self.generation,
            "person": person.as_json(),
            "uprn": place.uprn,
            "lawful_basis": self.wanted.licence.lawful_basis,
            "licence": self.wanted.licence.terms,
            "review_due": list_review(self.now.date()).isoformat(),
            "version": 1,
            "valid_from": at,
            "recorded_at": at,
            **self._own(person, subject_id),
        }
        return values, (subject_id, person)

    def _own(self, person: Person, subject_id: UUID) -> dict[str, object]:
        if self.wanted.table == "sighting":
            return {"source": self.wanted.source.value, "file_id": str(subject_id)}
        return {
            "record_id": str(subject_id),
            "born": person.born.iso if person.born.full else None,
        }


def subject_id_of(generation: int, subject: str) -> UUID:
    """Return the id under which a list's person is found; its first four bytes are the list's."""
    return UUID(bytes=generation.to_bytes(4) + xxh3_128_digest(subject.encode())[:12])


def _evidence(wanted: SourceList, read: _File) -> dict[str, object]:
    return {
        "edition": read.edition.isoformat(),
        "sha256": read.sha256,
        "broken": read.broken,
        "key_version": KEY_VERSION,
        "purposes": [purpose.value for purpose in wanted.licence.purposes],
        "lawful_basis": wanted.licence.lawful_basis,
        "licence": wanted.licence.terms,
    }


def _forget_superseded(database_url: str) -> None:
    """Let nobody be found any more by a list that no longer counts: nobody can be reading it."""
    with psycopg.connect(_plain(database_url)) as connection:
        _as_loader(connection, TRACE_PURPOSES[0].value)
        held = connection.execute("SELECT generation FROM list_load ORDER BY generation").fetchall()
        first = 0
        for (generation,) in cast("list[tuple[int]]", held):
            remove_between(connection, _first_id(first), _first_id(generation))
            first = generation + 1


def _fold(database_url: str) -> None:
    with psycopg.connect(_plain(database_url), autocommit=True) as connection:
        _as_loader(connection, TRACE_PURPOSES[0].value)
        # Keys of another version wait for ``rebuild-index``, and the certificates say so.
        with suppress(StaleIndex):
            while fold(connection, at_least=FOLD_AT).keys:
                pass


def _first_id(generation: int) -> UUID:
    return UUID(bytes=generation.to_bytes(4) + bytes(12))


def _plain(database_url: str) -> str:
    url = make_url(database_url).set(drivername="postgresql")
    return url.render_as_string(hide_password=False)


def _as_loader(connection: psycopg.Connection, purpose: str) -> None:
    connection.execute(
        "SELECT set_config('ppit.org_id', 'ppit', false), set_config('ppit.purpose', %s, false)",
        (purpose,),
    )
