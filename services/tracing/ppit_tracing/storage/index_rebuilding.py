"""Makes the indexes of people anew, of lists and of traces: when keys changed, or were lost."""

import tempfile
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import LiteralString, cast
from uuid import UUID

import psycopg
from sqlalchemy import make_url

from ppit_matching import KEY_VERSION, Person, person_keys
from ppit_platform.codes import PurposeCode
from ppit_platform.person_index.building import building
from ppit_platform.person_index.tables import PERSON_INDEX
from ppit_tracing.domain.asked import DebtorAsked
from ppit_tracing.domain.purposes import TRACE_PURPOSES
from ppit_tracing.storage.rows import TRACE_INDEX

_CONTEXT = "SELECT set_config('ppit.org_id', 'ppit', false), set_config('ppit.purpose', %s, false)"
# One person of a list has a row for each sighting: they are put together by the order.
_EVERYONE = """
    SELECT subject_id, person FROM (
        SELECT generation, file_id AS subject_id, person FROM sighting
        UNION ALL SELECT generation, record_id, person FROM death_notice
        UNION ALL SELECT generation, record_id, person FROM insolvency_case) AS listed
     WHERE generation IN (SELECT generation FROM list_load) ORDER BY subject_id
"""
_TRACED = "SELECT trace_id, asked FROM trace"
_FINDING = "SELECT set_config('ppit.finding', 'people', false)"
_KEYED = """
    UPDATE list_load SET evidence = evidence || jsonb_build_object('key_version', %s::text)
"""


def rebuild_index(database_url: str) -> int:
    """Build the index of all lists anew, while it goes on answering; return how many people."""
    return _rebuild(database_url, PERSON_INDEX, _EVERYONE, Person.from_json)


def rebuild_trace_index(database_url: str) -> int:
    """Build the index of everybody who was to be traced anew; return how many traces there are."""
    return _rebuild(database_url, TRACE_INDEX, _TRACED, _asked)


def _asked(stored: Mapping[str, object]) -> Person:
    return DebtorAsked.from_json(stored).person


def _rebuild(
    database_url: str,
    index: str,
    everyone: LiteralString,
    read: Callable[[Mapping[str, object]], Person],
) -> int:
    people = 0

    def keyed(rows: Iterator[tuple[UUID, Mapping[str, object]]]) -> Iterator[tuple[UUID, set[int]]]:
        nonlocal people
        for subject_id, mine in groupby(rows, key=itemgetter(0)):
            people += 1
            yield (
                subject_id,
                {key for _, person in mine for key in person_keys(read(person))},
            )

    with (
        tempfile.TemporaryDirectory(prefix="ppit-index-") as folder,
        _speaking(database_url, TRACE_PURPOSES[0]) as writer,
        _speaking(database_url, PurposeCode.AUDIT_SELF_MONITOR) as reader,
        building(writer, Path(folder), index=index) as build,
        reader.cursor("everyone") as rows,
    ):
        rows.execute(everyone)
        build.add(keyed(cast("Iterator[tuple[UUID, Mapping[str, object]]]", rows)))
        build.finish()
        if index == PERSON_INDEX:
            writer.execute(_KEYED, (KEY_VERSION,))
    return people


@contextmanager
def _speaking(database_url: str, purpose: PurposeCode) -> Generator[psycopg.Connection]:
    """Open a connection for a purpose that commits at its end, or rolls back."""
    url = make_url(database_url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(url, application_name="ppit-index") as connection:
        connection.execute(_CONTEXT, (purpose.value,))
        connection.execute(_FINDING)
        connection.commit()
        yield connection
