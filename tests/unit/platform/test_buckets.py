"""Posting buckets hold what they were given: each posting once, in its row, found by its key."""

from collections import defaultdict

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ppit_platform.person_index.buckets import (
    HOT_KEY,
    POSTING_BYTES,
    Postings,
    decoded,
    numbers_under,
)
from ppit_platform.person_index.layout import STOP, TAG_BITS, Layout, numbered

KEYS = st.integers(-(1 << 63), (1 << 63) - 1)
NUMBERS = st.integers(0, STOP - 1) | st.integers(1 << 32, (1 << 32) + 50)
PAIRS = st.lists(st.tuples(KEYS, NUMBERS), max_size=60)
LAYOUTS = st.integers(0, 30).flatmap(
    lambda bits: st.builds(Layout, st.just(bits), st.integers(max(0, bits - 12), bits))
)


def postings_of(pairs: list[tuple[int, int]], layout: Layout) -> Postings:
    keys = np.array([key for key, _ in pairs], np.int64)
    return Postings(layout.places(keys), np.array([number for _, number in pairs], np.uint64))


def under(rows: list[tuple[int, int, bytes]], layout: Layout, key: int) -> list[int] | None:
    bucket, tag = layout.bucket_and_tag(key)
    found: list[int] = []
    for at, part, payload in rows:
        if at == bucket:
            numbers = numbers_under(payload, part, tag)
            if numbers is None:
                return None
            found += numbers
    return found


@given(pairs=PAIRS, layout=LAYOUTS)
def test_every_posting_is_found_by_its_key_once(
    pairs: list[tuple[int, int]], layout: Layout
) -> None:
    rows = list(postings_of([*pairs, *pairs], layout).settled().rows())
    expected: defaultdict[tuple[int, int], set[int]] = defaultdict(set)
    for key, number in pairs:
        expected[layout.bucket_and_tag(key)].add(number)
    for key, _ in pairs:
        assert under(rows, layout, key) == sorted(expected[layout.bucket_and_tag(key)])
    assert len({(bucket, part) for bucket, part, _ in rows}) == len(rows)


@given(pairs=PAIRS, layout=LAYOUTS)
def test_rows_are_read_as_they_were_written(pairs: list[tuple[int, int]], layout: Layout) -> None:
    settled = postings_of(pairs, layout).settled()
    again = decoded(settled.rows()).settled()
    assert again.places.tolist() == settled.places.tolist()
    assert again.numbers.tolist() == settled.numbers.tolist()
    assert sum(len(payload) for _, _, payload in settled.rows()) == POSTING_BYTES * len(settled)


@given(pairs=PAIRS, base=st.integers(0, 20), first=st.integers(0, 5), further=st.integers(0, 5))
def test_buckets_that_were_split_hold_what_a_build_with_as_many_would(
    pairs: list[tuple[int, int]], base: int, first: int, further: int
) -> None:
    before, after = Layout(base + first, base), Layout(base + first + further, base)
    held = postings_of(pairs, before)
    assert after.moved(held.places, before).tolist() == postings_of(pairs, after).places.tolist()


@given(layout=LAYOUTS, key=KEYS)
def test_a_column_of_keys_stands_where_each_key_does(layout: Layout, key: int) -> None:
    (place,) = layout.places(np.array([key], np.int64)).tolist()
    assert (place >> TAG_BITS, place & (1 << TAG_BITS) - 1) == layout.bucket_and_tag(key)


@pytest.mark.parametrize(("shares", "stopped"), [(HOT_KEY, False), (HOT_KEY + 1, True)])
def test_a_key_that_too_many_share_is_a_stop_key(shares: int, *, stopped: bool) -> None:
    layout = Layout(3, 3)
    shared = [(77, number) for number in range(shares)]
    rows = list(postings_of([*shared, (78, 5)], layout).settled().rows())
    numbers = under(rows, layout, 77)
    assert numbers is None if stopped else numbers == list(range(shares))
    other = 78 | 1 << 62
    rows = list(postings_of([*shared, (other, 5)], layout).settled().rows())
    assert under(rows, layout, other) == [5]


def test_a_stop_key_takes_no_posting_any_more() -> None:
    layout = Layout(0, 0)
    stopped = postings_of([(1, number) for number in range(HOT_KEY + 1)], layout).settled()
    again = Postings.joined((stopped, postings_of([(1, 9)], layout))).settled()
    assert (len(stopped), again.numbers.tolist()) == (1, [STOP])


def test_no_record_number_reads_as_a_stop_and_none_is_given_twice() -> None:
    sequence = np.arange(STOP - 3, STOP + 3, dtype=np.uint64)
    numbers = numbered(sequence).tolist()
    assert len(set(numbers)) == len(numbers)
    assert STOP not in {number & STOP for number in numbers}
    assert [number >> 32 for number in numbers] == [0, 0, 0, 1, 1, 1]


@given(postings=st.integers(0, 1 << 33))
def test_a_new_build_fills_its_buckets_below_a_page(postings: int) -> None:
    layout = Layout.of(postings)
    assert layout.grown(postings) == layout
    assert postings <= 220 << layout.bits
    assert layout.bits == 0 or postings > 110 << layout.bits
