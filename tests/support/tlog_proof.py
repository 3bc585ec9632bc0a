"""Reads a C2SP tlog-proof, as whoever keeps one would."""

from base64 import b64decode
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class KeptProof:
    index: int
    path: tuple[bytes, ...]
    note: str


def read_proof(text: str) -> KeptProof:
    head, _, note = text.partition("\n\n")
    version, index, *path = head.split("\n")
    assert version == "c2sp.org/tlog-proof@v1"
    assert index.startswith("index ")
    return KeptProof(int(index.removeprefix("index ")), tuple(map(b64decode, path)), note)
