"""Which witnesses are asked and how many must have signed: a policy file (C2SP tlog-policy)."""

import base64
import binascii
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

_COSIGNATURE = b"\x04"
_NONE = "none"
_TIME_ENDS = 12


class PolicyUnusable(ValueError):
    """The policy file says something that no policy may say; the message names the line."""


@dataclass(frozen=True, slots=True)
class WitnessKey:
    """A witness as the policy names it. ``url`` is its submission prefix, empty if unknown."""

    verifier_key: str
    url: str

    def signed(self, text: str, line: str) -> bool:
        """Say whether a line is this witness's over a note's text (C2SP tlog-cosignature)."""
        name, stated, packed = self.verifier_key.split("+", 2)
        material = base64.b64decode(packed)
        prefix = f"\u2014 {name} "
        try:
            raw = base64.b64decode(line.removeprefix(prefix), validate=True)
            when = int.from_bytes(raw[4:_TIME_ENDS])
            said = f"cosignature/v1\ntime {when}\n{text}".encode()
            Ed25519PublicKey.from_public_bytes(material[1:]).verify(raw[_TIME_ENDS:], said)
        except (binascii.Error, ValueError, InvalidSignature):
            return False
        return line.startswith(prefix) and raw[:4].hex() == stated


@dataclass(frozen=True, slots=True)
class Policy:
    """``groups`` are thresholds over names, each name defined before; ``quorum`` is one of them."""

    witnesses: Mapping[str, WitnessKey]
    groups: Mapping[str, tuple[int, tuple[str, ...]]]
    quorum: str
    text: str = ""

    def met(self, signed: frozenset[str]) -> bool:
        """Say whether these verifier keys are a quorum."""
        return self.quorum == _NONE or self._counts(self.quorum, signed)

    def _counts(self, name: str, signed: frozenset[str]) -> bool:
        if name in self.witnesses:
            return self.witnesses[name].verifier_key in signed
        least, members = self.groups[name]
        return sum(self._counts(member, signed) for member in members) >= least


def read_policy(text: str) -> Policy:
    """Read a policy file. Raises ``PolicyUnusable``."""
    policy = _Read()
    for number, line in enumerate(text.splitlines(), 1):
        words = line.split()
        if not words or words[0].startswith("#") or words[0] == "log":
            continue
        try:
            policy.take(words)
        except (LookupError, ValueError) as failure:
            msg = f"line {number} of the witness policy is none"
            raise PolicyUnusable(msg) from failure
    if len(policy.quorum) != 1:
        msg = "a witness policy has one quorum"
        raise PolicyUnusable(msg)
    return Policy(policy.witnesses, policy.groups, policy.quorum[0], text)


class _Read:
    """What the lines so far have said."""

    def __init__(self) -> None:
        self.witnesses: dict[str, WitnessKey] = {}
        self.groups: dict[str, tuple[int, tuple[str, ...]]] = {}
        self.quorum: list[str] = []

    def take(self, words: list[str]) -> None:
        """Take one line; raise ``LookupError`` or ``ValueError`` for what is none."""
        word, name, *rest = words
        known = {*self.witnesses, *self.groups}
        if word == "quorum" and name in {*known, _NONE} and not rest:
            self.quorum.append(name)
        elif word == "witness" and name not in known:
            self.witnesses[name] = _witness(rest[0], *rest[1:2])
        elif word == "group" and name not in known:
            self.groups[name] = _group(rest[0], tuple(rest[1:]), known)
        else:
            raise ValueError


def _witness(verifier_key: str, url: str = "") -> WitnessKey:
    name, stated, packed = verifier_key.split("+", 2)
    material = base64.b64decode(packed, validate=True)
    named = hashlib.sha256(name.encode() + b"\n" + material).digest()[:4]
    Ed25519PublicKey.from_public_bytes(material[1:])
    if material[:1] != _COSIGNATURE or named.hex() != stated:
        raise ValueError
    return WitnessKey(verifier_key, url.rstrip("/"))


def _group(least: str, members: tuple[str, ...], known: set[str]) -> tuple[int, tuple[str, ...]]:
    count = {"any": 1, "all": len(members)}.get(least) or int(least)
    if not set(members) <= known or len(set(members)) != len(members):
        raise ValueError
    if not 1 <= count <= len(members):
        raise ValueError
    return count, members
