"""Verifies a disclosure log and trusts nothing: one file, the standard library and cryptography.

    python ppit_audit_verify.py export FILE --key KEY...
    python ppit_audit_verify.py export FOLDER --key KEY...
    python ppit_audit_verify.py receipt FILE --key KEY
    python ppit_audit_verify.py live https://HOST/log --key KEY...
    python ppit_audit_verify.py subject FILE --key KEY...

With --state FILE, `live` keeps the checkpoints that it has seen, and holds the log of today against
each of them: a past that was rewritten since is found, in the leaves or in the tiles above them.
With --policy FILE (C2SP tlog-policy) what is published must also bear the signatures of as many
witnesses as it asks for.

An export may hold a part of the log. Of what it leaves out it then has the hashes alone, and every
number is accounted for: what it holds stands in the signed tree, and where it is about subjects or
about a time, that no other entry is meant is proved too; where nothing proves that, it says so.

Of a FOLDER each file is one part of an export as the log's keeper answered it, JSON with number,
parts, sha256 and content: every part must be there, none twice, none changed on the way; together
they are then verified as the one file that they are, of one log and one checkpoint.

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
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Union, cast

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PublicKey

_DASH = "\u2014 "
_INDEX = "ppit-subject-index "
_COSIGNATURE, _STAMP = b"\x04", 12
_ED25519, _ML_DSA_44 = b"\x01", b"\xffppit/ml-dsa-44/v1"
_COMMITMENT = b"ppit log commitment v1\n"
_NOTHING = bytes(32)
_TILE = 256
_REPORT = "ppit-subject-report/v1"
_WHOLE, _PART = "ppit-audit-export/1", "ppit-audit-extract/1"
_NAMING = (b"fact", b"alias", b"reveal")
_HEEDED = frozenset([*_NAMING, b"intent", b"outcome", b"unknown", b"covert"])
_MARKS = (
    *(b'"subjects_searched":["', b'"subjects_disclosed":["'),
    *(b'"pseudonyms":["', b'"value":"'),
)
"""In a leaf without any of these nobody is named: it need not be read."""
_MOST = 64 * 1024 * 1024
_PLAIN = re.compile(
    rb'\{"index":([0-9]+),"epoch":([0-9]+),"kind":"([a-z-]+)","key":("[^"\\]+"),'
    rb'"recorded_at":"([^"\\]+)","hash":"(.{64})","openings":\[\],"leaf":'
)
_END = b',"epoch":%b,"index":%b,"key":%b,"kind":"%b","recorded_at":"%b","sealed":{},"v":1}}\n'
"""How nearly every line begins, and how it ends then: a leaf is canonical, and closes with what the
columns say. Nothing was sealed in it, and nothing in its key needs escaping.
"""
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
    LEFT_OUT = "it names somebody, and the index of subjects leaves it out"
    TILE = "a tile above the leaves has not the hashes of the tiles below it"
    QUORUM = "fewer witnesses than the policy asks for have signed what was published"
    INDEX = "the index of subjects is not that of the entries"
    NOT_ALL = "its entries are not those that the log's index has, or not all"


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
class Part:
    """What an export of a part says of itself. ``proved`` is what shows that nothing else is meant:
    SUBJECTS, their index; TIME, the order of the log; None, nothing does.
    """

    size: int
    left_out: int
    asked: "dict[str, object]"
    proved: "str | None"

    def __str__(self) -> str:
        told = {
            "SUBJECTS": "proved: no other entry names these subjects",
            "TIME": "proved: by the order of the log no other entry is of this time",
        }.get(self.proved or "", "nothing proves that no other entry is meant")
        asked = json.dumps(self.asked, ensure_ascii=True)
        return f"a part of {self.size} entries, {self.left_out} left out; asked: {asked}\n{told}"


@dataclass(frozen=True)
class Verdict:
    """What was looked at before the first fault. ``root`` is the tree's over ``entries``, and over
    what a ``part`` leaves out. ``joined`` counts the parts of a folder, each there once.
    """

    entries: int
    checkpoints: int
    published: int
    erased: int
    root: bytes
    finding: "Finding | None"
    part: "Part | None" = None
    joined: int = 0

    def as_json(self) -> str:
        told = self.part and {
            "size": self.part.size,
            "left_out": self.part.left_out,
            "asked": self.part.asked,
            "proved": self.part.proved,
        }
        return json.dumps(
            {
                **({"part": told} if told else {}),
                **({"joined": self.joined} if self.joined else {}),
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
            good = (
                f"ok: {self.entries} entries, {self.checkpoints} signed checkpoints,"
                f" {self.published} published, root {self.root.hex()}"
            )
            joined = f"all {self.joined} parts are there, each once, and are one file"
            return "\n".join(
                (good, *([joined] if self.joined else ()), *([str(self.part)] if self.part else ()))
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


class Policy:
    """How many of which witnesses must have signed (C2SP tlog-policy): a tree of groups."""

    def __init__(self, text: str) -> None:
        self._witnesses: dict[str, str] = {}
        self._groups: dict[str, tuple[int, list[str]]] = {}
        self._quorum = ""
        try:
            for line in text.splitlines():
                self._take(line.split())
        except (ValueError, IndexError) as failure:
            msg = "not a witness policy"
            raise CannotLook(msg) from failure
        if self._quorum not in {*self._witnesses, *self._groups, "none"}:
            msg = "a witness policy without a quorum"
            raise CannotLook(msg)

    def _take(self, words: "list[str]") -> None:
        if not words or words[0].startswith("#") or words[0] == "log":
            return
        word, name, *rest = words
        if word == "witness":
            self._witnesses[name] = rest[0]
        elif word == "group":
            least = {"any": 1, "all": len(rest) - 1}.get(rest[0])
            members = rest[1:]
            if not set(members) <= {*self._witnesses, *self._groups}:
                raise ValueError
            self._groups[name] = int(rest[0]) if least is None else least, members
        elif word == "quorum" and not self._quorum:
            self._quorum = name
        else:
            raise ValueError

    def met(self, note: str, cosignatures: Iterable[str] = ()) -> bool:
        """Say whether a quorum signed the note's text; its signatures stand below it or beside."""
        text, _, below = note.rpartition("\n\n")
        lines = [*below.splitlines(), *(one.rstrip("\n") for one in cosignatures)]
        return self._quorum == "none" or self._counts(self._quorum, text + "\n", lines)

    def _counts(self, name: str, text: str, lines: "list[str]") -> bool:
        if name in self._witnesses:
            return any(_cosigned(self._witnesses[name], text, line) for line in lines)
        least, members = self._groups[name]
        return sum(self._counts(one, text, lines) for one in members) >= max(least, 1)


def _cosigned(verifier_key: str, text: str, line: str) -> bool:
    """Say whether a line is a witness's over a checkpoint's text (C2SP tlog-cosignature)."""
    try:
        name, _, packed = verifier_key.split("+", 2)
        material = base64.b64decode(packed, validate=True)
        named = hashlib.sha256(name.encode() + b"\n" + material).digest()[:4]
        dash, signer, told = line.split(" ")
        raw = base64.b64decode(told, validate=True)
        when = int.from_bytes(raw[4:_STAMP], "big")
        said = f"cosignature/v1\ntime {when}\n{text}".encode()
        Ed25519PublicKey.from_public_bytes(material[1:]).verify(raw[_STAMP:], said)
    except (ValueError, InvalidSignature):
        return False
    mine = (dash + " ", signer, raw[:4]) == (_DASH, name, named)
    return mine and material[:1] == _COSIGNATURE


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
    """The tree of RFC 6962 section 2.1 as far as its entries have come: at each height the perfect
    subtrees that wait for what stands beside them. They are hashed a row at a time.
    """

    def __init__(self) -> None:
        self.size = 0
        self._rows: list[list[bytes]] = [[]]

    def add(self, leaf: bytes) -> None:
        self.size += 1
        leaves = self._rows[0]
        leaves.append(leaf)
        if len(leaves) >= _TILE:
            self._pair()

    def skip(self, height: int, node: bytes) -> None:
        """Take a perfect subtree by its root alone; it stands at a multiple of its own width."""
        self._pair()
        self._rows += [[] for _ in range(height + 1 - len(self._rows))]
        self._rows[height].append(node)
        self.size += 1 << height

    @property
    def root(self) -> bytes:
        self._pair()
        lone = [row[0] for row in self._rows if row]
        if not lone:
            return hashlib.sha256(b"").digest()
        node, *above = lone
        for peak in above:
            node = node_hash(peak, node)
        return node

    def _pair(self) -> None:
        """Leave at most one subtree at each height."""
        sha256, height = hashlib.sha256, 0
        while height < len(self._rows):
            row = self._rows[height]
            if len(row) > 1:
                if height + 1 == len(self._rows):
                    self._rows.append([])
                pairs = zip(row[::2], row[1::2], strict=False)
                self._rows[height + 1] += [
                    sha256(b"\x01" + one + two).digest() for one, two in pairs
                ]
                self._rows[height] = row[-1:] if len(row) & 1 else []
            height += 1


_Node = Union[None, bytes, "_Fork"]
"""A subtree of no subject, of one (its key), or of several."""


class SubjectMap:
    """Whom the entries name, as the map whose root each published checkpoint states.

    A binary trie over the bits of ``subject_key``: a node is 0x03 over two subtrees, a subtree with
    one subject is that subject's leaf (0x02, key, count of entries, head of the chain over them),
    an empty one is 32 zero bytes.
    """

    def __init__(self) -> None:
        self._heads: dict[bytes, tuple[int, bytes]] = {}
        self._top: _Node = None
        self._since: list[tuple[int, bytes]] = []
        self._before: dict[bytes, tuple[int, bytes]] = {}
        self.size = 0

    def add(self, index: int, pseudonyms: Iterable[str]) -> None:
        for key in map(subject_key, pseudonyms):
            head = self._heads.get(key, (0, _NOTHING))
            self._before.setdefault(key, head)
            self._since.append((index, key))
            self._heads[key] = named_by(head, [index])

    def check(self, root: bytes, size: int) -> "Finding | None":
        """Compare with what was published at ``size``, and name the entry that it leaves out."""
        for key in self._before:
            self._top = _grown(self._top, key, 0)
        if self._hash(self._top) != root:
            return self._left_out(root) or Finding(self.size, size - 1, Fault.INDEX)
        self._since, self._before, self.size = [], {}, size
        return None

    def _left_out(self, root: bytes) -> "Finding | None":
        of_key: dict[bytes, list[int]] = {}
        for index, key in self._since:
            of_key.setdefault(key, []).append(index)
        for index, key in self._since:
            others = [one for one in of_key[key] if one != index]
            head = named_by(self._before[key], others)
            leaf = subject_leaf(key, head) if head[0] else _NOTHING
            if self._instead(self._top, key, 0, leaf)[0] == root:
                return Finding(index, index, Fault.LEFT_OUT)
        return None

    def _hash(self, node: "_Node") -> bytes:
        if node is None:
            return _NOTHING
        if isinstance(node, bytes):
            return subject_leaf(node, self._heads[node])
        if node.hash is None:
            node.hash = _above(self._hash(node.sides[0]), self._hash(node.sides[1]))
        return node.hash

    def _instead(self, node: "_Node", key: bytes, depth: int, leaf: bytes) -> "tuple[bytes, bool]":
        """Return the subtree's hash if ``key`` had this leaf, and whether it has several."""
        if not isinstance(node, _Fork):
            return leaf, False
        side = _bit(key, depth)
        changed, several = self._instead(node.sides[side], key, depth + 1, leaf)
        other = node.sides[1 - side]
        beside = self._hash(other)
        if not several and not isinstance(other, _Fork) and _NOTHING in (changed, beside):
            return (beside if changed == _NOTHING else changed), False
        return (_above(beside, changed) if side else _above(changed, beside)), True


class _Fork:
    """A subtree of several subjects. ``hash`` is None while it is not known."""

    def __init__(self) -> None:
        self.sides: list[_Node] = [None, None]
        self.hash: bytes | None = None


def _grown(node: "_Node", key: bytes, depth: int) -> "_Node":
    if node is None or node == key:
        return key
    if isinstance(node, bytes):
        fork = _Fork()
        fork.sides[_bit(node, depth)] = node
        node = fork
    node.hash = None
    side = _bit(key, depth)
    node.sides[side] = _grown(node.sides[side], key, depth + 1)
    return node


def _above(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x03" + left + right).digest()


def _bit(key: bytes, depth: int) -> int:
    return key[depth >> 3] >> (7 - (depth & 7)) & 1


def subject_key(pseudonym: str) -> bytes:
    return hashlib.sha256(b"ppit subject v1\n" + pseudonym.encode()).digest()


def named_by(head: "tuple[int, bytes]", entries: Iterable[int]) -> "tuple[int, bytes]":
    """Return count and head of a subject when these entries, in this order, have named it too."""
    count, link = head
    for index in entries:
        link = hashlib.sha256(b"\x04" + link + index.to_bytes(8, "big")).digest()
        count += 1
    return count, link


def subject_leaf(key: bytes, head: "tuple[int, bytes]") -> bytes:
    return hashlib.sha256(b"\x02" + key + head[0].to_bytes(8, "big") + head[1]).digest()


def names_of(leaf: "dict[str, object]") -> "frozenset[str]":
    """Return whom an entry names: facts, aliases and reveals do, no other kind."""
    body = _members(leaf.get("body"))
    if leaf.get("kind") == "fact":
        fact = _members(body.get("fact"))
        return _texts(fact.get("subjects_searched")) | _texts(fact.get("subjects_disclosed"))
    if leaf.get("kind") == "alias":
        return _texts(body.get("pseudonyms"))
    if leaf.get("kind") == "reveal":
        openings = _members(body.get("openings")).values()
        return _texts([_members(one).get("value") for one in openings])
    return frozenset()


@dataclass
class Audit:
    """What has been seen so far. ``keys`` are the log's; all of them sign what it publishes."""

    keys: "tuple[Key, ...]"
    policy: "Policy | None" = None
    tree: Tree = field(default_factory=Tree)
    checkpoints: int = 0
    published: int = 0
    erased: int = 0
    _open: "set[bytes]" = field(default_factory=set[bytes])
    _covert: "dict[bytes, tuple[int, str]]" = field(default_factory=dict[bytes, tuple[int, str]])
    _epoch: bytes = b"0"
    _signed: int = 0
    _witnessed: int = 0
    _last_published: int = 0
    _last: bytes = b""
    kept: "list[Stated]" = field(default_factory=list[Stated])
    """What others kept, the largest first; what has been compared is gone."""
    _agreed: int = 0
    _subjects: SubjectMap = field(default_factory=SubjectMap)

    def line(self, line: bytes) -> "Finding | None":
        """Take a line of an export: an entry, or a statement over those before it."""
        if not line.startswith(b'{"index":'):
            return self._statement(line)
        due = self.tree.size
        if self.kept:
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
        if self.policy is not None and self._witnessed < max(self._last_published, 1):
            return Finding(self._witnessed, max(self._last_published, 1) - 1, Fault.QUORUM)
        last = date.fromisoformat(self._last[:10].decode()) if self._covert else date.min
        for index, day in self._covert.values():
            # By the log's own calendar. It reveals with its next breath; a day is more than that.
            if date.fromisoformat(day) + timedelta(days=2) <= last:
                return Finding(index, index, Fault.COVERT)
        return None

    def take_leaves(self, hashes: Iterable[bytes]) -> "Finding | None":
        """Take leaves by their hashes, as far as they agree with what was kept."""
        for one in hashes:
            forked = self._forked() if self.kept else None
            if forked is not None:
                return forked
            self.tree.add(one)
        return None

    def end_of_leaves(self) -> "Finding | None":
        """Say what is wrong with the last leaves: what was kept may have had more of them."""
        size = self.tree.size
        return self._forked() or (Finding(size, size, Fault.MISSING) if self.kept else None)

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
        """Take an entry. Of most nothing is read but how the line begins and how the leaf ends."""
        begins = _PLAIN.match(line)
        if begins is None:
            return self._rare(line)
        index, epoch, kind, key, when, stated = begins.groups()
        leaf = line[begins.end() : -2]
        digest = hashlib.sha256(b"\x00" + leaf).digest()
        if (
            not line.endswith(_END % (epoch, index, key, kind, when))
            or epoch != self._epoch
            or int(index) != self.tree.size
            or binascii.hexlify(digest) != stated
        ):
            return self._rare(line)
        fault = self._misused(kind, key, leaf) if kind in _HEEDED else None
        if fault is None:
            self._last = when
            self.tree.add(digest)
        return fault

    def _rare(self, line: bytes) -> "str | None":
        """Take an entry of any form, or say what is wrong with it."""
        head, mark, leaf = line.partition(b',"leaf":')
        told = _HEAD.fullmatch(head)
        leaf = leaf.rstrip(b"\n")[:-1]
        if told is None or not mark:
            return Fault.LINE
        index, epoch, kind, key, when, stated, openings = told.groups()
        if int(index) != self.tree.size:
            return Fault.MISSING if int(index) > self.tree.size else Fault.NUMBERING
        digest = leaf_hash(leaf)
        if digest.hex().encode() != stated:
            return Fault.LEAF_HASH
        end = b',"epoch":%b,"index":%b,"key":%b,"kind":"%b","recorded_at":"%b","sealed":' % (
            *(epoch, index, key, kind, when),
        )
        at = leaf.rfind(end)
        sealed = leaf[at + len(end) :]
        if at < 0 or not sealed.startswith(b"{") or not sealed.endswith(b'},"v":1}'):
            return Fault.CONTRADICTS_COLUMNS
        if len(sealed) > len(b'{},"v":1}') and not self._opens(sealed[:-7], openings):
            return Fault.COMMITMENT
        ended = int(epoch) < int(self._epoch)
        fault = Fault.EPOCH if ended else self._misused(kind, key, leaf)
        if fault is None:
            self._epoch, self._last = epoch, when
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

    def _misused(self, kind: bytes, key: bytes, leaf: bytes) -> "str | None":
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
        if kind in _NAMING and any(mark in leaf for mark in _MARKS):
            self._subjects.add(self.tree.size, names_of(_members(_parsed(leaf))))
        return None

    def _unlike_index(self, stated: Stated) -> "Finding | None":
        if stated.index_root is None:
            return None
        return self._subjects.check(stated.index_root, stated.size)

    def _count_witnesses(self, row: "dict[str, object]", size: int) -> None:
        self._last_published = size
        cosignatures = [str(one) for one in _listed(row.get("cosignatures"))]
        if self.policy is not None and self.policy.met(str(row.get("note")), cosignatures):
            self._witnessed = size

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
        found = self._unlike_index(stated)
        if found is not None:
            return found
        if published:
            self._count_witnesses(row, stated.size)
        self._signed = stated.size
        self.checkpoints += not published
        self.published += published
        return None


@dataclass
class PartAudit(Audit):
    """What has been seen of a part of a log: each number is an entry, or left out and hashed."""

    size: int = 0
    left_out: int = 0
    asked: "dict[str, object]" = field(default_factory=dict[str, object])
    subjects: "list[dict[str, object]]" = field(default_factory=list["dict[str, object]"])
    _wanted: "set[int]" = field(default_factory=set[int])
    _leaves: "dict[int, dict[str, object]]" = field(default_factory=dict[int, "dict[str, object]"])
    _closed: bool = False
    _resumed: bool = False
    _in_order: bool = True

    def begin(self, header: "dict[str, object]") -> None:
        """Take what the file says of itself: what was asked, and the proofs about subjects."""
        self.size, self.asked = _number(header["size"]), _members(header["asked"])
        self.subjects = _objects(header["subjects"])
        self._wanted = {_number(one) for each in self.subjects for one in _listed(each["entries"])}

    def line(self, line: bytes) -> "Finding | None":
        if line.startswith(b'{"left_out":'):
            return self._skipped(_members(_members(_parsed(line))["left_out"]))
        finding = super().line(line)
        if self._resumed and finding is None and line.startswith(b'{"index":'):
            self._resumed = False
            self._in_order &= self._last.decode() < str(self.asked.get("since") or "")
        return finding

    def end(self) -> "Finding | None":
        if not self._closed:
            due = self.tree.size
            return Finding(due, due, Fault.MISSING if due < self.size else Fault.UNSIGNED)
        return super().end()

    def verdict(self, finding: "Finding | None") -> Verdict:
        counted = (self.checkpoints, self.published, self.erased)
        part = Part(self.size, self.left_out, self.asked, self._proved())
        held = self.tree.size - self.left_out
        return Verdict(held, *counted, self.tree.root, finding, part)

    def _proved(self) -> "str | None":
        given = {name for name, value in self.asked.items() if value}
        named = {str(one["pseudonym"]) for one in self.subjects}
        if given == {"subjects"} and _texts(self.asked["subjects"]) <= named:
            return "SUBJECTS"
        return "TIME" if given and given <= {"since", "until"} and self._in_order else None

    def _skipped(self, told: "dict[str, object]") -> "Finding | None":
        """Take the hashes of entries that are left out: of the widest subtrees, in order."""
        start, end = _number(told["from"]), _number(told["to"])
        due = self.tree.size
        heights, nodes = list(_heights(start, end)), _hashes(told["hashes"])
        if start != due or not start < end <= self.size:
            return Finding(due, due, Fault.NUMBERING)
        if len(heights) != len(nodes) or any(len(node) != len(_NOTHING) for node in nodes):
            return Finding(due, due, Fault.LINE)
        for height, node in zip(heights, nodes, strict=True):
            self.tree.skip(height, node)
        self.left_out += end - start
        # Of a time: before it, only what ends before it begins; after it, all that is left.
        until = str(self.asked.get("until") or "~")
        self._in_order &= start == 0 or (end == self.size and self._last.decode() >= until)
        self._resumed = end < self.size
        return None

    def _misused(self, kind: bytes, key: bytes, leaf: bytes) -> "str | None":
        """Keep what the proofs are about. That something is not there is no fault of a part."""
        del key
        if kind == b"covert" or self.tree.size in self._wanted:
            self._leaves[self.tree.size] = _members(_parsed(leaf))
        return None

    def _unlike_index(self, stated: Stated) -> "Finding | None":
        if stated.size != self.size or stated.index_root is None:
            return None
        self._closed = True
        about = {str(one["pseudonym"]) for one in self.subjects}
        for one in self.subjects:
            fault = _subject_fault(one, about, self._leaves, stated.index_root)
            if fault is not None:
                index, said = fault
                first, last = (0, self.size - 1) if index is None else (index, index)
                return Finding(first, last, said)
        return None


def _heights(start: int, end: int) -> "Iterator[int]":
    """Give the heights of the widest perfect subtrees that make up entries ``start`` to ``end``."""
    while start < end:
        height = (end - start).bit_length() - 1
        if start:
            height = min(height, (start & -start).bit_length() - 1)
        yield height
        start += 1 << height


def verify(
    lines: Iterable[bytes],
    keys: "Sequence[Key]",
    kept: Iterable[str] = (),
    policy: "Policy | None" = None,
) -> Verdict:
    """Check an export from its first entry to its last and stop at the first fault.

    ``kept`` are checkpoints of this log that somebody kept elsewhere, a witness for one.
    """
    stream = iter(lines)
    audit = _begun(next(stream, b""), tuple(keys), policy)
    try:
        held = [open_note(note, [key for key in keys if not key.post_quantum]) for note in kept]
    except NotSigned as failure:
        msg = "what was kept is not a checkpoint that this log's key signed"
        raise CannotLook(msg) from failure
    if held and isinstance(audit, PartAudit):
        msg = "what was kept is compared with a whole log, and this is a part of one"
        raise CannotLook(msg)
    audit.kept = sorted(held, key=lambda stated: -stated.size)
    for line in stream:
        try:
            finding = audit.line(line)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            finding = Finding(audit.tree.size, audit.tree.size, Fault.LINE)
        if finding is not None:
            return audit.verdict(finding)
    return audit.verdict(audit.end())


def _begun(header: bytes, keys: "tuple[Key, ...]", policy: "Policy | None") -> Audit:
    """Read what an export says it is."""
    try:
        told = _members(_parsed(header))
        if told.get("format") == _WHOLE:
            return Audit(keys, policy)
        if told.get("format") == _PART:
            part = PartAudit(keys, policy)
            part.begin(told)
            return part
    except (ValueError, KeyError, TypeError, RecursionError) as failure:
        msg = "not an export of a disclosure log"
        raise CannotLook(msg) from failure
    msg = "not an export of a disclosure log"
    raise CannotLook(msg)


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


def check_subject(report: "dict[str, object]", keys: "Sequence[Key]") -> "str | None":
    """Return what is wrong with a subject's report, None if it is whole and proved.

    Whole: every entry that names one of the pseudonyms, and every pseudonym that the log says is
    the same person. Nobody can say whether these are all pseudonyms of a person: that is for
    whoever has the keys that made them.
    """
    try:
        stated = open_note(str(report["checkpoint"]), keys)
    except NotSigned:
        return Fault.CHECKPOINT
    if stated.index_root is None:
        return "the checkpoint states no index of subjects"
    leaves: dict[int, dict[str, object]] = {}
    for entry in _objects(report["entries"]):
        index, text = _number(entry["index"]), str(entry["leaf"])
        steps = _hashes(entry["proof"])
        digest = leaf_hash(text.encode())
        if inclusion_root(index, stated.size, digest, steps) != stated.root:
            return f"entry {index}: {Fault.PROOF}"
        leaves[index] = cast("dict[str, object]", _parsed(text.encode()))
    subjects = _objects(report["subjects"])
    about = {str(subject["pseudonym"]) for subject in subjects}
    for one in subjects:
        fault = _subject_fault(one, about, leaves, stated.index_root)
        if fault is not None:
            index, said = fault
            return said if index is None else f"entry {index}: {said}"
    return _stray(subjects, leaves)


def _subject_fault(
    subject: "dict[str, object]",
    about: "set[str]",
    leaves: "dict[int, dict[str, object]]",
    root: bytes,
) -> "tuple[int | None, str] | None":
    """Return what is wrong with what is said of one pseudonym, and of which entry."""
    pseudonym = str(subject["pseudonym"])
    entries = [_number(one) for one in _listed(subject["entries"])]
    if _subject_root(subject, pseudonym, entries) != root:
        return None, f"{pseudonym}: {Fault.NOT_ALL}"
    for index in entries:
        leaf = leaves.get(index)
        if leaf is None:
            return index, f"it names {pseudonym} and is left out"
        if pseudonym not in names_of(leaf):
            return index, f"it does not name {pseudonym}"
        if leaf.get("kind") == "alias" and not names_of(leaf) <= about:
            return index, "it says who is the same person, and they are left out"
        if leaf.get("kind") == "reveal" and not _reveals(leaf, leaves):
            return index, "it does not open the covert entry that it reveals"
    return None


def _subject_root(subject: "dict[str, object]", pseudonym: str, entries: "list[int]") -> bytes:
    """Return the root to which the proof leads, of these entries or of none."""
    key, siblings = subject_key(pseudonym), _hashes(subject["siblings"])
    depth = len(siblings)
    end = _members(subject["end"])
    there, count, head = key, *named_by((0, _NOTHING), entries)
    if not entries and end:
        # Absent: somebody else's leaf stands where the pseudonym's would.
        (there, head), count = _hashes([end["key"], end["head"]]), _number(end["count"])
        if there == key or any(_bit(there, at) != _bit(key, at) for at in range(depth)):
            return b""
    ordered = entries == sorted(set(entries))
    if not ordered or any(len(one) != len(_NOTHING) for one in (*siblings, there, head)):
        return b""
    if siblings and siblings[-1] == _NOTHING:
        return b""
    node = subject_leaf(there, (count, head)) if count else _NOTHING
    for at in reversed(range(depth)):
        node = _above(siblings[at], node) if _bit(key, at) else _above(node, siblings[at])
    return node


def _reveals(reveal: "dict[str, object]", leaves: "dict[int, dict[str, object]]") -> bool:
    body = _members(reveal.get("body"))
    covert = _members(leaves.get(_number(body.get("covert"))))
    openings = {name: _members(one) for name, one in _members(body.get("openings")).items()}
    return (
        covert.get("kind") == "covert"
        and covert.get("key") == reveal.get("key")
        and {
            name: _commitment(name, bytes.fromhex(str(one["salt"])), str(one["value"]))
            for name, one in openings.items()
        }
        == _members(covert.get("sealed"))
    )


def _stray(
    subjects: "list[dict[str, object]]", leaves: "dict[int, dict[str, object]]"
) -> "str | None":
    """Name an entry of the report that is about nobody in it."""
    meant = {_number(one) for subject in subjects for one in _listed(subject["entries"])}
    meant |= {
        _number(_members(leaves[one].get("body")).get("covert"))
        for one in meant
        if leaves[one].get("kind") == "reveal"
    }
    stray = sorted(leaves.keys() - meant)
    return f"entry {stray[0]}: it names nobody of the report" if stray else None


def consistency_roots(
    old: int, root: bytes, size: int, path: Sequence[bytes]
) -> "tuple[bytes, bytes] | None":
    """Return the roots of both trees to which a proof leads (RFC 9162 2.1.4.2), if anywhere."""
    steps = [root, *path] if old & (old - 1) == 0 else list(path)
    if not 0 < old < size or not steps:
        return None
    place, last = old - 1, size - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    before = after = steps[0]
    for step in steps[1:]:
        if last == 0:
            return None
        if place & 1 or place == last:
            before, after = node_hash(step, before), node_hash(step, after)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            after = node_hash(after, step)
        place, last = place >> 1, last >> 1
    return (before, after) if last == 0 else None


def check_live(
    url: str,
    keys: "Sequence[Key]",
    fetch: "Callable[[str], bytes]",
    policy: "Policy | None" = None,
    kept: "Iterable[str]" = (),
) -> Verdict:
    """Fetch the newest published checkpoint and hold every tile against it, and against every
    checkpoint that was ``kept`` when it was looked at before.
    """
    note = fetch(f"{url}/checkpoint").decode()
    audit = Audit(tuple(keys))
    try:
        stated = open_note(note, keys)
    except NotSigned:
        return audit.verdict(Finding(0, 0, Fault.CHECKPOINT))
    try:
        seen = [open_note(one, keys) for one in kept]
    except NotSigned as failure:
        msg = "what was kept is not a checkpoint that this log's keys signed"
        raise CannotLook(msg) from failure
    audit.kept = sorted(seen, key=lambda one: -one.size)
    roots: list[bytes] = []
    for start in range(0, stated.size, _TILE):
        width = min(_TILE, stated.size - start)
        tile = fetch(f"{url}/tile/0/{tile_path(start // _TILE, width)}")
        forked = audit.take_leaves([tile[at : at + 32] for at in range(0, 32 * width, 32)])
        if forked is not None:
            return audit.verdict(forked)
        if width == _TILE:
            roots.append(_root_of(tile))
    audit.published = 1
    if audit.tree.root != stated.root:
        return audit.verdict(Finding(0, stated.size - 1, Fault.ROOT))
    sizes = sorted({stated.size, *(one.size for one in seen)})
    finding = audit.end_of_leaves() or _upper_fault(url, sizes, roots, fetch)
    witnessed = policy is None or policy.met(note)
    if finding is None and not witnessed:
        finding = Finding(0, stated.size - 1, Fault.QUORUM)
    return audit.verdict(finding)


def _root_of(hashes: bytes) -> bytes:
    tree = Tree()
    for at in range(0, len(hashes), 32):
        tree.add(hashes[at : at + 32])
    return tree.root


def _upper_fault(
    url: str, sizes: "Iterable[int]", roots: "list[bytes]", fetch: "Callable[[str], bytes]"
) -> "Finding | None":
    """Hold the tiles above the leaves, as they stood at each size, against the tiles below: who
    makes a proof reads those, and whoever looks at leaves alone would never see them changed.
    """
    looked: set[str] = set()
    for size in sizes:
        row, level, span = roots[: size // _TILE], 1, _TILE
        while row:
            for start in range(0, len(row), _TILE):
                due = row[start : start + _TILE]
                path = f"{level}/{tile_path(start // _TILE, len(due))}"
                if path in looked:
                    continue
                looked.add(path)
                told = fetch(f"{url}/tile/{path}")
                if told != b"".join(due):
                    other = (n for n, one in enumerate(due) if told[32 * n :][:32] != one)
                    at = next(other, len(due) - 1)
                    first = (start + at) * span
                    return Finding(first, first + span - 1, Fault.TILE)
            full = range(0, len(row) - _TILE + 1, _TILE)
            row = [_root_of(b"".join(row[start : start + _TILE])) for start in full]
            level, span = level + 1, span * _TILE
    return None


def tile_path(number: int, width: int) -> str:
    """Return the last elements of a tile's path (C2SP tlog-tiles)."""
    groups = re.findall("...", f"{number:0{3 * max(1, -(-len(str(number)) // 3))}d}")
    path = "/".join([*(f"x{group}" for group in groups[:-1]), groups[-1]])
    return path if width == _TILE else f"{path}.p/{width}"


def _commitment(name: str, salt: bytes, value: str) -> str:
    told = json.dumps([name, value], ensure_ascii=False, separators=(",", ":")).encode()
    return hmac.digest(salt, _COMMITMENT + told, hashlib.sha256).hex()


def _members(value: object) -> "dict[str, object]":
    return cast("dict[str, object]", value) if isinstance(value, dict) else {}


def _listed(value: object) -> "list[object]":
    return cast("list[object]", value) if isinstance(value, list) else []


def _objects(value: object) -> "list[dict[str, object]]":
    return [_members(one) for one in _listed(value)]


def _texts(value: object) -> "frozenset[str]":
    return frozenset(one for one in _listed(value) if isinstance(one, str))


def _hashes(value: object) -> "list[bytes]":
    return [base64.b64decode(str(one), validate=True) for one in _listed(value)]


def _number(value: object) -> int:
    if type(value) is not int or not 0 <= value < 1 << 63:
        msg = "not a number of an entry"
        raise ValueError(msg)
    return value


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


def joined(answers: "Iterable[bytes]") -> "tuple[bytes, int]":
    """Join the parts of one export, in any order; return its file, still packed, and their count.

    Raises ``CannotLook`` where one is missing, there twice, changed, or of another export's count:
    of a file that is not whole nobody can say how it was signed.
    """
    found: dict[int, bytes] = {}
    counts: set[int] = set()
    for answer in answers:
        try:
            told = _members(_parsed(answer))
            number, count = _number(told["number"]), _number(told["parts"])
            content = base64.b64decode(str(told["content"]), validate=True)
            digest = str(told["sha256"])
        except (ValueError, KeyError, TypeError, RecursionError) as failure:
            msg = "a file of the folder is no part of an export"
            raise CannotLook(msg) from failure
        if hashlib.sha256(content).hexdigest() != digest:
            msg = f"part {number} was changed on the way"
            raise CannotLook(msg)
        if number in found:
            msg = f"part {number} is there twice"
            raise CannotLook(msg)
        found[number] = content
        counts.add(count)
    if len(counts) != 1:
        msg = "the parts are not of one export" if counts else "there is no part in the folder"
        raise CannotLook(msg)
    (count,) = counts
    missing = [one for one in range(count) if one not in found]
    if missing or len(found) != count:
        msg = f"part {missing[0]} is missing" if missing else "there is a part beyond the last"
        raise CannotLook(msg)
    return b"".join(found[one] for one in range(count)), count


def _export(path: Path, keys: "list[Key]", kept: "list[str]", policy: "Policy | None") -> Verdict:
    """Verify an export that is one file, or a folder of its parts."""
    if not path.is_dir():
        return verify(_lines(path), keys, kept, policy)
    packed, count = joined(one.read_bytes() for one in sorted(path.iterdir()) if one.is_file())
    lines = gzip.decompress(packed).splitlines(keepends=True)
    return replace(verify(lines, keys, kept, policy), joined=count)


def _fetched(url: str) -> bytes:
    if not url.startswith(("https://", "http://")):
        msg = "a log is at an http address"
        raise CannotLook(msg)
    with urllib.request.urlopen(url, timeout=30) as answer:  # noqa: S310  # looked at above
        return cast("bytes", answer.read(_MOST))


_MOST_KEPT = 100


def _live(url: str, keys: "list[Key]", policy: "Policy | None", state: "str | None") -> Verdict:
    """Look at a log, and at what was kept of it before; keep what is as signed, if asked to."""
    path = None if state is None else Path(state)
    kept: list[str] = []
    if path is not None and path.exists():
        try:
            kept = [str(one) for one in _listed(_parsed(path.read_bytes()))]
        except ValueError as failure:
            msg = "not what was kept of a log"
            raise CannotLook(msg) from failure
    newest: list[str] = []

    def fetch(address: str) -> bytes:
        answer = _fetched(address)
        if address.endswith("/checkpoint"):
            newest.append(answer.decode())
        return answer

    verdict = check_live(url, keys, fetch, policy, kept)
    if path is not None and verdict.finding is None:
        held = [*kept, *(one for one in newest if one not in kept)]
        path.write_text(json.dumps(held[-_MOST_KEPT:]))
    return verdict


def _subject_told(path: Path, keys: "list[Key]") -> "tuple[bool, str]":
    try:
        told = _members(_parsed(path.read_bytes()))
    except ValueError as failure:
        msg = "not a subject's report"
        raise CannotLook(msg) from failure
    report = _members(told.get("proof")) or told
    if report.get("format") != _REPORT:
        msg = "not a subject's report"
        raise CannotLook(msg)
    try:
        fault = check_subject(report, keys)
    except (ValueError, KeyError, TypeError, RecursionError):
        fault = "the report is not one that can be checked"
    if fault is not None:
        return False, f"bad: {fault}"
    counts = (
        f"{one['pseudonym']}: {len(_listed(one['entries']))} entries"
        for one in _objects(report["subjects"])
    )
    silent = (f"{one.get('service')} was not asked" for one in _objects(told.get("unable")))
    open_yet = (f"nobody chose who it is at {one}" for one in _listed(told.get("undecided")))
    lacking = (f"not complete: {one}" for one in (*silent, *open_yet))
    return True, "\n".join(["ok: whole and proved", *counts, *lacking])


def _looked(arguments: argparse.Namespace) -> "tuple[bool, str]":
    keys, subject = _keys(cast("list[str]", arguments.key)), cast("str", arguments.subject)
    if arguments.command == "receipt":
        finding = check_receipt(Path(subject).read_text(), keys)
        told = "ok: the entry is in the signed log" if finding is None else f"bad: {finding.fault}"
        return finding is None, told
    if arguments.command == "subject":
        return _subject_told(Path(subject), keys)
    named = cast("str | None", arguments.policy)
    policy = None if named is None else Policy(Path(named).read_text())
    if arguments.command == "live":
        verdict = _live(subject.rstrip("/"), keys, policy, cast("str | None", arguments.state))
    else:
        kept = [Path(one).read_text() for one in cast("list[str]", arguments.kept)]
        verdict = _export(Path(subject), keys, kept, policy)
    return verdict.finding is None, verdict.as_json() if arguments.json else str(verdict)


def main(given: "list[str] | None" = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("command", choices=["export", "receipt", "live", "subject"])
    parser.add_argument("subject", metavar="FILE|FOLDER|URL")
    parser.add_argument("--key", action="append", required=True, help="a verifier key, or a file")
    parser.add_argument("--kept", action="append", default=[], help="a checkpoint kept elsewhere")
    parser.add_argument("--state", help="for live: a file that keeps what was seen of the log")
    parser.add_argument("--policy", help="whose cosignatures there must be, for export and live")
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
