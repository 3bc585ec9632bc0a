"""The verifier alone (I10): faults that a rewriter who holds even the log's key leaves behind."""

import ast
import base64
import json
import sys
import tracemalloc
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ppit_audit_verify import (
    CannotLook,
    Fault,
    Finding,
    Key,
    Policy,
    Tree,
    Verdict,
    check_live,
    check_receipt,
    main,
    tile_path,
    verify,
)
from ppit_gateway.log.edge import RightEdge
from ppit_gateway.log.entries import Draft, Receipt, Record, make_record
from ppit_gateway.log.notes import NoteSigner
from ppit_gateway.log.proofs import proof_text, receipt_header
from ppit_gateway.log.tree import CompactRange
from ppit_witness.witness import Witness
from tests.support.merkle import inclusion_path, leaves, tiles_over, tree_hash

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
SIGNER = NoteSigner("test.kent.example/log", Ed25519PrivateKey.from_private_bytes(b"\x07" * 32))
STRANGER = NoteSigner("test.kent.example/log", Ed25519PrivateKey.from_private_bytes(b"\x08" * 32))
KEYS = [Key(key.verifier_key) for key in SIGNER.reader.keys]
HEADER = b'{"format":"ppit-audit-export/1","origin":"test.kent.example/log"}\n'


def a_record(
    index: int, kind: str, key: str, *, epoch: int = 1, body: dict[str, object] | None = None
) -> Record:
    draft = Draft(kind, key, body or {"n": index})
    return make_record(draft, index=index, epoch=epoch, recorded_at=NOW, new_salt=lambda: b"")


def entry_line(record: Record, *, leaf: str | None = None) -> bytes:
    head = json.dumps(
        {
            "index": record.index,
            "epoch": record.epoch,
            "kind": record.draft.kind,
            "key": record.draft.key,
            "recorded_at": "2026-03-02T12:00:00.000000Z",
            "hash": record.hash.hex(),
            "openings": [],
        },
        separators=(",", ":"),
    )
    return f'{head[:-1]},"leaf":{record.text if leaf is None else leaf}}}\n'.encode()


def checkpoint_line(records: Iterable[Record], signer: NoteSigner = SIGNER) -> bytes:
    tree = CompactRange().extend(record.hash for record in records)
    note = signer.sign(tree.size, tree.root)
    row = {"size": tree.size, "root": tree.root.hex(), "note": note}
    return json.dumps({"checkpoint": row}).encode() + b"\n"


def verdict(records: list[Record], kept: Iterable[str] = ()) -> Verdict:
    lines = [HEADER, *map(entry_line, records), checkpoint_line(records)]
    return verify(lines, KEYS, kept)


def test_a_log_without_entries_is_as_signed() -> None:
    assert verify([HEADER], KEYS) == Verdict(0, 0, 0, 0, CompactRange().root, None)


def test_every_outcome_and_every_unknown_has_its_open_intent() -> None:
    good = [("intent", "a"), ("intent", 'b"\\'), ("outcome", "a"), ("unknown", 'b"\\')]
    records = [a_record(index, *name) for index, name in enumerate(good)]
    assert verdict(records).finding is None
    closed_twice = [
        verdict([*records, a_record(4, kind, "a")]).finding for kind in ("outcome", "unknown")
    ]
    assert closed_twice == [Finding(4, 4, Fault.NO_INTENT)] * 2


def test_an_epoch_does_not_come_back() -> None:
    records = [a_record(n, "fact", str(n), epoch=epoch) for n, epoch in enumerate([1, 2, 1])]
    assert verdict(records).finding == Finding(2, 2, Fault.EPOCH)


def test_a_covert_entry_past_its_day_is_told_until_somebody_reveals_it() -> None:
    covert = a_record(0, "covert", "c", body={"reveal_after": "2026-02-01"})
    assert verdict([covert]).finding == Finding(0, 0, Fault.COVERT)
    assert verdict([covert, a_record(1, "reveal", "c")]).finding is None
    not_yet = a_record(0, "covert", "c", body={"reveal_after": "2026-03-01"})
    assert verdict([not_yet]).finding is None


def test_two_entries_with_one_number_are_told_apart_from_a_gap() -> None:
    lines = [entry_line(a_record(n, "fact", str(n))) for n in (0, 1, 1, 3)]
    assert verify([HEADER, *lines[:3]], KEYS).finding == Finding(2, 2, Fault.NUMBERING)
    assert verify([HEADER, *lines[:2], lines[3]], KEYS).finding == Finding(2, 2, Fault.MISSING)


@pytest.mark.parametrize("leaf", ["[]", "7", "{", "[" * 100_000, '{"sealed":5}', "", "{}\n{}"])
def test_a_leaf_that_is_no_record_is_bad_whatever_it_is(leaf: str) -> None:
    line = entry_line(a_record(0, "fact", "a"), leaf=leaf)
    finding = verify([HEADER, *line.splitlines(keepends=True)], KEYS).finding
    assert finding is not None
    assert (finding.first, finding.fault in (Fault.LEAF_HASH, Fault.LINE)) == (0, True)


@pytest.mark.parametrize(
    "line", [b"\n", b"[]\n", b"{}\n", b'{"index":1}\n', b'{"checkpoint":7}\n', b"\xff\xfe\n"]
)
def test_a_line_that_is_no_line_of_an_export_is_bad(line: bytes) -> None:
    finding = verify([HEADER, entry_line(a_record(0, "fact", "a")), line], KEYS).finding
    assert finding is not None


def test_two_checkpoints_of_one_size_that_differ_are_a_fork() -> None:
    records = [a_record(n, "fact", str(n)) for n in range(3)]
    fork = [*records[:2], a_record(2, "fact", "other")]
    lines = [*map(entry_line, records), checkpoint_line(records), checkpoint_line(fork)]
    assert verify([HEADER, *lines], KEYS).finding == Finding(2, 2, Fault.ROOT)


def test_a_log_rewritten_and_signed_again_shows_against_what_a_witness_kept() -> None:
    records = [a_record(n, "fact", str(n)) for n in range(6)]
    notes = [SIGNER.sign(size, tree_hash([one.hash for one in records[:size]])) for size in (2, 5)]
    assert verdict(records, notes).finding is None
    rewritten = [*records[:3], a_record(3, "fact", "other"), *records[4:]]
    assert verdict(rewritten).finding is None
    assert verdict(rewritten, notes).finding == Finding(2, 4, Fault.FORK)
    assert verdict(records[:4], notes).finding == Finding(4, 4, Fault.MISSING)


def test_what_was_kept_must_be_this_logs() -> None:
    with pytest.raises(CannotLook):
        verify([HEADER], KEYS, [STRANGER.sign(0, CompactRange().root)])


def test_a_file_that_is_no_export_cannot_be_looked_at() -> None:
    with pytest.raises(CannotLook):
        verify([b'{"format":"something else"}\n'], KEYS)


def test_a_long_log_is_read_in_little_memory() -> None:
    def lines() -> Iterator[bytes]:
        yield HEADER
        for n in range(4_000):
            yield entry_line(a_record(n, "fact", str(n)))

    tracemalloc.start()
    assert verify(lines(), KEYS).entries == 4_000
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 100_000  # bytes: the leaves alone are ten times as many


@pytest.mark.parametrize("every", [1, 7, 255, 256, 300])
def test_the_tree_is_that_of_rfc_6962_whenever_its_root_is_asked_for(every: int) -> None:
    hashes, tree, roots = leaves(600), Tree(), dict[int, bytes]()
    for leaf in hashes:
        tree.add(leaf)
        if tree.size % every == 0:
            roots[tree.size] = tree.root
    assert len(roots) == 600 // every
    assert roots == {size: tree_hash(hashes[:size]) for size in roots}


WITNESSES = {
    name: (Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32), f"{name}.example/w")
    for seed, name in enumerate(("a", "b", "c"), 20)
}


def witness_key(name: str) -> str:
    key, told = WITNESSES[name]
    return Witness(told, key, (), (Path(), lambda: 7)).verifier_key


def cosigned_by(name: str, note: str) -> str:
    """Return a witness's line over a note (C2SP tlog-cosignature)."""
    key, told = WITNESSES[name]
    text = note.rpartition("\n\n")[0] + "\n"
    signature = key.sign(f"cosignature/v1\ntime 7\n{text}".encode())
    raw = bytes.fromhex(witness_key(name).split("+")[1]) + (7).to_bytes(8) + signature
    return f"\u2014 {told} {base64.b64encode(raw).decode()}\n"


POLICY = Policy(
    "log test.kent.example/log\n"
    + "".join(f"witness {name} {witness_key(name)} https://{name}.example\n" for name in "abc")
    + "group two 2 a b c\nquorum two\n"
)


def published_line(records: list[Record], signers: str, *, over: int | None = None) -> bytes:
    roots = [CompactRange().extend(one.hash for one in records[:n]).root for n in range(9)]
    note = SIGNER.sign(len(records), roots[len(records)])
    other = note if over is None else SIGNER.sign(over, roots[over])
    row = {
        "size": len(records),
        "root": roots[len(records)].hex(),
        "index_root": None,
        "note": note,
        "cosignatures": [cosigned_by(name, other) for name in signers],
    }
    return json.dumps({"published": row}).encode() + b"\n"


@pytest.mark.parametrize(
    ("signers", "over", "finding"),
    [
        ("ab", None, None),
        ("abc", None, None),
        ("a", None, Finding(2, 3, Fault.QUORUM)),
        ("aa", None, Finding(2, 3, Fault.QUORUM)),
        ("ab", 3, Finding(2, 3, Fault.QUORUM)),
    ],
)
def test_i7_what_is_published_bears_as_many_witnesses_as_a_policy_asks_for(
    signers: str, over: int | None, finding: Finding | None
) -> None:
    records = [a_record(n, "fact", str(n)) for n in range(4)]
    first = [*map(entry_line, records[:2]), published_line(records[:2], "bc")]
    rest = [*map(entry_line, records[2:]), published_line(records, signers, over=over)]
    lines = [HEADER, *first, *rest]
    assert verify(lines, KEYS, policy=POLICY).finding == finding
    assert verify(lines, KEYS).finding is None


def test_i7_a_live_log_is_held_against_a_policy() -> None:
    hashes = leaves(3)
    note = SIGNER.sign(3, tree_hash(hashes))
    pages: dict[str, bytes] = {"log/tile/0/000.p/3": b"".join(hashes)}
    found = [
        check_live("log", KEYS, {**pages, "log/checkpoint": told.encode()}.__getitem__, POLICY)
        for told in (note + cosigned_by("a", note), note + cosigned_by("a", note) * 2)
    ]
    met = note + cosigned_by("a", note) + cosigned_by("c", note)
    pages["log/checkpoint"] = met.encode()
    assert [one.finding for one in found] == [Finding(0, 2, Fault.QUORUM)] * 2
    assert check_live("log", KEYS, pages.__getitem__, POLICY).finding is None


@pytest.mark.parametrize(
    "text", ["", "quorum nobody", "group g 1 nobody\nquorum g", "witness", "quorum none\nquorum g"]
)
def test_what_is_no_policy_cannot_be_held_against_anything(text: str) -> None:
    with pytest.raises(CannotLook):
        Policy(text)


def a_receipt(signer: NoteSigner = SIGNER, index: int = 3) -> str:
    hashes = leaves(7)
    proof = proof_text(index, inclusion_path(index, hashes), signer.sign(7, tree_hash(hashes)))
    return receipt_header(Receipt(index, hashes[index].hex()), proof)


def test_a_receipt_is_checked_with_the_key_alone() -> None:
    assert check_receipt(a_receipt(), KEYS) is None
    assert check_receipt(a_receipt(STRANGER), KEYS) == Finding(3, 3, Fault.CHECKPOINT)
    moved = a_receipt().replace(leaves(7)[3].hex(), leaves(7)[4].hex())
    assert check_receipt(moved, KEYS) == Finding(3, 3, Fault.PROOF)


@pytest.mark.parametrize(
    "text", ["", "index=3", 'index=3, leaf="zz", proof="AA"', 'index=3, leaf="aa", proof="!"']
)
def test_what_is_no_receipt_cannot_be_looked_at(text: str) -> None:
    with pytest.raises(CannotLook):
        check_receipt(text, KEYS)


@pytest.mark.parametrize("text", ["", "name", "a+00000000+AA==", "a+zz+!!", "a+" + "0" * 8 + "+Ag"])
def test_what_is_no_verifier_key_cannot_be_looked_with(text: str) -> None:
    with pytest.raises(CannotLook):
        Key(text)


def test_a_key_whose_hash_is_not_its_own_is_none() -> None:
    name, _, material = SIGNER.reader.keys[0].verifier_key.split("+", 2)
    assert base64.b64decode(material)
    with pytest.raises(CannotLook):
        Key(f"{name}+00000000+{material}")


def a_door(hashes: list[bytes]) -> dict[str, bytes]:
    """Return what a log of these leaves shows to the world."""
    pages = {"log/checkpoint": SIGNER.sign(len(hashes), tree_hash(hashes)).encode()}
    for (level, number), raw in tiles_over(hashes).items():
        pages[f"log/tile/{level}/{tile_path(number, len(raw) // 32)}"] = raw
    return pages


def test_a_live_log_is_held_against_what_was_seen_of_it_before() -> None:
    hashes = leaves(600)
    kept = [SIGNER.sign(size, tree_hash(hashes[:size])) for size in (2, 300, 600)]
    pages = {**a_door(hashes[:300]), **a_door(hashes)}
    assert check_live("log", KEYS, pages.__getitem__, kept=kept).finding is None
    # The tile above the leaves, as it stood when 300 entries were seen: no leaf has changed.
    rewritten = {**pages, "log/tile/1/000.p/1": bytes(32)}
    assert check_live("log", KEYS, rewritten.__getitem__).finding is None
    found = check_live("log", KEYS, rewritten.__getitem__, kept=kept).finding
    assert found == Finding(0, 255, Fault.TILE)
    newest = {**pages, "log/tile/1/000.p/2": pages["log/tile/1/000.p/2"][:32] + bytes(32)}
    assert check_live("log", KEYS, newest.__getitem__).finding == Finding(256, 511, Fault.TILE)
    # Another past, signed by our own keys.
    other = [*hashes[:100], bytes(32), *hashes[101:]]
    found = check_live("log", KEYS, a_door(other).__getitem__, kept=kept).finding
    assert found == Finding(2, 299, Fault.FORK)
    cut = check_live("log", KEYS, a_door(hashes[:300]).__getitem__, kept=kept).finding
    assert cut == Finding(300, 300, Fault.MISSING)
    with pytest.raises(CannotLook):
        check_live("log", KEYS, pages.__getitem__, kept=[STRANGER.sign(2, bytes(32))])


def test_the_command_keeps_what_it_saw_of_a_live_log(tmp_path: Path) -> None:
    hashes = leaves(300)
    state, keys = tmp_path / "state", tmp_path / "keys"
    keys.write_text("".join(f"{key.verifier_key}\n" for key in SIGNER.reader.keys))
    for name, raw in a_door(hashes).items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(raw)
    handler = partial(SimpleHTTPRequestHandler, directory=str(tmp_path))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        asked = ["live", f"http://127.0.0.1:{server.server_port}/log", "--key", str(keys)]
        asked += ["--state", str(state)]
        codes = [main(asked), main(asked)]
        assert json.loads(state.read_text()) == [a_door(hashes)["log/checkpoint"].decode()]
        state.write_text(json.dumps([SIGNER.sign(200, bytes(32))]))
        codes.append(main(asked))
        state.write_text("{")
        codes.append(main(asked))
        server.shutdown()
    assert codes == [0, 0, 1, 2]


def test_a_live_log_is_held_against_its_checkpoint_by_its_tiles() -> None:
    hashes = leaves(600)
    edge = RightEdge()
    edge.grow(hashes)
    pages = a_door(hashes)
    assert check_live("log", KEYS, pages.__getitem__).finding is None
    pages["log/tile/0/001"] = pages["log/tile/0/000"]
    assert check_live("log", KEYS, pages.__getitem__).finding == Finding(0, 599, Fault.ROOT)
    pages["log/checkpoint"] = STRANGER.sign(600, edge.root).encode()
    assert check_live("log", KEYS, pages.__getitem__).finding == Finding(0, 0, Fault.CHECKPOINT)


@pytest.mark.parametrize(
    ("number", "width", "path"),
    [(1234067, 256, "x001/x234/067"), (5, 256, "005"), (1000, 7, "x001/000.p/7")],
)
def test_tiles_are_named_as_the_standard_names_them(number: int, width: int, path: str) -> None:
    assert tile_path(number, width) == path


def test_the_command_says_what_it_found_and_ends_accordingly(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    records = [a_record(n, "fact", str(n)) for n in range(3)]
    good, bad, key = tmp_path / "good", tmp_path / "bad", tmp_path / "key"
    good.write_bytes(b"".join([HEADER, *map(entry_line, records), checkpoint_line(records)]))
    bad.write_bytes(good.read_bytes().replace(b'{"n":1}', b'{"n":4}'))
    key.write_text(f"{SIGNER.reader.keys[0].verifier_key}\n")
    codes = [main(["export", str(file), "--key", str(key)]) for file in (good, bad)]
    said = capsys.readouterr().out
    assert codes == [0, 1]
    assert said.startswith("ok: 3 entries, 1 signed checkpoints")
    assert f"bad: entry 1: {Fault.LEAF_HASH}" in said
    assert main(["export", str(tmp_path / "none"), "--key", str(key)]) == 2
    assert main(["live", "ftp://nowhere", "--key", str(key)]) == 2


def test_it_imports_nothing_of_ours() -> None:
    assert sys.modules["ppit_audit_verify"].__file__ is not None
    source = Path(str(sys.modules["ppit_audit_verify"].__file__)).read_text()
    nodes = list(ast.walk(ast.parse(source)))
    names = [one.name for node in nodes if isinstance(node, ast.Import) for one in node.names]
    names += [str(node.module) for node in nodes if isinstance(node, ast.ImportFrom)]
    roots = {name.partition(".")[0] for name in names}
    assert roots - sys.stdlib_module_names == {"cryptography"}
