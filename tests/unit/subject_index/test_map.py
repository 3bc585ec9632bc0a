"""The map of subjects is one form for one content, and its proofs show that content only (I8)."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ppit_gateway.subject_index.pages import PageBroken, pack, unpack
from ppit_gateway.subject_index.proofs import MapProof, SubjectProof, complete, proof_holds
from ppit_gateway.subject_index.subjects import NOTHING, Leaf, key_of
from ppit_gateway.subject_index.trie import IndexDamaged, Trie, paths_of, root_of


def sharing(length: int, last: int) -> bytes:
    return b"\x5a" * length + bytes((last,)) + bytes(31 - length)


SHARED: st.SearchStrategy[bytes] = st.builds(sharing, st.integers(0, 31), st.integers(0, 255))
"""Keys that share a beginning of any length, up to 255 bits."""
KEYS: st.SearchStrategy[bytes] = st.one_of(st.binary(min_size=32, max_size=32), SHARED)
ENTRIES: st.SearchStrategy[list[int]] = st.lists(
    st.integers(0, 2**40), min_size=1, max_size=4, unique=True
).map(sorted)
MAPS = st.dictionaries(KEYS, ENTRIES, max_size=12)

PEOPLE = {f"e1:{number:040x}": [number, number + 100, number + 200] for number in range(40)}
Content = Mapping[bytes, Sequence[int]]


def naive_root(content: Content, depth: int = 0) -> bytes:
    """Write the definition down bit by bit, without pages."""
    if not content:
        return bytes(32)
    if len(content) == 1:
        ((key, entries),) = content.items()
        head = bytes(32)
        for index in entries:
            head = hashlib.sha256(b"\x04" + head + index.to_bytes(8)).digest()
        return hashlib.sha256(b"\x02" + key + len(entries).to_bytes(8) + head).digest()
    sides: tuple[dict[bytes, Sequence[int]], ...] = ({}, {})
    for key, entries in content.items():
        sides[int.from_bytes(key) >> (255 - depth) & 1][key] = entries
    left, right = (naive_root(side, depth + 1) for side in sides)
    return hashlib.sha256(b"\x03" + left + right).digest()


def grown(*steps: Content) -> tuple[dict[bytes, bytes], bytes]:
    """Build a map in steps, each from the packed pages that the one before left."""
    pages: dict[bytes, bytes] = {}
    root = NOTHING
    for step in steps:
        trie = Trie(pages, root)
        pages |= trie.grow(step.items())
        root = trie.root
    return pages, root


def people_proved() -> tuple[dict[str, SubjectProof], bytes]:
    pages, root = grown({key_of(name): entries for name, entries in PEOPLE.items()})
    trie = Trie(pages, root)
    return {
        name: SubjectProof(name, tuple(entries), trie.prove(key_of(name)))
        for name, entries in PEOPLE.items()
    }, root


@given(MAPS)
def test_a_map_has_the_root_of_its_definition(content: dict[bytes, list[int]]) -> None:
    assert root_of(content.items()) == naive_root(content)


@given(MAPS, st.integers(0, 255), st.lists(st.integers(0, 48), max_size=4))
def test_neither_the_order_of_subjects_nor_the_number_of_steps_leaves_a_trace(
    content: dict[bytes, list[int]], mixed: int, cuts: list[int]
) -> None:
    order = sorted(content, key=lambda key: hashlib.sha256(bytes((mixed,)) + key).digest())
    names = [(key, index) for key in order for index in content[key]]
    bounds = sorted({0, *(min(cut, len(names)) for cut in cuts), len(names)})
    steps: list[dict[bytes, list[int]]] = []
    for start, end in pairwise(bounds):
        step: dict[bytes, list[int]] = {}
        for key, index in names[start:end]:
            step.setdefault(key, []).append(index)
        steps.append(step)
    assert grown(*steps)[1] == naive_root(content)


@given(MAPS, KEYS)
def test_each_key_has_one_answer_and_it_is_the_dictionarys(
    content: dict[bytes, list[int]], other: bytes
) -> None:
    pages, root = grown(content)
    trie = Trie(pages, root)
    asked = [*content, other]
    found = [trie.prove(key) for key in asked]
    assert all(proof_holds(key, proof, root) for key, proof in zip(asked, found, strict=True))
    shown = [
        proof.end if proof.end is not None and proof.end.key == key else None
        for key, proof in zip(asked, found, strict=True)
    ]
    assert shown == [Leaf(key).named_by(content[key]) if key in content else None for key in asked]


@settings(max_examples=25)
@given(MAPS, st.data())
def test_no_proof_of_the_map_shows_a_key_absent_that_is_there(
    content: dict[bytes, list[int]], data: st.DataObject
) -> None:
    """Try each leaf and nothing at each depth of each way through the map."""
    assume(len(content) > 1)
    pages, root = grown(content)
    trie = Trie(pages, root)
    key = data.draw(st.sampled_from(sorted(content)))
    ways = [trie.prove(other).siblings for other in content]
    ends = [None, *(Leaf(other).named_by(content[other]) for other in content if other != key)]
    forged = [
        MapProof(way[:depth], end) for way in ways for depth in range(len(way) + 1) for end in ends
    ]
    assert not [proof for proof in forged if proof_holds(key, proof, root)]


def test_one_entry_left_out_added_changed_or_out_of_order_is_not_complete() -> None:
    proved, root = people_proved()
    name, other = list(PEOPLE)[:2]
    whole = proved[name]
    first, second, third = whole.entries
    other_lists = (
        *((second, third), (first, third), (first, second), ()),
        *((first, second, third, third + 1), (first, second, second, third)),
        *((second, first, third), (first, third, second), (first, second, third - 1)),
    )
    assert all(complete(proof, root) for proof in proved.values())
    assert not [one for one in other_lists if complete(replace(whole, entries=one), root)]
    assert not complete(replace(whole, pseudonym=other), root)
    assert not complete(replace(whole, proof=proved[other].proof), root)


def test_who_is_not_in_the_map_is_provably_named_nowhere() -> None:
    pages, root = grown({key_of(name): entries for name, entries in PEOPLE.items()})
    trie = Trie(pages, root)
    strangers = [f"e1:{number:040x}" for number in range(900, 960)]
    nowhere = [SubjectProof(name, (), trie.prove(key_of(name))) for name in strangers]
    assert all(complete(proof, root) for proof in nowhere)
    assert {proof.proof.end is None for proof in nowhere} == {True, False}
    assert not [one for one in nowhere if complete(replace(one, entries=(1,)), root)]


def test_nobody_is_named_by_an_empty_map() -> None:
    nowhere = SubjectProof("e1:0", (), Trie({}, NOTHING).prove(key_of("e1:0")))
    assert complete(nowhere, bytes(32))
    assert not complete(nowhere, b"\x01" * 32)


def test_a_list_of_entries_that_no_log_has_is_not_even_hashed() -> None:
    nowhere = SubjectProof("e1:0", (), MapProof((), None))
    lists = ((-1,), (2**64,), (1, 1))
    assert not [one for one in lists if complete(replace(nowhere, entries=one), NOTHING)]


def test_a_proof_longer_than_a_key_or_with_a_node_above_one_subject_is_none() -> None:
    leaf = Leaf(key_of("e1:0")).named_by([1])
    deep = MapProof((b"\x01" * 32,) * 257, leaf)
    lone = hashlib.sha256(b"\x03" + NOTHING + leaf.hash).digest()
    left = hashlib.sha256(b"\x03" + leaf.hash + NOTHING).digest()
    loose = MapProof((NOTHING,), leaf)
    assert not any(proof_holds(leaf.key, loose, root) for root in (lone, left))
    assert not proof_holds(leaf.key, deep, NOTHING)


@settings(max_examples=60)
@given(st.integers(0), st.integers(0), st.integers(1, 255))
def test_a_page_that_somebody_changed_is_neither_grown_nor_proved_from(
    which: int, where: int, change: int
) -> None:
    pages, root = grown({key_of(name): entries for name, entries in PEOPLE.items()})
    path = sorted(pages)[which % len(pages)]
    at = where % len(pages[path])
    page = bytearray(pages[path])
    page[at] ^= change
    touched = [key for key in map(key_of, PEOPLE) if path in paths_of([key], 64)]
    trie = Trie(pages | {path: bytes(page)}, root)
    assert touched
    with pytest.raises(IndexDamaged, match="not the one that was signed"):
        trie.grow([(touched[0], [1000])])
    with pytest.raises(IndexDamaged, match="not the one that was signed"):
        trie.prove(touched[-1])


def test_a_page_that_is_gone_is_noticed() -> None:
    pages, root = grown({key_of(name): entries for name, entries in PEOPLE.items()})
    key = key_of(next(iter(PEOPLE)))
    del pages[max(paths_of([key], 64) & pages.keys(), key=len)]
    with pytest.raises(IndexDamaged):
        Trie(pages, root).prove(key)


@settings(max_examples=20)
@given(MAPS)
def test_a_page_is_read_back_as_it_was_written(content: dict[bytes, list[int]]) -> None:
    pages, _ = grown(content)
    assert [pack(unpack(page)) for page in pages.values()] == list(pages.values())


@pytest.mark.parametrize(
    "packed",
    [
        b"",
        b"\x00\x00\x00",
        b"\x00\x01\x00\x00" + bytes(71),
        b"\x00\x01\x00\x00" + bytes(73),
        b"\x00\x01\x00\x01" + bytes(72),
        b"\x00\x00\x00\x01" + bytes(31),
    ],
)
def test_what_is_no_page_is_not_read_as_one(packed: bytes) -> None:
    with pytest.raises(PageBroken):
        unpack(packed)


def test_other_programs_can_check_themselves_against_this_map() -> None:
    content = {key_of(f"e1:{number:040x}"): [number, number + 7] for number in range(5)}
    assert key_of("e1:" + "0" * 40).hex() == (
        "8a8fed53248fae0be60a89f3730ac54393c13c0a1b1cc0a4acce1daf3a0eabb3"
    )
    assert root_of(content.items()).hex() == (
        "e1cd6f635f633dcaaf9a4f6f1ca3efeaf162899788139dc6ecba60ec0301d4ed"
    )
