"""Puts the people of a list into the index: by a build of its own where nobody stands in it yet."""

import tempfile
from collections.abc import Iterable
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from uuid import UUID

import psycopg

from ppit_matching import Person, person_keys
from ppit_platform.person_index.building import building_unfolded
from ppit_platform.person_index.loading import add_keys
from ppit_platform.person_index.reading import IndexReader


def key_all(connection: psycopg.Connection, people: Iterable[tuple[UUID, Person]]) -> None:
    """Key people in the transaction at hand, within ``unfolded``; one person's rows together.

    A first list is built at once: key by key it would take many times as long and as much room
    until it is folded.
    """
    if not IndexReader(connection).holds_nobody():
        add_keys(connection, people)
        return
    with (
        tempfile.TemporaryDirectory(prefix="ppit-index-") as folder,
        building_unfolded(connection, Path(folder)) as build,
    ):
        build.add(
            (subject_id, {key for _, person in mine for key in person_keys(person)})
            for subject_id, mine in groupby(people, key=itemgetter(0))
        )
        build.finish()
