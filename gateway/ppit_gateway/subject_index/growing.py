"""Brings the stored index to a size of the log: read what is new, fetch its pages, write them back.

Three statements for each few thousand entries, however many subjects those name, in one
transaction: after a crash the index is that of its last size, and goes on from there.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, LiteralString

import psycopg

from ppit_gateway.log.naming import NAMING, named_by
from ppit_gateway.subject_index.subjects import NOTHING, key_of
from ppit_gateway.subject_index.trie import IndexDamaged, Trie, paths_of

_STEP = 5_000
"""How many entries are in memory at once: a long log is read in as many steps as it takes."""
_STATE = """
SELECT s.size, s.root, s.deepest, p.index_root
FROM log_index.state s LEFT JOIN log.published p USING (size) FOR UPDATE OF s
"""
# Of every entry, that a gap shows; what the others say is not even sent.
_ENTRIES = """
SELECT index, CASE WHEN kind = ANY (%s) THEN body END FROM log.entry
WHERE index >= %s AND index < %s ORDER BY index
"""
_PAGES = "SELECT path, slots FROM log_index.page WHERE path = ANY (%b)"
_WRITE = """
WITH pages AS (
  INSERT INTO log_index.page (path, slots) SELECT * FROM unnest(%b::bytea[], %b::bytea[])
  ON CONFLICT (path) DO UPDATE SET slots = excluded.slots
), postings AS (
  INSERT INTO log_index.posting (key, index) SELECT * FROM unnest(%b::bytea[], %b::bigint[])
)
UPDATE log_index.state SET size = %b, root = %b, deepest = %b
"""
_ANEW: tuple[LiteralString, ...] = (
    "LOCK TABLE log_index.state IN EXCLUSIVE MODE",
    "DELETE FROM log_index.posting",
    "DELETE FROM log_index.page",
    "DELETE FROM log_index.state",
    "INSERT INTO log_index.state VALUES (true, 0, decode(repeat('00', 32), 'hex'), 0)",
)
_PUBLISHED = """
SELECT size, index_root FROM log.published WHERE index_root IS NOT NULL
ORDER BY size DESC LIMIT 1
"""
# A plan for the few pages that the planner knows of would read all that have come since.
_MANNERS = "SELECT set_config('jit', 'off', true), set_config('enable_seqscan', 'off', true)"


@dataclass(frozen=True, slots=True)
class _State:
    """Where the stored index stands. ``published`` is the root that was signed at this size, if
    one was.
    """

    size: int
    root: bytes
    deepest: int
    published: bytes | None


async def advance(connection: psycopg.AsyncConnection, to_size: int) -> bytes:
    """Take the entries up to ``to_size`` into the index and return its root.

    All or nothing, in a transaction of its own or within the caller's. Raises ``IndexDamaged``
    where what is stored is not what was signed: it must be rebuilt, not grown.
    """
    async with connection.transaction():
        state = await _state(connection)
        if state.published not in (None, state.root):
            msg = f"its root at {state.size} is not the one that was signed"
            raise IndexDamaged(msg)
        if to_size < state.size:
            msg = f"it holds {state.size} entries of a log of {to_size}"
            raise IndexDamaged(msg)
        return (await _grown(connection, state, to_size)).root


async def rebuild(connection: psycopg.AsyncConnection) -> int:
    """Make the index again from the log alone, for the newest size that was published with one.

    Returns that size. Raises ``IndexDamaged`` where the log does not give the root that was signed
    then: it is the log that must be audited. Nothing is changed then, nor for readers until the
    end; the publisher waits.
    """
    async with connection.transaction():
        for statement in _ANEW:
            await connection.execute(statement)
        published = await _rows(connection, _PUBLISHED)
        size, signed = published[0] if published else (0, NOTHING)
        grown = await _grown(connection, await _state(connection), size)
        if grown.root != signed:
            msg = f"the log does not give the root that was signed at {size}"
            raise IndexDamaged(msg)
        return grown.size


async def _state(connection: psycopg.AsyncConnection) -> _State:
    await connection.execute(_MANNERS)
    rows = await _rows(connection, _STATE)
    if len(rows) != 1:
        msg = "nobody knows how far it goes"
        raise IndexDamaged(msg)
    return _State(*rows[0])


async def _grown(connection: psycopg.AsyncConnection, state: _State, size: int) -> _State:
    while state.size < size:
        state = await _step(connection, state, min(state.size + _STEP, size))
    return state


async def _step(connection: psycopg.AsyncConnection, state: _State, size: int) -> _State:
    entries = await _rows(connection, _ENTRIES, list(NAMING), state.size, size)
    if len(entries) != size - state.size:
        msg = f"the log lacks one of the entries {state.size} to {size - 1}"
        raise IndexDamaged(msg)
    named = _named(entries)
    pages = dict(await _rows(connection, _PAGES, list(paths_of(named, state.deepest))))
    trie = Trie(pages, state.root)
    changed = trie.grow(named.items())
    deepest = max(state.deepest, *map(len, changed), 0)
    state = _State(size, trie.root, deepest, None)
    await _write(
        connection, state, changed, ((key, index) for key in named for index in named[key])
    )
    return state


def _named(entries: Iterable[tuple[int, str | None]]) -> dict[bytes, list[int]]:
    named: dict[bytes, list[int]] = {}
    for index, text in entries:
        try:
            keys = [key_of(one) for one in named_by(text)] if text else []
        except (ValueError, RecursionError) as failure:
            msg = f"entry {index} is no leaf"
            raise IndexDamaged(msg) from failure
        for key in keys:
            named.setdefault(key, []).append(index)
    return named


async def _write(
    connection: psycopg.AsyncConnection,
    state: _State,
    pages: Mapping[bytes, bytes],
    postings: Iterable[tuple[bytes, int]],
) -> None:
    listed = list(postings)
    await connection.execute(
        _WRITE,
        (
            list(pages),
            list(pages.values()),
            [key for key, _ in listed],
            [index for _, index in listed],
            state.size,
            state.root,
            state.deepest,
        ),
    )


async def _rows(
    connection: psycopg.AsyncConnection, statement: LiteralString, *values: object
) -> list[tuple[Any, ...]]:
    return await (await connection.execute(statement, values)).fetchall()
