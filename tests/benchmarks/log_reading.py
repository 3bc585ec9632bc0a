"""What it costs to look: to verify an export, and to prove an entry of a log of any size."""

import asyncio
import hashlib
import json
import random
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime

import psycopg
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ppit_audit_verify import Key, verify
from ppit_gateway.log.config import plain_url
from ppit_gateway.log.edge import RightEdge
from ppit_gateway.log.entries import Draft, Record, instant, make_record
from ppit_gateway.log.notes import NoteSigner
from ppit_gateway.log.proofs import inclusion_holds
from ppit_gateway.log.session import LogSession
from ppit_gateway.log.tiles import Tile, hashed, inclusion, tiles_of
from ppit_gateway.log.tree import leaf_hash
from ppit_ops.migrations import migrate
from tests.support.log import ORIGIN
from tests.support.postgres import Database, running_cluster

ENTRIES = 12_800
A_COMMIT = 128
ROUNDS = 15
PROOFS = 300
_CHUNK = 256 * 256
_NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
_WHO: dict[str, object] = {
    "request_id": "0191f7a0-0000-7000-8000-000000000000",
    "org_id": "ashford",
    "client_id": "ashford-wardens",
    "actor": {"user_id": "u-17", "role": "WARDEN", "assurance": "HIGH"},
    "purpose": "OFFICER_SAFETY",
    "regime": "LAW_ENFORCEMENT",
    "agreement_id": "DSA-014",
    "agreement_version": 3,
    "operation": "screen_visit",
}
_INTENT = _WHO | {
    "log_operation": "CONSULTATION",
    "decision": "ALLOWED",
    "policy_version": "7",
    "legal_basis": "DPA 2018 s.35",
    "scopes": ["officer-safety:read"],
    "people_reserved": 12,
    "via": None,
    "grounds": {"case": True},
    "proof": {"id": "x" * 22, "sha256": "0" * 64},
}
_NONE: dict[str, int] = {}
_OUTCOME = _WHO | {
    "log_operation": "DISCLOSURE",
    "status": 200,
    "failure": None,
    "response_sha256": "0" * 64,
    "upstream_ms": 12,
    "facts": ["0191f7a0-0000-7000-8000-000000000000"],
    "people_reserved": 12,
    "people_disclosed": 1,
    "fields": ["result", "advice"],
    "fields_withheld": list[str](),
    "fields_unpublished": list[str](),
    "withheld": _NONE,
}


def verification() -> dict[str, float]:
    """Return processor microseconds for each entry, the least of several rounds in turn.

    ``hashing_us`` is a loop over the lines of the same export that finds each stored leaf and
    hashes it, no more. ``verifying_us`` is everything that an audit does: columns, numbers,
    intents, the tree, and the signature of each commit of ``entries_a_commit``.
    """
    signer = NoteSigner(ORIGIN, Ed25519PrivateKey.generate())
    keys = [Key(one.verifier_key) for one in signer.reader.keys]
    lines = list(_an_export(signer))
    sizes = [len(line.partition(b',"leaf":')[2]) - 2 for line in lines if b',"leaf":' in line]

    def check() -> None:
        verdict = verify(lines, keys)
        assert verdict.finding is None
        assert verdict.entries == ENTRIES

    hashing, verifying = _least(lambda: _hash_leaves(lines), check)
    return {
        "leaf_bytes": round(statistics.mean(sizes)),
        "entries_a_commit": A_COMMIT,
        "hashing_us": round(hashing, 2),
        "verifying_us": round(verifying, 2),
        "ratio": round(hashing / verifying, 2),
    }


def _hash_leaves(lines: Sequence[bytes]) -> None:
    for line in lines:
        leaf = line.partition(b',"leaf":')[2]
        if leaf:
            hashlib.sha256(b"\x00" + leaf[:-2]).digest()


def _least(*works: Callable[[], None]) -> list[float]:
    """Return the least processor time of each in microseconds an entry, one round after another."""
    least = [float("inf")] * len(works)
    for _ in range(ROUNDS):
        for number, work in enumerate(works):
            began = time.process_time()
            work()
            least[number] = min(least[number], time.process_time() - began)
    return [1_000_000 * one / ENTRIES for one in least]


def _an_export(signer: NoteSigner) -> Iterator[bytes]:
    yield json.dumps({"format": "ppit-audit-export/1", "origin": ORIGIN}).encode() + b"\n"
    edge = RightEdge()
    for start in range(0, ENTRIES, A_COMMIT):
        records = [_record(index) for index in range(start, start + A_COMMIT)]
        yield from map(_line, records)
        edge.grow(record.hash for record in records)
        note = signer.sign(edge.size, edge.root)
        row = {"size": edge.size, "root": edge.root.hex(), "note": note}
        yield json.dumps({"checkpoint": row}, separators=(",", ":")).encode() + b"\n"


def _record(index: int) -> Record:
    kind, body = ("outcome", _OUTCOME) if index & 1 else ("intent", _INTENT)
    draft = Draft(kind, f"r-{index >> 1:08d}", body)
    return make_record(draft, index=index, epoch=1, recorded_at=_NOW, new_salt=lambda: b"")


def _line(record: Record) -> bytes:
    draft = record.draft
    return (
        f'{{"index":{record.index},"epoch":1,"kind":"{draft.kind}","key":"{draft.key}",'
        f'"recorded_at":"{instant(_NOW)}","hash":"{record.hash.hex()}","openings":[],'
        f'"leaf":{record.text}}}\n'
    ).encode()


async def proving(sizes: Sequence[int]) -> list[dict[str, float]]:
    """Grow one tree to each size, by the log's own edge and in its own tiles, and prove entries.

    The entries themselves are written only where no full tile covers them: proofs read no other.
    Times are elapsed, from the question to the proof: its tiles read from PostgreSQL, and hashed;
    ``cpu_ms`` is what this process used.
    """
    with running_cluster() as cluster:
        database = cluster.empty("ppit_gateway")
        await asyncio.to_thread(migrate, "ppit_gateway.log", database.owner_url)
        with psycopg.connect(plain_url(database.admin_url)) as admin:
            admin.execute("INSERT INTO log.epoch (number, started_at) VALUES (1, now())")
        edge, found = RightEdge(), list[dict[str, float]]()
        for size in sizes:
            _grown(edge, size, database)
            found.append(await _proved(edge, database))
        return found


def _grown(edge: RightEdge, size: int, database: Database) -> None:
    with psycopg.connect(plain_url(database.admin_url), autocommit=True) as connection:
        while edge.size < size:
            end = min(size, (edge.size // _CHUNK + 1) * _CHUNK)
            _write(connection, edge.grow(map(_leaf, range(edge.size, end))))
        with connection.cursor() as cursor:
            # Columns beside the hash: whatever the table takes.
            cursor.executemany(
                "INSERT INTO log.entry (index, kind, key, leaf_hash, body, recorded_at, epoch)"
                " VALUES (%s, 'fact', %s, %s, '{}', now(), 1)",
                [(index, str(index), _leaf(index)) for index in range(size & ~255, size)],
            )
        connection.execute("VACUUM ANALYZE log.tile, log.entry")


def _leaf(index: int) -> bytes:
    return leaf_hash(index.to_bytes(8))


def _write(connection: psycopg.Connection, tiles: Sequence[Tile]) -> None:
    with (
        connection.cursor() as cursor,
        cursor.copy("COPY log.tile (level, number, root, hashes) FROM STDIN (FORMAT BINARY)") as to,
    ):
        to.set_types(["int4", "int8", "bytea", "bytea"])
        for tile in tiles:
            to.write_row((tile.level, tile.number, tile.root, tile.hashes))


async def _proved(edge: RightEdge, database: Database) -> dict[str, float]:
    session = await LogSession.open(plain_url(database.url("ppit_log")), patience=5)
    chosen, took = random.Random(edge.size), list[float]()  # noqa: S311  # no secret
    read, steps, cpu = 0, 0, time.process_time()
    try:
        for _ in range(PROOFS):
            index = chosen.randrange(edge.size)
            began = time.perf_counter()
            subtrees = inclusion(index, edge.size)
            places = tiles_of(subtrees)
            proof = hashed(subtrees, await session.tiles(places, edge.size))
            took.append(1000 * (time.perf_counter() - began))
            read, steps = read + len(places), steps + len(proof)
            assert inclusion_holds(
                index=index, size=edge.size, leaf=_leaf(index), root=edge.root, proof=proof
            )
        cpu = time.process_time() - cpu
    finally:
        await session.close()
    cuts = statistics.quantiles(took, n=100)
    return {
        "entries": edge.size,
        "p50_ms": round(cuts[49], 2),
        "p99_ms": round(cuts[98], 2),
        "cpu_ms": round(1000 * cpu / PROOFS, 2),
        "tiles_read": round(read / PROOFS, 1),
        "steps": round(steps / PROOFS, 1),
    }
