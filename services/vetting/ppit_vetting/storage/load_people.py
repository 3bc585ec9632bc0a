"""Loads lists of people, whole or not at all: insolvencies, earlier awards, debts.

They are hidden by purpose, and a table with row-level security takes no COPY: rows go in by the
thousand in one statement instead.
"""

import json
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from typing import Generic, TypeVar

import psycopg
from psycopg import sql
from sqlalchemy import make_url

from ppit_matching import Person, person_keys
from ppit_platform.caller import Caller
from ppit_platform.codes import PurposeCode
from ppit_platform.delimited import read_delimited
from ppit_platform.generations import Loading, loading
from ppit_platform.house_caller import the_house
from ppit_platform.ids import new_id
from ppit_platform.people import utc_now
from ppit_platform.person_index.building import building
from ppit_platform.person_index.loading import add_keys
from ppit_platform.provenance import people_values, provenance_of
from ppit_platform.unit import context_of
from ppit_vetting.domain.codes import VETTING_PURPOSES, SourceName
from ppit_vetting.domain.people_checks import Award, Debt, Insolvency
from ppit_vetting.domain.people_files import (
    AWARD_COLUMNS,
    DEBT_COLUMNS,
    INSOLVENCY_COLUMNS,
    read_award,
    read_debt,
    read_insolvency,
)
from ppit_vetting.domain.retention import case_review
from ppit_vetting.storage.list_files import Progress, Rows, as_binary, opened_list

_Entry = TypeVar("_Entry", Insolvency, Award, Debt)
_ROWS_AT_ONCE = 2_000
_INSERT = """
    INSERT INTO {table} SELECT * FROM json_populate_recordset(NULL::{table}, %s::json)
"""
_EVERYONE = "SELECT subject_id, person FROM {table} WHERE person IS NOT NULL"


@dataclass(frozen=True, slots=True)
class PeopleList(Generic[_Entry]):
    """One list of people: its table, its layout, and how a row is read and stored."""

    source: SourceName
    table: str
    columns: tuple[str, ...]
    read: Callable[[Sequence[str]], _Entry]
    stored: Callable[[_Entry], Mapping[str, object]]

    def load(
        self, database_url: str, file: Path, *, fresh_for: timedelta, progress: Progress
    ) -> int:
        """Replace the list by ``file``; return how many entries it has."""
        name = self.source.value
        with opened_list(file, progress) as counted:
            with loading(database_url, name, tables=(self.table,), fresh_for=fresh_for) as load:
                house = the_house("vetting", PurposeCode.VET_GRANT, "LIST-LOAD")
                _speak_as(load.connection, house)
                rows = Rows(read_delimited(as_binary(counted), columns=self.columns), strict=True)
                self._insert(load, (self.read(cells) for cells in rows), house)
                evidence = {"sha256": counted.sha256, "file": file.name}
                load.finish(rows.taken, f"{file.stem} ({counted.sha256[:12]})", evidence)
            self._rebuild(database_url)
        return rows.taken

    def _insert(self, load: Loading, entries: Iterable[_Entry], house: Caller) -> None:
        common = _common(house, load.generation)
        insert = _named(_INSERT, self.table)
        for batch in _batches(entries):
            ids = [new_id() for _ in batch]
            bodies = [
                {**common, **self.stored(entry), "subject_id": str(subject_id)}
                for subject_id, entry in zip(ids, batch, strict=True)
            ]
            load.connection.execute(insert, (json.dumps(bodies),))
            people = zip(ids, (entry.person for entry in batch), strict=True)
            known = ((one, person) for one, person in people if person is not None)
            add_keys(load.connection, known, index=self._index)

    def _rebuild(self, database_url: str) -> None:
        """Build the index of the list anew: of what it no longer says no key is left.

        Old rows that somebody reads yet keep their keys; a key without its row finds nobody.
        """
        with (
            tempfile.TemporaryDirectory(prefix="ppit-index-") as folder,
            psycopg.connect(_plain(database_url)) as connection,
        ):
            _speak_as(connection, the_house("vetting", PurposeCode.VET_GRANT, "LIST-LOAD"))
            with (
                building(connection, Path(folder), index=self._index) as build,
                connection.cursor("everyone") as rows,
            ):
                rows.execute(_named(_EVERYONE, self.table))
                build.add(
                    (subject_id, person_keys(Person.from_json(person)))
                    for subject_id, person in rows
                )
                build.finish()

    @property
    def _index(self) -> str:
        return f"{self.table}_index"


def _named(statement: str, table: str) -> sql.Composed:
    return sql.SQL(statement).format(table=sql.Identifier(table))  # pyright: ignore[reportArgumentType]


def _speak_as(connection: psycopg.Connection, caller: Caller) -> None:
    """Say for the whole connection who asks: row-level security reads it."""
    for name, value in context_of(caller).items():
        connection.execute("SELECT set_config(%s, %s, false)", (f"ppit.{name}", value))


def _plain(database_url: str) -> str:
    url = make_url(database_url).set(drivername="postgresql")
    return url.render_as_string(hide_password=False)


def _common(house: Caller, generation: int) -> Mapping[str, object]:
    now = utc_now()
    return {
        **people_values(provenance_of(house, purposes=VETTING_PURPOSES)),
        "generation": generation,
        "version": 1,
        "valid_from": now.isoformat(),
        "recorded_at": now.isoformat(),
        "review_due": case_review(now).isoformat(),
    }


def _batches(entries: Iterable[_Entry]) -> Iterator[list[_Entry]]:
    left = iter(entries)
    while batch := list(islice(left, _ROWS_AT_ONCE)):
        yield batch


def _stored_insolvency(one: Insolvency) -> Mapping[str, object]:
    return {
        "case_number": one.case_number,
        "kind": one.kind.value,
        "person": one.person.as_json(),
        "started_on": one.started_on.isoformat(),
        "ends_on": _text(one.ends_on),
    }


def _stored_award(one: Award) -> Mapping[str, object]:
    return {
        "award_id": one.award_id,
        "person": one.person.as_json() if one.person else None,
        "company_number": one.company_number,
        "scheme": one.scheme,
        "awarded_on": one.awarded_on.isoformat(),
        "amount_pence": one.amount_pence,
        "accounted": one.accounted,
    }


def _stored_debt(one: Debt) -> Mapping[str, object]:
    return {
        "debt_ref": one.debt_ref,
        "person": one.person.as_json(),
        "balance_pence": one.balance_pence,
        "since": _text(one.since),
    }


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None


INSOLVENCIES = PeopleList(
    SourceName.INSOLVENCY_REGISTER,
    "insolvency",
    INSOLVENCY_COLUMNS,
    read_insolvency,
    _stored_insolvency,
)
AWARDS = PeopleList(SourceName.PREVIOUS_AWARDS, "award", AWARD_COLUMNS, read_award, _stored_award)
DEBTS = PeopleList(SourceName.COUNCIL_DEBTS, "debt", DEBT_COLUMNS, read_debt, _stored_debt)
