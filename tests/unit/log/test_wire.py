"""What goes over the socket arrives as it was sent, in whatever pieces, or not at all."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ppit_gateway.log.canonical import NotCanonical, canonical
from ppit_gateway.log.entries import Draft, Receipt
from ppit_gateway.log.errors import EntryRefused
from ppit_gateway.log.turnstile import Breadth, Limit, Needs, Seen
from ppit_gateway.log.wire import (
    LARGEST_FRAME,
    MOST_ENTRIES,
    Answer,
    Failure,
    Frames,
    Question,
    WireBroken,
    pack,
    read_answer,
    read_question,
    write_answer,
    write_question,
)

QUESTIONS = [
    Question(1, ()),
    Question(2, (Draft("intent", "r\n1", {"a": [1, None, True]}, {"case": "TS/1"}),)),
    Question(3, (Draft("fact", "f-1", {}), Draft("fact", "f-2", {"\u2028": "\n"}))),
    Question(
        4,
        (Draft("outcome", "o", {}),),
        Needs("proof", (Limit("minute", "a|b|", 4, 60),), Breadth("a|w", 50)),
        Seen("a|w", ("e1:one", "e1:two")),
        prove=True,
    ),
    Question(5, (), Needs(limits=(Limit("failures", "failures|a", 10, 60),))),
]


@given(st.lists(st.integers(1, 50), max_size=30))
def test_questions_arrive_whole_whatever_the_pieces(cuts: list[int]) -> None:
    stream = b"".join(write_question(question) for question in QUESTIONS)
    frames = Frames()
    arrived: list[Question] = []
    for size in [*cuts, len(stream)]:
        piece, stream = stream[:size], stream[size:]
        arrived += [read_question(frame) for frame in frames.feed(piece)]
    assert arrived == QUESTIONS


@pytest.mark.parametrize(
    "answer",
    [
        Answer((Receipt(4, "ab" * 32), Receipt(5, "cd" * 32)), 6),
        Answer((), 0),
        Answer((Receipt(4, "ab" * 32),), 6, proof="c2sp.org/tlog-proof@v1\nindex 4\n\n\u2014"),
        Answer(failure=Failure.CONFLICT, reason="no-intent", position=2),
    ],
)
def test_answers_arrive_as_they_were_given(answer: Answer) -> None:
    (frame,) = Frames().feed(write_answer(9, answer))
    assert read_answer(frame) == (9, answer)


def an_append(**changes: Any) -> bytes:  # noqa: ANN401  # whatever a broken peer may send
    entry: dict[str, object] = {"kind": "fact", "key": "k", "body": {}, "sealed": {}, **changes}
    return json.dumps({"id": 1, "op": "append", "entries": [entry]}).encode()


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b"[]",
        b"\xff",
        b"[" * 100_000,
        b'{"id":true,"op":"size"}',
        b'{"op":"size"}',
        b'{"id":1,"op":"delete"}',
        b'{"id":1,"op":"append","entries":[]}',
        b'{"id":1,"op":"append","entries":[1]}',
        an_append(body={"ratio": float("nan")}),
        an_append(body=[]),
        an_append(key=5),
        an_append(sealed={"case": 5}),
    ],
)
def test_what_is_no_question_breaks_the_connection_and_nothing_else(payload: bytes) -> None:
    with pytest.raises(WireBroken):
        read_question(payload)


def test_a_fraction_breaks_nothing_but_has_no_canonical_form() -> None:
    (draft,) = read_question(an_append(body={"ratio": 0.5})).drafts
    with pytest.raises(NotCanonical):
        canonical(draft.body)


@pytest.mark.parametrize(
    "passage",
    [
        {"once": 5},
        {"limits": [["minute", "key", 0, 60]]},
        {"limits": [["minute", "key", 4]]},
        {"limits": [["minute", "key", True, 60]]},
        {"breadth": ["key"]},
        {"breadth": ["key", -1]},
        {"seen": ["key", [5]]},
        {"seen": None},
    ],
    ids=str,
)
def test_a_passage_that_nobody_can_weigh_breaks_the_connection(passage: dict[str, object]) -> None:
    question = {**json.loads(an_append()), **passage}
    with pytest.raises(WireBroken):
        read_question(json.dumps(question).encode())


def test_a_frame_that_claims_to_be_huge_is_not_waited_for() -> None:
    with pytest.raises(WireBroken):
        list(Frames().feed((LARGEST_FRAME + 1).to_bytes(4)))


def test_an_empty_frame_is_a_frame() -> None:
    assert list(Frames().feed(pack(b""))) == [b""]


def test_too_many_entries_or_bytes_are_refused_before_they_are_sent() -> None:
    crowd = tuple(Draft("fact", str(n), {}) for n in range(MOST_ENTRIES + 1))
    bulk = tuple(Draft("fact", str(n), {"x": "x" * 200_000}) for n in range(50))
    for drafts in (crowd, bulk):
        with pytest.raises(EntryRefused):
            write_question(Question(1, drafts))
