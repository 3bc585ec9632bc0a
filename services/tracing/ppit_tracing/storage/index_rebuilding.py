"""Makes the index of people anew from the lists that count: when keys changed, or were lost."""

import tempfile
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import cast
from uuid import UUID

import psycopg
from sqlalchemy import make_url

from ppit_matching import KEY_VERSION, Person, person_keys
from ppit_platform.codes import PurposeCode
from ppit_platform.person_index.building import building
from ppit_tracing.domain.purposes import TRACE_PURPOSES

_CONTEXT = "SELECT set_config('ppit.org_id', 'ppit', false), set_config('ppit.purpose', %s, false)"
# One person of a list has a row for each sighting: they are put together by the order.
_EVERYONE = """
    SELECT subject_id, person FROM (
        SELECT generation, file_id AS subject_id, person FROM sighting
        UNION ALL SELECT generation, record_id, person FROM death_notice
        UNION ALL SELECT generation, record_id, person FROM insolvency_case) AS listed
     WHERE generation IN (SELECT generation FROM list_load) ORDER BY subject_id
"""
_KEYED = """
    UPDATE list_load SET evidence = evidence || jsonb_build_object('key_version', %s::text)
"""


def rebuild_index(database_url: str) -> int:
    """Build the index of all lists anew, while it goes on answering; return how many people."""
    people = 0

    def keyed(rows: Iterator[tuple[UUID, Mapping[str, object]]]) -> Iterator[tuple[UUID, set[int]]]:
        nonlocal people
        for subject_id, mine in groupby(rows, key=itemgetter(0)):
            people += 1
            yield (
                subject_id,
                {key for _, person in mine for key in person_keys(Person.from_json(person))},
            )

    with (
        tempfile.TemporaryDirectory(prefix="ppit-index-") as folder,
        _speaking(database_url, TRACE_PURPOSES[0]) as writer,
        _speaking(database_url, PurposeCode.AUDIT_SELF_MONITOR) as reader,
        building(writer, Path(folder)) as build,
        reader.cursor("everyone") as rows,
    ):
        rows.execute(_EVERYONE)
        build.add(keyed(cast("Iterator[tuple[UUID, Mapping[str, object]]]", rows)))
        build.finish()
        writer.execute(_KEYED, (KEY_VERSION,))
    return people


@contextmanager
def _speaking(database_url: str, purpose: PurposeCode) -> Generator[psycopg.Connection]:
    """Open a connection for a purpose that commits at its end, or rolls back."""
    url = make_url(database_url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(url, application_name="ppit-index") as connection:
        connection.execute(_CONTEXT, (purpose.value,))
        connection.commit()
        yield connection
