"""Reads from the stored index what proves a subject's entries, with the checkpoint that signs it.

One statement, so one snapshot: while the publisher goes on, a proof and the checkpoint shown with
it are still of one size.
"""

import base64
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import psycopg

from ppit_gateway.log.notes import INDEX_LINE
from ppit_gateway.subject_index.pages import nibble_at
from ppit_gateway.subject_index.proofs import DEEPEST, SubjectProof, complete
from ppit_gateway.subject_index.subjects import key_of
from ppit_gateway.subject_index.trie import IndexDamaged, Trie

_NIBBLES = DEEPEST // 4
# The paths as one array, so that any plan looks each of them up; joined, some plans read all pages.
_PROVE = """
SELECT s.size, s.root,
  (SELECT p.note FROM log.published p WHERE p.size = s.size AND p.index_root = s.root),
  pages.paths, pages.slots, postings.keys, postings.indices
FROM log_index.state s,
  (
    SELECT coalesce(array_agg(path), '{}') AS paths, coalesce(array_agg(slots), '{}') AS slots
    FROM log_index.page WHERE path = ANY (ARRAY(
      SELECT substring(way.down FROM 1 FOR depth) FROM unnest(%(ways)b::bytea[]) AS way (down),
        generate_series(0, (SELECT deepest FROM log_index.state)) AS depth))
  ) AS pages,
  (
    SELECT coalesce(array_agg(key ORDER BY index), '{}') AS keys,
           coalesce(array_agg(index ORDER BY index), '{}') AS indices
    FROM log_index.posting WHERE key = ANY (%(keys)b::bytea[])
  ) AS postings
"""


class NotPublished(Exception):
    """No checkpoint states the index yet: nothing of it can be proved to anybody."""


@dataclass(frozen=True, slots=True)
class Proved:
    """Proofs in the order of the pseudonyms asked about, all against ``root``.

    ``note`` is the published checkpoint of ``size`` entries, which states the root.
    """

    size: int
    root: bytes
    note: str
    proofs: tuple[SubjectProof, ...]


async def prove(connection: psycopg.AsyncConnection, pseudonyms: Sequence[str]) -> Proved:
    """Prove of each pseudonym which entries name it, or that none does.

    Raises ``NotPublished``, and ``IndexDamaged`` where what is stored proves nothing: it is never
    handed out for others to find.
    """
    keys = [key_of(one) for one in pseudonyms]
    values = {"keys": keys, "ways": list(map(_way, keys))}
    row = await (await connection.execute(_PROVE, values)).fetchone()
    if row is None or row[2] is None:
        msg = "its size is not published"
        raise NotPublished(msg)
    size, root, note, paths, slots, named, indices = row
    _check_stated(note, root)
    trie = Trie(dict(zip(paths, slots, strict=True)), root)
    entries = _by_key(zip(named, indices, strict=True))
    proofs = tuple(
        SubjectProof(name, tuple(entries.get(key, ())), trie.prove(key))
        for name, key in zip(pseudonyms, keys, strict=True)
    )
    if not all(complete(proof, root) for proof in proofs):
        msg = "its list of entries is not the one that was signed"
        raise IndexDamaged(msg)
    return Proved(size, root, note, proofs)


def _way(key: bytes) -> bytes:
    return bytes(nibble_at(key, depth) for depth in range(_NIBBLES))


def _by_key(postings: Iterable[tuple[bytes, int]]) -> dict[bytes, list[int]]:
    found: dict[bytes, list[int]] = {}
    for key, index in postings:
        found.setdefault(key, []).append(index)
    return found


def _check_stated(note: str, root: bytes) -> None:
    if f"\n{INDEX_LINE}{base64.b64encode(root).decode()}\n" not in note:
        msg = "the published checkpoint states another root"
        raise IndexDamaged(msg)
