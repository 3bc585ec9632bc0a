"""Loads the public registers, whole or not at all: companies, officers, the sanctions list."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

import psycopg
from psycopg.types.json import Jsonb

from ppit_platform.delimited import BrokenCode, BrokenLine, Delimited, Line, read_delimited
from ppit_platform.generations import loading
from ppit_vetting.domain.codes import SourceName
from ppit_vetting.domain.company_file import COMPANY_COLUMNS, read_company
from ppit_vetting.domain.people_files import OFFICER_COLUMNS, read_officer
from ppit_vetting.domain.refusals import ListRejected
from ppit_vetting.domain.sanctions import search_sounds
from ppit_vetting.domain.sanctions_file import SANCTIONS_COLUMNS, read_subjects, report_date
from ppit_vetting.domain.sanctions_subject import SanctionsSubject
from ppit_vetting.storage.list_files import Progress, Rows, as_binary, opened_list

_DATED = re.compile(r"(\d{4}-\d{2}(?:-\d{2})?)")
_COMPANIES = (
    "COPY company (number, name, name_key, previous_names, category, status, incorporated_on,"
    " accounts_due, trades, office, office_key, generation) FROM STDIN"
)
_OFFICERS = (
    "COPY company_officer (row_no, company_number, person_number, role, name, officer_key,"
    " birth_month, birth_year, appointed_on, resigned_on, address, postcode, generation) FROM STDIN"
)
_SUBJECTS = "COPY sanction_subject (unique_id, subject, generation) FROM STDIN"
_SOUNDS = "COPY sanction_sound (sound, unique_id, generation) FROM STDIN"
_BLOCK = 256 * 1024
_ESCAPED = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
_NEEDS_ESCAPE = re.compile(r"[\\\t\n\r]")


def load_companies(
    database_url: str, file: Path, *, fresh_for: timedelta, progress: Progress
) -> int:
    """Load BasicCompanyData, plain or zipped; return how many companies it has."""
    name = SourceName.COMPANIES_HOUSE_BULK.value
    with (
        opened_list(file, progress) as counted,
        loading(database_url, name, tables=("company",), fresh_for=fresh_for) as load,
    ):
        read = read_delimited(as_binary(counted), columns=COMPANY_COLUMNS)
        rows = Rows(read, strict=False)
        _copy(load.connection, _COMPANIES, (read_company(cells) for cells in rows), load.generation)
        evidence = {"sha256": counted.sha256, "file": file.name, "broken_rows": rows.broken}
        load.finish(rows.taken, _dated(file, counted.sha256), evidence)
    return rows.taken


def load_officers(
    database_url: str, file: Path, *, fresh_for: timedelta, progress: Progress
) -> int:
    """Load who directs what; return how many appointments there are."""
    name = SourceName.COMPANIES_HOUSE_OFFICERS.value
    with (
        opened_list(file, progress) as counted,
        loading(database_url, name, tables=("company_officer",), fresh_for=fresh_for) as load,
    ):
        rows = Rows(read_delimited(as_binary(counted), columns=OFFICER_COLUMNS), strict=True)
        _copy(load.connection, _OFFICERS, _officers(rows), load.generation)
        evidence = {"sha256": counted.sha256, "file": file.name}
        load.finish(rows.taken, _dated(file, counted.sha256), evidence)
    return rows.taken


def _officers(rows: Iterable[Sequence[str]]) -> Iterator[Sequence[object]]:
    for number, cells in enumerate(rows, start=1):
        officer = read_officer(cells)
        yield (
            *(number, officer.company_number, officer.person_number),
            *(officer.role, officer.name, officer.key),
            *(officer.birth_month, officer.birth_year, officer.appointed_on, officer.resigned_on),
            *(officer.address, officer.postcode),
        )


def load_sanctions(
    database_url: str, file: Path, *, fresh_for: timedelta, progress: Progress
) -> int:
    """Load the UK Sanctions List; its Report Date is kept as evidence, and never goes back."""
    name = SourceName.UK_SANCTIONS_LIST.value
    tables = ("sanction_sound", "sanction_subject")
    with (
        opened_list(file, progress) as counted,
        loading(database_url, name, tables=tables, fresh_for=fresh_for) as load,
    ):
        read = read_delimited(as_binary(counted), columns=SANCTIONS_COLUMNS, header_rows_above=1)
        reported = report_date(read.above[0])
        _check_newer(load.connection, name, reported)
        subjects = read_subjects(_rows_of_the_list(read))
        bodies = ((each.unique_id, Jsonb(each.as_json())) for each in subjects)
        _copy_adapted(load.connection, _SUBJECTS, bodies, load.generation)
        _copy(load.connection, _SOUNDS, _sounds(subjects), load.generation)
        evidence = {"sha256": counted.sha256, "report_date": reported.isoformat()}
        load.finish(len(subjects), f"Report Date {reported.isoformat()}", evidence)
    return len(subjects)


def _rows_of_the_list(read: Delimited) -> Iterator[Sequence[str]]:
    """Give every row; one that ends early is whole if only what is said of ships is missing."""
    for line in read:
        if isinstance(line, Line):
            yield line.cells
        elif line.code is BrokenCode.COLUMN_TOO_FEW:
            yield line.raw_cells
        else:
            raise ListRejected(_broken(line))


def _broken(line: BrokenLine) -> str:
    return f"line {line.line_no} is broken: {line.code.value}"


def _check_newer(connection: psycopg.Connection, name: str, reported: date) -> None:
    held = connection.execute(
        "SELECT evidence ->> 'report_date' FROM list_load WHERE list = %s", (name,)
    ).fetchone()
    if held is not None and date.fromisoformat(str(held[0])) > reported:
        msg = "its Report Date is before that of the list that is held"
        raise ListRejected(msg)


def _sounds(subjects: Iterable[SanctionsSubject]) -> Iterator[Sequence[object]]:
    for subject in subjects:
        for sound in sorted(search_sounds(name.whole for name in subject.names)):
            yield (sound, subject.unique_id)


def _copy(
    connection: psycopg.Connection,
    statement: str,
    rows: Iterable[Sequence[object]],
    generation: int,
) -> None:
    """Stream rows in PostgreSQL's text form, which costs a third of adapting each value."""
    with connection.cursor() as cursor, cursor.copy(statement.encode()) as copy:
        block: list[str] = []
        size = 0
        for row in rows:
            line = "\t".join([_cell(value) for value in row])
            block.append(f"{line}\t{generation}\n")
            size += len(line)
            if size > _BLOCK:
                copy.write("".join(block))
                block.clear()
                size = 0
        copy.write("".join(block))


def _cell(value: object) -> str:
    if value is None:
        return "\\N"
    text = value if isinstance(value, str) else str(value)
    return text.translate(_ESCAPED) if _NEEDS_ESCAPE.search(text) else text


def _copy_adapted(
    connection: psycopg.Connection,
    statement: str,
    rows: Iterable[Sequence[object]],
    generation: int,
) -> None:
    with connection.cursor() as cursor, cursor.copy(statement.encode()) as copy:
        for row in rows:
            copy.write_row((*row, generation))


def _dated(file: Path, sha256: str) -> str:
    """Return the month that the file's name gives, and enough of its digest to tell it by."""
    named = _DATED.search(file.stem)
    return f"{named.group(1)} ({sha256[:12]})" if named else sha256[:12]
