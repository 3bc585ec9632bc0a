"""Replaces the copy of the gazetteer: all of it or nothing, while it is being asked."""

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeAlias, cast

import psycopg
from psycopg.errors import UniqueViolation
from psycopg.types.json import Jsonb
from sqlalchemy import make_url

from ppit_matching import KEY_VERSION
from ppit_platform.gazetteer.reading import (
    GazetteerEntry,
    GazetteerRefused,
    check_size,
    read_entries,
)

Progress: TypeAlias = Callable[[int], object]
"""Told how many characters of the file were read since it was last told."""

Guard: TypeAlias = Callable[[psycopg.Connection, int], None]
"""Looks at the new generation before it is swapped in; ``GazetteerRefused`` keeps the old one."""

_LOCK = 70_742_504_919_034
_PARENTS_MISSING = """
    SELECT count(*) FROM gazetteer f WHERE f.generation = %s AND f.parent_uprn IS NOT NULL
       AND NOT EXISTS (SELECT FROM gazetteer b
                        WHERE b.generation = f.generation AND b.uprn = f.parent_uprn)
"""
_SWAP = """
    INSERT INTO source_status
        (source, version, key_version, generation, entries, loaded_at, fresh_until)
    VALUES ('GAZETTEER', %(version)s, %(key_version)s, %(generation)s, %(entries)s, %(now)s,
            %(fresh_until)s)
    ON CONFLICT (source) DO UPDATE SET version = excluded.version,
        key_version = excluded.key_version, generation = excluded.generation,
        entries = excluded.entries, loaded_at = excluded.loaded_at,
        fresh_until = excluded.fresh_until
"""


def load_gazetteer(
    database_url: str,
    file: Path,
    *,
    fresh_for: timedelta,
    progress: Progress,
    guard: Guard | None = None,
) -> int:
    """Load ``file`` beside what is held, swap in one commit, and return its number of doors.

    ``GazetteerRefused`` leaves what is held: a torn or shrunken file, a UPRN twice, a flat without
    its building, or what ``guard`` finds missing.
    """
    url = make_url(database_url).set(drivername="postgresql")
    with psycopg.connect(url.render_as_string(hide_password=False)) as connection:
        connection.execute("SELECT pg_advisory_xact_lock(%s)", (_LOCK,))
        generation, held = _held(connection)
        try:
            entries = _copy(connection, generation + 1, file, progress)
        except UniqueViolation as failure:
            msg = "a UPRN stands in it twice"
            raise GazetteerRefused(msg) from failure
        except UnicodeDecodeError as failure:
            msg = "it is not UTF-8"
            raise GazetteerRefused(msg) from failure
        check_size(entries, held)
        _check_whole(connection, generation + 1)
        if guard is not None:
            guard(connection, generation + 1)
        _swap(connection, generation + 1, entries, fresh_for)
        return entries


def _held(connection: psycopg.Connection) -> tuple[int, int]:
    found = connection.execute(
        "SELECT generation, entries FROM source_status WHERE source = 'GAZETTEER'"
    ).fetchone()
    return (0, 0) if found is None else cast("tuple[int, int]", found)


def _copy(connection: psycopg.Connection, generation: int, file: Path, progress: Progress) -> int:
    entries = 0
    with (
        connection.cursor() as cursor,
        cursor.copy(
            "COPY gazetteer (generation, uprn, address, area_gss, parent_uprn) FROM STDIN"
        ) as doors,
    ):
        for entry in _entries(file, progress):
            address = Jsonb(entry.address.as_json())
            doors.write_row((generation, entry.uprn, address, entry.area_gss, entry.parent_uprn))
            entries += 1
    # One connection copies into one table at a time, so the file is read once for each.
    with (
        connection.cursor() as cursor,
        cursor.copy("COPY gazetteer_key (generation, key, uprn) FROM STDIN") as keys,
    ):
        for entry in _entries(file, progress):
            for key in sorted(entry.keys):
                keys.write_row((generation, key, entry.uprn))
    return entries


def _entries(file: Path, progress: Progress) -> Iterator[GazetteerEntry]:
    with file.open(encoding="utf-8", newline="") as lines:
        yield from read_entries(_told(lines, progress))


def _told(lines: Iterable[str], progress: Progress) -> Iterator[str]:
    for line in lines:
        progress(len(line))
        yield line


def _check_whole(connection: psycopg.Connection, generation: int) -> None:
    found = connection.execute(_PARENTS_MISSING, (generation,)).fetchone()
    if found is not None and found[0]:
        msg = "flats stand in it without their building"
        raise GazetteerRefused(msg)


def _swap(
    connection: psycopg.Connection, generation: int, entries: int, fresh_for: timedelta
) -> None:
    now = datetime.now(UTC)
    connection.execute(
        _SWAP,
        {
            "version": f"{generation} ({entries} doors)",
            "key_version": KEY_VERSION,
            "generation": generation,
            "entries": entries,
            "now": now,
            "fresh_until": now + fresh_for,
        },
    )
    connection.execute("DELETE FROM gazetteer WHERE generation <> %s", (generation,))
    connection.execute("DELETE FROM gazetteer_key WHERE generation <> %s", (generation,))
