"""Faults that a rewriter who holds even the log's key still leaves behind."""

import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ppit_gateway.log.entries import Draft, Record, make_record
from ppit_gateway.log.notes import NoteSigner
from ppit_gateway.log.tree import CompactRange, leaf_hash
from ppit_gateway.log.verify import Fault, Finding, StoredEntry, StoredNote, Verdict, verify

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
SIGNER = NoteSigner("test.kent.example/log", Ed25519PrivateKey.from_private_bytes(b"\x07" * 32))


def a_record(index: int, kind: str, key: str, *, epoch: int = 1) -> Record:
    draft = Draft(kind, key, {"n": index})
    return make_record(draft, index=index, epoch=epoch, recorded_at=NOW, new_salt=lambda: b"")


def stored_entry(record: Record) -> StoredEntry:
    draft, when = record.draft, record.recorded_at
    return StoredEntry(
        record.index, draft.kind, draft.key, record.hash, record.text, when, record.epoch, ()
    )


def signed(records: list[Record]) -> StoredNote:
    tree = CompactRange().extend(record.hash for record in records)
    return StoredNote(tree.size, tree.root, SIGNER.sign(tree.size, tree.root))


def verdict(records: list[Record], *, repeated: int | None = None) -> Verdict:
    entries = [stored_entry(record) for record in records]
    return verify(entries, [signed(records)], SIGNER.reader, repeated=repeated)


def test_a_log_without_entries_is_as_signed() -> None:
    assert verify([], [], SIGNER.reader) == Verdict(0, 0, 0, CompactRange().root, None)


def test_every_outcome_and_every_unknown_has_its_open_intent() -> None:
    good = [("intent", "a"), ("intent", "b"), ("outcome", "a"), ("unknown", "b")]
    records = [a_record(index, *name) for index, name in enumerate(good)]
    assert verdict(records).finding is None
    for kind in ("outcome", "unknown"):
        closed_twice = [*records, a_record(4, kind, "a")]
        assert verdict(closed_twice).finding == Finding(4, 4, Fault.NO_INTENT)


def test_an_epoch_does_not_come_back() -> None:
    records = [a_record(n, "fact", str(n), epoch=epoch) for n, epoch in enumerate([1, 2, 1])]
    assert verdict(records).finding == Finding(2, 2, Fault.EPOCH)


def test_a_name_used_again_is_named_where_it_is_used_again() -> None:
    records = [a_record(n, "fact", "same") for n in range(3)]
    assert verdict(records, repeated=1).finding == Finding(1, 1, Fault.REPEATED)


def test_two_entries_with_one_number_are_told_apart_from_a_gap() -> None:
    entries = [stored_entry(a_record(n, "fact", str(n))) for n in (0, 1, 1)]
    assert verify(entries, [], SIGNER.reader).finding == Finding(2, 2, Fault.NUMBERING)


@pytest.mark.parametrize("text", ["[]", "7", '"text"', "{", "[" * 100_000, '{"sealed":5}'])
def test_a_leaf_that_is_no_record_is_bad_whatever_it_is(text: str) -> None:
    entry = replace(
        stored_entry(a_record(0, "fact", "a")), text=text, leaf_hash=leaf_hash(text.encode())
    )
    finding = verify([entry], [], SIGNER.reader).finding
    assert finding is not None
    assert finding.fault in (Fault.NOT_CANONICAL, Fault.CONTRADICTS_COLUMNS)


def test_a_checkpoint_must_state_what_is_stored_beside_it() -> None:
    records = [a_record(n, "fact", str(n)) for n in range(3)]
    entries = [stored_entry(record) for record in records]
    note = replace(signed(records[:2]), size=3)
    assert verify(entries, [note], SIGNER.reader).finding == Finding(0, 2, Fault.CHECKPOINT)


def test_two_checkpoints_of_one_size_that_differ_are_a_fork() -> None:
    records = [a_record(n, "fact", str(n)) for n in range(3)]
    fork = [*records[:2], a_record(2, "fact", "other")]
    entries = [stored_entry(record) for record in records]
    notes = [signed(records), signed(fork)]
    assert verify(entries, notes, SIGNER.reader).finding == Finding(2, 2, Fault.ROOT)


def test_a_long_log_is_read_in_little_memory() -> None:
    def entries() -> Iterator[StoredEntry]:
        return (stored_entry(a_record(n, "fact", str(n))) for n in range(4_000))

    tracemalloc.start()
    assert verify(entries(), [], SIGNER.reader).entries == 4_000
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 100_000  # bytes: the leaves alone are ten times as many
