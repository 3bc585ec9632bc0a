"""What a person index answers, beside what it should hold."""

import signal
import subprocess
import sys
from pathlib import Path
from uuid import UUID

import psycopg
from sqlalchemy.ext.asyncio import AsyncEngine

from ppit_matching import is_broad_key
from ppit_platform.db import session_maker
from ppit_platform.person_index import Found, IndexState, PersonIndex
from ppit_platform.person_index.ranking import BROAD_KEY
from tests.support import index_killed

People = dict[UUID, frozenset[int]]


async def answers(
    engine: AsyncEngine, keys: list[int], *, name: str = "person_index"
) -> list[Found]:
    async with session_maker(engine)() as session:
        return await PersonIndex(session, name=name).candidates([[key] for key in keys])


async def state(engine: AsyncEngine) -> IndexState:
    async with session_maker(engine)() as session:
        return await PersonIndex(session).key_versions()


def expected(people: People, keys: list[int]) -> list[Found]:
    """Return what each key alone finds where none is hot; too many of a broad one are left out."""
    found = [tuple(sorted(one for one in people if key in people[one])) for key in keys]
    return [
        Found(() if is_broad_key(key) and len(some) > BROAD_KEY else some, crowded=False)
        for key, some in zip(keys, found, strict=True)
    ]


def count(loader: psycopg.Connection, table: str) -> int:
    row = loader.execute(f"SELECT count(*) FROM {table}".encode()).fetchone()  # noqa: S608
    assert row is not None
    return int(row[0])


def some_keys(*each: People) -> list[int]:
    return [key for people in each for held in people.values() for key in sorted(held)[:3]]


def killed(url: str, step: int, *what: str) -> None:
    """Run a process that kills itself at that step."""
    command = [sys.executable, index_killed.__file__, url, str(step), *what]
    ended = subprocess.run(command, check=False, timeout=60)  # noqa: S603
    assert ended.returncode == -signal.SIGKILL


def left_in(folder: Path) -> list[Path]:
    return list(folder.iterdir())
