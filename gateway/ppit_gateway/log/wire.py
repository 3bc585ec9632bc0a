"""What goes over the log's unix socket: frames of JSON, each answer carrying its question's number.

A frame is four bytes of length (big endian) and that many bytes of UTF-8 JSON. Any number of
questions may be under way on one connection; answers come in any order.

Questions: ``{"id":1,"op":"append","entries":[{"kind","key","body","sealed"}]}``, perhaps with
``"once":"name"``, ``"limits":[["policy","key",quota,window]]``, ``"breadth":["key",most]`` (what
the entries need to pass), ``"seen":["key",["person"]]`` and ``"prove":true`` (the first of them);
``{"id":2,"op":"turn"}`` with the same needs, which counts a passage of what is not to be an entry;
and ``{"id":3,"op":"size"}``.
Answers: ``{"id":1,"receipts":[[index,"leaf hash"]],"size":n,"turns":[["policy",left,seconds]]}``,
perhaps with ``"proof":"text"``; or
``{"id":1,"error":"unavailable|conflict|refused|used|too-many|too-broad","reason":"...",
"position":0,"turns":[...]}``.
"""

import json
import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NoReturn, cast

from ppit_gateway.log.canonical import NotCanonical
from ppit_gateway.log.entries import Draft, Receipt
from ppit_gateway.log.errors import EntryRefused
from ppit_gateway.log.passage import read_needs, read_seen, read_turns, write_passage, write_turns
from ppit_gateway.log.turnstile import Needs, Seen, Turn
from ppit_platform import quick_json

LARGEST_FRAME = 8 * 1024 * 1024
MOST_ENTRIES = 1_000
"""Entries one append may carry."""
NO_NEEDS = Needs()
_LENGTH = struct.Struct(">I")


class WireBroken(ValueError):
    """The other side does not speak this protocol: the connection is of no more use."""


class _Fraction:
    """A number that has no place in the log: what carries it is refused, and nothing beside it."""

    def __init__(self, _: str) -> None: ...


class Failure(StrEnum):
    UNAVAILABLE = "unavailable"
    CONFLICT = "conflict"
    REFUSED = "refused"
    USED = "used"
    TOO_MANY = "too-many"
    TOO_BROAD = "too-broad"


@dataclass(frozen=True, slots=True)
class Question:
    """``drafts`` in the order they shall have in the log; none to take only a turn, or to ask for
    the size. With ``prove`` the answer proves the first of them.
    """

    id: int
    drafts: tuple[Draft, ...]
    needs: Needs = NO_NEEDS
    seen: Seen | None = None
    prove: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """Receipts in the order of the drafts and the log's size, or why there are none.

    ``proof`` is a C2SP tlog-proof of the first entry, if it was asked for.
    """

    receipts: tuple[Receipt, ...] = ()
    size: int = 0
    failure: Failure | None = None
    reason: str = ""
    position: int = 0
    turns: tuple[Turn, ...] = ()
    proof: str = ""


class Frames:
    """Cuts a stream of bytes into frames, whatever the pieces in which it arrives."""

    def __init__(self) -> None:
        self._buffer = bytearray()

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Yield each whole frame; ``WireBroken`` at a length that no frame may have."""
        self._buffer += data
        while len(self._buffer) >= _LENGTH.size:
            (length,) = cast("tuple[int]", _LENGTH.unpack_from(self._buffer))
            if length > LARGEST_FRAME:
                msg = f"a frame of more than {LARGEST_FRAME} bytes"
                raise WireBroken(msg)
            end = _LENGTH.size + length
            if len(self._buffer) < end:
                return
            frame = bytes(self._buffer[_LENGTH.size : end])
            del self._buffer[:end]
            yield frame


def pack(payload: bytes) -> bytes:
    return _LENGTH.pack(len(payload)) + payload


def write_question(question: Question, number: int | None = None) -> bytes:
    """Return the frame, of the question's own ``id`` or of ``number``.

    ``NotCanonical`` or ``EntryRefused`` for what the log cannot take.
    """
    if len(question.drafts) > MOST_ENTRIES:
        msg = f"at most {MOST_ENTRIES} entries at a time"
        raise EntryRefused(msg)
    named = question.id if number is None else number
    if not question.drafts:
        op = "size" if question.needs == NO_NEEDS else "turn"
        return pack(_encoded({"id": named, "op": op, **write_passage(question.needs, None)}))
    entries = [
        {"kind": one.kind, "key": one.key, "body": one.body, "sealed": one.sealed}
        for one in question.drafts
    ]
    payload = _encoded(
        {
            "id": named,
            "op": "append",
            "entries": entries,
            **write_passage(question.needs, question.seen),
            **({"prove": True} if question.prove else {}),
        }
    )
    if len(payload) > LARGEST_FRAME:
        msg = f"at most {LARGEST_FRAME} bytes at a time"
        raise EntryRefused(msg)
    return pack(payload)


def _encoded(message: object) -> bytes:
    """Write JSON in any order: the log puts it into the one form that it has there."""
    try:
        return quick_json.write(message)
    except ValueError as failure:
        msg = "no JSON"
        raise NotCanonical(msg) from failure


def read_question(payload: bytes) -> Question:
    message = _members(_parse(payload))
    number = _integer(message.get("id"))
    if message.get("op") == "size":
        return Question(number, ())
    drafts = () if message.get("op") == "turn" else _drafts(message)
    try:
        needs, seen = read_needs(message), read_seen(message)
    except (TypeError, ValueError):
        _broken("a passage that nobody can weigh")
    return Question(number, drafts, needs, seen, message.get("prove") is True)


def _drafts(message: Mapping[str, object]) -> tuple[Draft, ...]:
    entries = message.get("entries")
    if message.get("op") != "append" or not isinstance(entries, list):
        _broken("neither append, nor turn, nor size")
    drafts = tuple(_draft(entry) for entry in cast("list[object]", entries))
    if not 0 < len(drafts) <= MOST_ENTRIES:
        _broken(f"1 to {MOST_ENTRIES} entries at a time")
    return drafts


def write_answer(number: int, answer: Answer) -> bytes:
    if answer.failure is None:
        pairs = [[one.index, one.leaf_hash] for one in answer.receipts]
        body: dict[str, object] = {
            "id": number,
            "receipts": pairs,
            "size": answer.size,
            "turns": write_turns(answer.turns),
        }
        if answer.proof:
            body["proof"] = answer.proof
    else:
        body = {
            "id": number,
            "error": answer.failure.value,
            "reason": answer.reason,
            "position": answer.position,
            "turns": write_turns(answer.turns),
        }
    return pack(quick_json.write(body))


def read_answer(payload: bytes) -> tuple[int, Answer]:
    try:
        message = _members(quick_json.read(payload))
    except ValueError as failure:
        msg = "an answer that is not JSON"
        raise WireBroken(msg) from failure
    number = _integer(message.get("id"))
    turns = read_turns(message["turns"])
    if "error" not in message:
        pairs = cast("Sequence[tuple[int, str]]", message["receipts"])
        receipts = tuple(Receipt(index, leaf) for index, leaf in pairs)
        size, proof = _integer(message["size"]), str(message.get("proof", ""))
        return number, Answer(receipts, size, turns=turns, proof=proof)
    return number, Answer(
        failure=Failure(str(message["error"])),
        reason=str(message["reason"]),
        position=_integer(message["position"]),
        turns=turns,
    )


def _broken(why: str) -> NoReturn:
    raise WireBroken(why)


_DECODER = json.JSONDecoder(parse_float=_Fraction, parse_constant=_broken)


def _draft(value: object) -> Draft:
    entry = _members(value)
    kind, key = entry.get("kind"), entry.get("key")
    body, sealed = _members(entry.get("body")), _members(entry.get("sealed"))
    if not isinstance(kind, str) or not isinstance(key, str):
        _broken("an entry without kind and key")
    if not all(isinstance(text, str) for text in sealed.values()):
        _broken("a sealed value that is not text")
    return Draft(kind, key, body, cast("dict[str, str]", sealed))


def _parse(payload: bytes) -> object:
    try:
        return cast("object", _DECODER.decode(payload.decode()))
    except (ValueError, RecursionError) as failure:
        msg = "a frame that is not JSON without floats"
        raise WireBroken(msg) from failure


def _members(value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        _broken("not an object")
    return cast("dict[str, object]", value)


def _integer(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        _broken("not an integer")
    return value
