"""What a witness answers (C2SP tlog-witness), and what it never forgets.

Its state is one file for each log, written anew, flushed and put in its place before an answer
leaves: killed at any moment, it remembers every checkpoint that it has signed.
"""

import base64
import hashlib
import json
import os
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import cast

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ppit_audit_verify import Key, NotSigned, Stated, consistency_roots, open_note

_COSIGNATURE = b"\x04"
_MOST_STEPS = 63
SIZE_TYPE = "text/x.tlog.size"
PLAIN = "text/plain; charset=utf-8"
Clock = Callable[[], int]


@dataclass(frozen=True, slots=True)
class Reply:
    status: HTTPStatus
    body: str = ""
    content_type: str = PLAIN


@dataclass(frozen=True, slots=True)
class _Asked:
    old: int
    proof: tuple[bytes, ...]
    note: str


class Witness:
    """``clock`` gives seconds since 1970. Safe to be asked by many threads at once."""

    def __init__(
        self, name: str, key: Ed25519PrivateKey, logs: Sequence[Key], place: tuple[Path, Clock]
    ) -> None:
        self._name, self._key = name, key
        self._logs = {log.name: [one for one in logs if one.name == log.name] for log in logs}
        self._folder, self._clock = place
        self._one_at_a_time = threading.Lock()

    @property
    def verifier_key(self) -> str:
        """The key as logs and their policies take it (C2SP signed-note)."""
        packed = base64.b64encode(_COSIGNATURE + self._key.public_key().public_bytes_raw())
        return f"{self._name}+{self._hash().hex()}+{packed.decode()}"

    def add_checkpoint(self, body: bytes) -> Reply:
        """Cosign a checkpoint that grew from the last one, or say why not."""
        asked = _read(body)
        if asked is None:
            return Reply(HTTPStatus.BAD_REQUEST)
        keys = self._logs.get(asked.note.partition("\n")[0])
        if keys is None:
            return Reply(HTTPStatus.NOT_FOUND)
        try:
            stated = open_note(asked.note, keys)
        except NotSigned:
            return Reply(HTTPStatus.FORBIDDEN)
        if asked.old > stated.size:
            return Reply(HTTPStatus.BAD_REQUEST)
        with self._one_at_a_time:
            return self._grown(keys[0].name, asked, stated)

    def _grown(self, origin: str, asked: _Asked, stated: Stated) -> Reply:
        size, root = self._remembered(origin)
        same_size_other_root = stated.size == size and size and stated.root != root
        if asked.old != size or same_size_other_root:
            return Reply(HTTPStatus.CONFLICT, f"{size}\n", SIZE_TYPE)
        if not _follows((size, root), stated, asked.proof):
            return Reply(HTTPStatus.UNPROCESSABLE_ENTITY)
        self._remember(origin, stated, asked.note)
        return Reply(HTTPStatus.OK, self._cosignature(asked.note))

    def _cosignature(self, note: str) -> str:
        text, now = note.rpartition("\n\n")[0] + "\n", self._clock()
        signed = self._key.sign(f"cosignature/v1\ntime {now}\n{text}".encode())
        packed = base64.b64encode(self._hash() + now.to_bytes(8) + signed).decode()
        return f"\u2014 {self._name} {packed}\n"

    def _hash(self) -> bytes:
        material = _COSIGNATURE + self._key.public_key().public_bytes_raw()
        return hashlib.sha256(self._name.encode() + b"\n" + material).digest()[:4]

    def _file(self, origin: str) -> Path:
        return self._folder / f"{hashlib.sha256(origin.encode()).hexdigest()}.json"

    def _remembered(self, origin: str) -> tuple[int, bytes]:
        file = self._file(origin)
        if not file.exists():
            return 0, b""
        kept = cast("dict[str, str | int]", json.loads(file.read_text()))
        return int(kept["size"]), bytes.fromhex(str(kept["root"]))

    def _remember(self, origin: str, stated: Stated, note: str) -> None:
        kept = {"origin": origin, "size": stated.size, "root": stated.root.hex(), "note": note}
        file = self._file(origin)
        fresh = file.with_suffix(".new")
        with fresh.open("w") as writing:
            writing.write(json.dumps(kept))
            writing.flush()
            os.fsync(writing.fileno())
        fresh.replace(file)
        folder = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _follows(seen: tuple[int, bytes], stated: Stated, proof: Sequence[bytes]) -> bool:
    size, root = seen
    if size in (0, stated.size):
        return not proof
    return consistency_roots(size, root, stated.size, proof) == (root, stated.root)


def _read(body: bytes) -> _Asked | None:
    try:
        head, mark, note = body.decode().partition("\n\n")
        first, *lines = head.split("\n")
        word, _, old = first.partition(" ")
        proof = tuple(base64.b64decode(line, validate=True) for line in lines)
        size = int(old)
    except ValueError:
        return None
    if word != "old" or not mark or str(size) != old or size < 0 or len(proof) > _MOST_STEPS:
        return None
    return _Asked(size, proof, note)
