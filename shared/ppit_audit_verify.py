"""Verifies a disclosure log and trusts nothing: one file, the standard library and cryptography.

    python ppit_audit_verify.py export FILE --key KEY...
    python ppit_audit_verify.py receipt FILE --key KEY
    python ppit_audit_verify.py live https://HOST/log --key KEY...

KEY is a verifier key (C2SP signed-note: name+hash+key) or a file with one on each line. Give the
log's keys as you were given them when you began to trust it: a key that comes with what it
verifies proves nothing.

Exit 0: as signed. 1: not as signed; the first bad entry is named. 2: could not look.

Everything is computed here again: RFC 6962 section 2.1 and RFC 9162 section 2.1.3.2 for the tree,
C2SP tlog-checkpoint, tlog-proof and tlog-tiles for what is signed and how it is told.
"""

import argparse
import base64
import binascii
import gzip
import hashlib
import hmac
import json
import re
import sys
import urllib.request
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import cast

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PublicKey

_DASH = "\u2014 "
_INDEX = "ppit-subject-index "
_ED25519, _ML_DSA_44 = b"\x01", b"\xffppit/ml-dsa-44/v1"
_COMMITMENT = b"ppit log commitment v1\n"
_TILE = 256
_MOST = 64 * 1024 * 1024
_HEAD = re.compile(
    rb'\{"index":(\d+),"epoch":(\d+),"kind":"([a-z-]+)","key":("(?:[^"\\]|\\.)*"),'
    rb'"recorded_at":"([^"]+)","hash":"([0-9a-f]{64})","openings":(.*)'
)
_PARAMETER = re.compile(r'([a-z]+)=(?:"([^"]*)"|(\d+))')


class Fault:
    """What can be wrong, in the words in which it is told."""

    FORK = "the log signed another root of this size before"
    MISSING = "an entry is missing"
    NUMBERING = "an entry stands where another number is due"
    LINE = "the line is not one of an export"
    CONTRADICTS_COLUMNS = "the leaf says something else than its columns"
    LEAF_HASH = "the leaf does not have the hash that is stored with it"
    EPOCH = "the entry belongs to an epoch that had ended"
    COMMITMENT = "a sealed value does not open its commitment"
    NO_INTENT = "an outcome without an open intent"
    ROOT = "the entries do not have the signed root"
    CHECKPOINT = "the checkpoint is not one that this log signed"
    UNSIGNED = "no checkpoint covers the entry"
    COVERT = "a covert entry is past its day and nobody revealed it"
    PROOF = "the proof does not lead to the signed root"


class CannotLook(Exception):
    """Nobody can say: a file that is not there, a log that does not answer, a key that is none."""


class NotSigned(ValueError):
    """Not a checkpoint that the keys signed."""


@dataclass(frozen=True)
class Finding:
    """The first bad entry; up to ``last`` where only the group can be named."""

    first: int
    last: int
    fault: str


@dataclass(frozen=True)
class Verdict:
    """What was looked at before the first fault. ``root`` is the tree's over ``entries``."""

    entries: int
    checkpoints: int
    published: int
    erased: int
    root: bytes
    finding: "Finding | None"

    def as_json(self) -> str:
        return json.dumps(
            {
                "state": "ok" if self.finding is None else "bad",
                "entries": self.entries,
                "checkpoints": self.checkpoints,
                "published": self.published,
                "erased": self.erased,
                "root": self.root.hex(),
                "first_bad": self.finding.first if self.finding else None,
                "last_bad": self.finding.last if self.finding else None,
                "fault": self.finding.fault if self.finding else None,
            }
        )

    def __str__(self) -> str:
        if self.finding is None:
            return (
                f"ok: {self.entries} entries, {self.checkpoints} signed checkpoints,"
                f" {self.published} published, root {self.root.hex()}"
            )
        first, last = self.finding.first, self.finding.last
        where = f"entry {first}" if first == last else f"one of the entries {first} to {last}"
        return (
            f"bad: {where}: {self.finding.fault}\n"
            f"the {self.entries} entries before it were looked at and agree"
        )


@dataclass(frozen=True)
class Stated:
    """What a checkpoint states."""

    size: int
    root: bytes
    index_root: "bytes | None"


class Key:
    """A verifier key: what it signed, nobody else can have."""

    def __init__(self, text: str) -> None:
        try:
            self.name, given, packed = text.strip().split("+", 2)
            material = base64.b64decode(packed, validate=True)
            self.hash = hashlib.sha256(self.name.encode() + b"\n" + material).digest()[:4]
            self.post_quantum = material.startswith(_ML_DSA_44)
            self._verify: Callable[[bytes, bytes], None] = (
                MLDSA44PublicKey.from_public_bytes(material[len(_ML_DSA_44) :]).verify
                if self.post_quantum
                else Ed25519PublicKey.from_public_bytes(material[1:]).verify
            )
        except ValueError as failure:
            msg = f"not a verifier key: {text[:40]}"
            raise CannotLook(msg) from failure
        if given != self.hash.hex() or not (self.post_quantum or material[:1] == _ED25519):
            msg = f"not a verifier key of a log: {text[:40]}"
            raise CannotLook(msg)

    def signed(self, text: str, lines: Iterable[str]) -> bool:
        """Say whether one of the signature lines of a note is this key's over its text."""
        mine = [line.split(" ")[-1] for line in lines if line.startswith(f"{_DASH}{self.name} ")]
        return any(self._made(text, packed) for packed in mine)

    def _made(self, text: str, packed: str) -> bool:
        try:
            raw = base64.b64decode(packed, validate=True)
            if raw[:4] == self.hash:
                self._verify(raw[4:], text.encode())
                return True
        except (binascii.Error, ValueError, InvalidSignature):
            return False
        return False


def open_note(note: str, keys: "Sequence[Key]") -> Stated:
    """Return what a note states that all of ``keys`` signed; ``NotSigned`` for any other."""
    text, _, signatures = note.rpartition("\n\n")
    text += "\n"
    if not keys or not all(key.signed(text, signatures.splitlines()) for key in keys):
        raise NotSigned
    origin, size, root, *rest = text.splitlines()
    extension = rest[0] if rest else ""
    try:
        index = base64.b64decode(extension[len(_INDEX) :], validate=True) if extension else None
        stated = Stated(int(size), base64.b64decode(root, validate=True), index)
    except ValueError as failure:
        raise NotSigned from failure
    if origin != keys[0].name or len(rest) > 1 or str(stated.size) != size:
        raise NotSigned
    return stated


def leaf_hash(leaf: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


class Tree:
    """The tree of RFC 6962 section 2.1 as far as its entries have come: its perfect subtrees."""

    def __init__(self) -> None:
        self.size = 0
        self._peaks: list[bytes] = []

    def add(self, leaf: bytes) -> None:
        peaks, place = self._peaks, self.size
        while place & 1:
            leaf = hashlib.sha256(b"\x01" + peaks.pop() + leaf).digest()
            place >>= 1
        peaks.append(leaf)
        self.size += 1

    @property
    def root(self) -> bytes:
        if not self._peaks:
            return hashlib.sha256(b"").digest()
        node = self._peaks[-1]
        for peak in reversed(self._peaks[:-1]):
            node = node_hash(peak, node)
        return node


@dataclass
class Audit:
    """What has been seen so far. ``keys`` are the log's; all of them sign what it publishes."""

    keys: "tuple[Key, ...]"
    tree: Tree = field(default_factory=Tree)
    checkpoints: int = 0
    published: int = 0
    erased: int = 0
    _open: "set[bytes]" = field(default_factory=set[bytes])
    _covert: "dict[bytes, tuple[int, str]]" = field(default_factory=dict[bytes, tuple[int, str]])
    _epoch: int = 0
    _signed: int = 0
    _day: str = ""
    kept: "list[Stated]" = field(default_factory=list[Stated])
    """What others kept, the largest first; what has been compared is gone."""
    _agreed: int = 0

    def line(self, line: bytes) -> "Finding | None":
        """Take a line of an export: an entry, or a statement over those before it."""
        if not line.startswith(b'{"index":'):
            return self._statement(line)
        due = self.tree.size
        forked = self._forked()
        if forked is not None:
            return forked
        fault = self._entry(line)
        return Finding(due, due, fault) if fault else None

    def end(self) -> "Finding | None":
        """Say what is wrong at the end: what nobody signed, or what is covert for too long."""
        size = self.tree.size
        forked = self._forked()
        if forked is not None:
            return forked
        if self.kept:
            return Finding(size, size, Fault.MISSING)
        if self._signed < size:
            return Finding(self._signed, size - 1, Fault.UNSIGNED)
        for index, day in self._covert.values():
            # By the log's own calendar. It reveals with its next breath; a day is more than that.
            if date.fromisoformat(day) + timedelta(days=2) <= date.fromisoformat(self._day):
                return Finding(index, index, Fault.COVERT)
        return None

    def verdict(self, finding: "Finding | None") -> Verdict:
        counted = (self.checkpoints, self.published, self.erased)
        return Verdict(self.tree.size, *counted, self.tree.root, finding)

    def _forked(self) -> "Finding | None":
        """Compare what others kept of this size: a rewriter with all our keys has not theirs."""
        while self.kept and self.kept[-1].size <= self.tree.size:
            stated = self.kept.pop()
            if stated.root != self.tree.root:
                return Finding(min(self._agreed, stated.size - 1), stated.size - 1, Fault.FORK)
            self._agreed = stated.size
        return None

    def _entry(self, line: bytes) -> "str | None":
        head, mark, leaf = line.partition(b',"leaf":')
        told = _HEAD.fullmatch(head)
        leaf = leaf.rstrip(b"\n")[:-1]
        if told is None or not mark:
            return Fault.LINE
        index, epoch, kind, key, when, stated, openings = told.groups()
        if int(index) != self.tree.size:
            return Fault.MISSING if int(index) > self.tree.size else Fault.NUMBERING
        digest = hashlib.sha256(b"\x00" + leaf).digest()
        if digest.hex().encode() != stated:
            return Fault.LEAF_HASH
        # The canonical end of a leaf, from what its columns say.
        end = b',"epoch":%b,"index":%b,"key":%b,"kind":"%b","recorded_at":"%b","sealed":' % (
            *(epoch, index, key, kind, when),
        )
        at = leaf.rfind(end)
        sealed = leaf[at + len(end) :]
        if at < 0 or not sealed.startswith(b"{") or not sealed.endswith(b'},"v":1}'):
            return Fault.CONTRADICTS_COLUMNS
        if len(sealed) > len(b'{},"v":1}') and not self._opens(sealed[:-7], openings):
            return Fault.COMMITMENT
        fault = self._misused(int(epoch), kind, key, leaf)
        if fault is None:
            self._day = when[:10].decode()
            self.tree.add(digest)
        return fault

    def _opens(self, sealed: bytes, openings: bytes) -> bool:
        """Say whether what is left of the sealed values opens their commitments."""
        commitments = cast("dict[str, str]", _parsed(sealed))
        left = cast("list[list[str]]", _parsed(openings))
        self.erased += len(commitments) - len(left)
        return all(
            commitments.get(name) == _commitment(name, bytes.fromhex(salt), value)
            for name, salt, value in left
        )

    def _misused(self, epoch: int, kind: bytes, key: bytes, leaf: bytes) -> "str | None":
        if epoch < self._epoch:
            return Fault.EPOCH
        self._epoch = epoch
        if kind == b"intent":
            self._open.add(key)
        elif kind in (b"outcome", b"unknown"):
            if key not in self._open:
                return Fault.NO_INTENT
            self._open.remove(key)
        elif kind == b"covert":
            body = cast("dict[str, dict[str, str]]", _parsed(leaf))["body"]
            self._covert[key] = self.tree.size, body["reveal_after"]
        elif kind == b"reveal":
            self._covert.pop(key, None)
        return None

    def _statement(self, line: bytes) -> "Finding | None":
        told = cast("dict[str, dict[str, object]]", _parsed(line))
        published = "published" in told
        row = told.get("published") or told.get("checkpoint") or {}
        size, root = row.get("size"), row.get("root")
        last = max(int(str(size or 0)) - 1, 0)
        first = min(self._signed, last)
        try:
            keys = self.keys if published else [key for key in self.keys if not key.post_quantum]
            stated = open_note(str(row.get("note")), keys)
        except NotSigned:
            return Finding(first, last, Fault.CHECKPOINT)
        index_root = stated.index_root.hex() if stated.index_root else None
        if (stated.size, stated.root.hex()) != (size, root) or index_root != row.get("index_root"):
            return Finding(first, last, Fault.CHECKPOINT)
        if stated.size > self.tree.size:
            return Finding(self.tree.size, self.tree.size, Fault.MISSING)
        if stated.root != self.tree.root:
            return Finding(first, last, Fault.ROOT)
        self._signed = stated.size
        self.checkpoints += not published
        self.published += published
        return None


def verify(lines: Iterable[bytes], keys: "Sequence[Key]", kept: Iterable[str] = ()) -> Verdict:
    """Check an export from its first entry to its last and stop at the first fault.

    ``kept`` are checkpoints of this log that somebody kept elsewhere, a witness for one.
    """
    audit = Audit(tuple(keys))
    try:
        held = [open_note(note, [key for key in keys if not key.post_quantum]) for note in kept]
    except NotSigned as failure:
        msg = "what was kept is not a checkpoint that this log's key signed"
        raise CannotLook(msg) from failure
    audit.kept = sorted(held, key=lambda stated: -stated.size)
    stream = iter(lines)
    if b'"ppit-audit-export/1"' not in next(stream, b""):
        msg = "not an export of a disclosure log"
        raise CannotLook(msg)
    for line in stream:
        try:
            finding = audit.line(line)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            finding = Finding(audit.tree.size, audit.tree.size, Fault.LINE)
        if finding is not None:
            return audit.verdict(finding)
    return audit.verdict(audit.end())


def check_receipt(text: str, keys: "Sequence[Key]") -> "Finding | None":
    """Check an ``Audit-Receipt`` with what stands in it and the log's key, and nothing else."""
    told = {name: quoted or plain for name, quoted, plain in _PARAMETER.findall(text)}
    index = -1
    try:
        index, leaf = int(told["index"]), bytes.fromhex(told["leaf"])
        packed = told["proof"] + "=" * (-len(told["proof"]) % 4)
        head, _, note = base64.urlsafe_b64decode(packed).decode().partition("\n\n")
        version, place, *path = head.split("\n")
        stated = open_note(note, [key for key in keys if not key.post_quantum])
        steps = [base64.b64decode(step, validate=True) for step in path]
    except NotSigned:
        return Finding(index, index, Fault.CHECKPOINT)
    except (KeyError, ValueError) as failure:
        msg = "not a receipt with a proof"
        raise CannotLook(msg) from failure
    if version != "c2sp.org/tlog-proof@v1" or place != f"index {index}":
        msg = "not a receipt with a proof"
        raise CannotLook(msg)
    if inclusion_root(index, stated.size, leaf, steps) != stated.root:
        return Finding(index, index, Fault.PROOF)
    return None


def inclusion_root(index: int, size: int, leaf: bytes, path: Iterable[bytes]) -> "bytes | None":
    """Return the root to which a proof leads (RFC 9162 2.1.3.2); None if it leads nowhere."""
    if not 0 <= index < size:
        return None
    place, last, node = index, size - 1, leaf
    for step in path:
        if last == 0:
            return None
        if place & 1 or place == last:
            node = node_hash(step, node)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            node = node_hash(node, step)
        place, last = place >> 1, last >> 1
    return node if last == 0 else None


def check_live(url: str, keys: "Sequence[Key]", fetch: "Callable[[str], bytes]") -> Verdict:
    """Fetch the newest published checkpoint and hold every leaf's hash against it."""
    note = fetch(f"{url}/checkpoint").decode()
    audit = Audit(tuple(keys))
    try:
        stated = open_note(note, keys)
    except NotSigned:
        return audit.verdict(Finding(0, 0, Fault.CHECKPOINT))
    for start in range(0, stated.size, _TILE):
        width = min(_TILE, stated.size - start)
        tile = fetch(f"{url}/tile/0/{tile_path(start // _TILE, width)}")
        for at in range(0, 32 * width, 32):
            audit.tree.add(tile[at : at + 32])
    audit.published = 1
    fault = None if audit.tree.root == stated.root else Finding(0, stated.size - 1, Fault.ROOT)
    return audit.verdict(fault)


def tile_path(number: int, width: int) -> str:
    """Return the last elements of a tile's path (C2SP tlog-tiles)."""
    groups = re.findall("...", f"{number:0{3 * max(1, -(-len(str(number)) // 3))}d}")
    path = "/".join([*(f"x{group}" for group in groups[:-1]), groups[-1]])
    return path if width == _TILE else f"{path}.p/{width}"


def _commitment(name: str, salt: bytes, value: str) -> str:
    told = json.dumps([name, value], ensure_ascii=False, separators=(",", ":")).encode()
    return hmac.digest(salt, _COMMITMENT + told, hashlib.sha256).hex()


def _parsed(text: bytes) -> object:
    return cast("object", json.loads(text))


def _keys(given: Iterable[str]) -> "list[Key]":
    keys: list[Key] = []
    for one in given:
        path = Path(one)
        text = one if "+" in one and not path.exists() else path.read_text()
        keys += [Key(line) for line in text.splitlines() if line.strip()]
    return keys


def _lines(path: Path) -> "Iterator[bytes]":
    with path.open("rb") as stream:
        packed = stream.read(2) == b"\x1f\x8b"
    with gzip.open(path) if packed else path.open("rb") as stream:
        yield from stream


def _fetched(url: str) -> bytes:
    if not url.startswith(("https://", "http://")):
        msg = "a log is at an http address"
        raise CannotLook(msg)
    with urllib.request.urlopen(url, timeout=30) as answer:  # noqa: S310  # looked at above
        return cast("bytes", answer.read(_MOST))


def _looked(arguments: argparse.Namespace) -> "tuple[bool, str]":
    keys, subject = _keys(cast("list[str]", arguments.key)), cast("str", arguments.subject)
    if arguments.command == "receipt":
        finding = check_receipt(Path(subject).read_text(), keys)
        told = "ok: the entry is in the signed log" if finding is None else f"bad: {finding.fault}"
        return finding is None, told
    if arguments.command == "live":
        verdict = check_live(subject.rstrip("/"), keys, _fetched)
    else:
        kept = [Path(one).read_text() for one in cast("list[str]", arguments.kept)]
        verdict = verify(_lines(Path(subject)), keys, kept)
    return verdict.finding is None, verdict.as_json() if arguments.json else str(verdict)


def main(given: "list[str] | None" = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("command", choices=["export", "receipt", "live"])
    parser.add_argument("subject", metavar="FILE|URL")
    parser.add_argument("--key", action="append", required=True, help="a verifier key, or a file")
    parser.add_argument("--kept", action="append", default=[], help="a checkpoint kept elsewhere")
    parser.add_argument("--json", action="store_true", help="one JSON object on one line")
    try:
        good, told = _looked(parser.parse_args(given))
    except (CannotLook, OSError, EOFError, UnicodeDecodeError) as failure:
        sys.stderr.write(f"could not look: {failure}\n")
        return 2
    sys.stdout.write(f"{told}\n")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
