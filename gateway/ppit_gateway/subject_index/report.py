"""Builds the report that a stranger can check: a person's entries, all of them, each in the log.

It follows aliases: who is asked about under one pseudonym is reported under all that the log says
are the same person. The verifier (``ppit_audit_verify.py subject``) refuses a report that does not.
"""

import json
from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, LiteralString, cast

import psycopg

from ppit_gateway.log.entries import Kind
from ppit_gateway.log.naming import members, named_by
from ppit_gateway.log.tiles import hashed, inclusion, tiles_of
from ppit_gateway.subject_index.proofs import SubjectProof
from ppit_gateway.subject_index.proving import Proved, prove
from ppit_gateway.subject_index.subjects import Leaf
from ppit_gateway.subject_index.trie import IndexDamaged

FORMAT = "ppit-subject-report/v1"
_MOST_ALIASES = 20
"""Merges of merges that are followed; nobody is merged as often."""
_LEAVES = "SELECT index, body FROM log.entry WHERE index = ANY (%s) ORDER BY index"
_TILES = """
SELECT w.level, w.number, log.tile_hashes(w.level, w.number, %s)
FROM unnest(%s::integer[], %s::bigint[]) AS w (level, number)
"""


async def report(
    connection: psycopg.AsyncConnection, pseudonyms: Sequence[str]
) -> dict[str, object]:
    """Return the report about a person's pseudonyms, as JSON.

    ``format``; ``size`` and ``checkpoint``, the published note of that size; ``subjects``, each
    with ``pseudonym``, its ``entries`` and the proof that they are all: ``siblings`` from the root
    down and the leaf at the ``end`` (``key``, ``count``, ``head``), or null; ``entries``, each with
    its ``index``, ``leaf`` and inclusion ``proof`` (RFC 6962, lowest first), those of revealed
    covert entries among them. Hashes are in base64. Raises ``NotPublished`` and
    ``IndexDamaged``.
    """
    proved, leaves = await _followed(connection, list(dict.fromkeys(pseudonyms)))
    paths = await _paths(connection, list(leaves), proved.size)
    return {
        "format": FORMAT,
        "size": proved.size,
        "checkpoint": proved.note,
        "subjects": [proved_subject(one) for one in proved.proofs],
        "entries": [
            {"index": index, "leaf": leaf, "proof": _base64(paths[index])}
            for index, leaf in leaves.items()
        ],
    }


async def _followed(
    connection: psycopg.AsyncConnection, names: list[str]
) -> tuple[Proved, dict[int, str]]:
    for _ in range(_MOST_ALIASES):
        proved = await prove(connection, names)
        named = {index for one in proved.proofs for index in one.entries}
        leaves = await _leaves(connection, named)
        others = _same_person(leaves.values()) - set(names)
        if not others:
            covert = _covert(leaves.values())
            return proved, dict(sorted((leaves | await _leaves(connection, covert)).items()))
        names = [*names, *sorted(others)]
    msg = "aliases without an end"
    raise IndexDamaged(msg)


async def _leaves(connection: psycopg.AsyncConnection, wanted: Iterable[int]) -> dict[int, str]:
    indices = sorted(wanted)
    found = dict(await _rows(connection, _LEAVES, indices))
    if list(found) != indices:
        msg = "the log lacks an entry that names somebody"
        raise IndexDamaged(msg)
    return found


def _same_person(leaves: Iterable[str]) -> set[str]:
    return {name for leaf in leaves if _kind(leaf) == Kind.ALIAS for name in named_by(leaf)}


def _covert(leaves: Iterable[str]) -> set[int]:
    reveals = (_body(leaf) for leaf in leaves if _kind(leaf) == Kind.REVEAL)
    return {cast("int", body["covert"]) for body in reveals}


async def _paths(
    connection: psycopg.AsyncConnection, indices: Sequence[int], size: int
) -> Mapping[int, Sequence[bytes]]:
    subtrees = {index: inclusion(index, size) for index in indices}
    places = list(tiles_of(one for several in subtrees.values() for one in several))
    levels, numbers = [level for level, _ in places], [number for _, number in places]
    rows = await _rows(connection, _TILES, size, levels, numbers)
    tiles = {(level, number): hashes for level, number, hashes in rows}
    try:
        return {index: hashed(several, tiles) for index, several in subtrees.items()}
    except LookupError as failure:
        msg = "the log's tiles do not reach as far as its checkpoint"
        raise IndexDamaged(msg) from failure


def proved_subject(proved: SubjectProof) -> dict[str, object]:
    """Return a subject's list of entries and its proof, as JSON (``report``)."""
    return {
        "pseudonym": proved.pseudonym,
        "entries": list(proved.entries),
        "siblings": _base64(proved.proof.siblings),
        "end": _end(proved.proof.end),
    }


def _end(leaf: Leaf | None) -> dict[str, object] | None:
    if leaf is None:
        return None
    key, head = _base64((leaf.key, leaf.head))
    return {"key": key, "count": leaf.count, "head": head}


def _base64(hashes: Iterable[bytes]) -> list[str]:
    return [b64encode(one).decode() for one in hashes]


def _kind(leaf: str) -> object:
    return members(json.loads(leaf)).get("kind")


def _body(leaf: str) -> Mapping[str, object]:
    return members(members(json.loads(leaf)).get("body"))


async def _rows(
    connection: psycopg.AsyncConnection, statement: LiteralString, *values: object
) -> list[tuple[Any, ...]]:
    return await (await connection.execute(statement, values)).fetchall()
