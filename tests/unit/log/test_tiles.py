"""Proofs from tiles and from the tree's right edge are those of RFC 6962, word by word."""

from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ppit_gateway.log.edge import RightEdge
from ppit_gateway.log.proofs import inclusion_holds
from ppit_gateway.log.tiles import (
    Tile,
    consistency,
    edge_of,
    hashed,
    inclusion,
    split,
    tiles_of,
    width_of,
)
from tests.support.merkle import (
    consistency_path,
    inclusion_path,
    leaves,
    tiles_over,
    tree_hash,
)

LEAVES = leaves(600)
SIZES = st.integers(1, len(LEAVES))
TWO_LEVELS = 256 * 256 + 300


@cache
def large() -> tuple[list[bytes], dict[tuple[int, int], bytes]]:
    hashes = leaves(TWO_LEVELS)
    return hashes, dict(tiles_over(hashes))


@given(st.data())
def test_an_inclusion_proof_from_tiles_is_the_standards(data: st.DataObject) -> None:
    hashes = LEAVES[: data.draw(SIZES)]
    index = data.draw(st.integers(0, len(hashes) - 1))
    subtrees, tiles = inclusion(index, len(hashes)), tiles_over(hashes)
    needed = {place: tiles[place] for place in tiles_of(subtrees)}
    assert hashed(subtrees, needed) == inclusion_path(index, hashes)


@given(st.data())
def test_a_consistency_proof_from_tiles_is_the_standards(data: st.DataObject) -> None:
    hashes = LEAVES[: data.draw(SIZES)]
    old = data.draw(st.integers(1, len(hashes)))
    subtrees, tiles = consistency(old, len(hashes)), tiles_over(hashes)
    needed = {place: tiles[place] for place in tiles_of(subtrees)}
    assert hashed(subtrees, needed) == consistency_path(old, hashes)


def test_a_proof_in_a_large_tree_needs_few_tiles_and_holds() -> None:
    hashes, tiles = large()
    size = len(hashes)
    edge = RightEdge.restore(size, [split(tiles[place]) for place in edge_of(size)])
    for index in (0, 255, 256, 65_535, 65_536, size - 1):
        subtrees = inclusion(index, size)
        assert len(tiles_of(subtrees)) <= 5
        assert inclusion_holds(
            index=index,
            size=size,
            leaf=hashes[index],
            root=edge.root,
            proof=hashed(subtrees, tiles),
        )


def test_a_tile_that_lacks_a_hash_proves_nothing() -> None:
    subtrees, tiles = inclusion(3, 10), tiles_over(LEAVES[:9])
    with pytest.raises(LookupError):
        hashed(subtrees, tiles)


@settings(max_examples=40)
@given(sizes=st.lists(SIZES, min_size=1, max_size=4), restored=st.booleans())
def test_the_edge_grows_as_the_tree_does_and_proves_what_was_added(
    sizes: list[int], *, restored: bool
) -> None:
    edge, full = RightEdge(), list[Tile]()
    for before, after in pairwise([0, *sorted(sizes)]):
        full += edge.grow(LEAVES[before:after])
        hashes, tiles = LEAVES[:after], tiles_over(LEAVES[:after])
        assert (edge.size, edge.root) == (after, tree_hash(hashes))
        some = range(before, after, 97)
        assert list(edge.proofs(some)) == [inclusion_path(index, hashes) for index in some]
        if restored:
            edge = RightEdge.restore(after, [split(tiles.get(at, b"")) for at in edge_of(after)])
            assert edge.root == tree_hash(hashes)
    whole = {at: raw for at, raw in tiles_over(LEAVES[: edge.size]).items() if len(raw) == 8192}
    assert {(one.level, one.number): one.hashes for one in full} == whole
    assert [one.root for one in full] == [tree_hash(split(one.hashes)) for one in full]


def test_the_edge_crosses_a_tile_of_tiles() -> None:
    hashes, tiles = large()
    edge = RightEdge()
    edge.grow(hashes[:65_000])
    full = {(tile.level, tile.number): tile for tile in edge.grow(hashes[65_000:])}
    assert full[1, 0].hashes == tiles[1, 0]
    assert len(full) == 256 - 65_000 // 256 + 1 + 1
    assert (
        edge.root
        == RightEdge.restore(
            TWO_LEVELS, [split(tiles[place]) for place in edge_of(TWO_LEVELS)]
        ).root
    )
    assert edge.proofs([65_000, 65_535, 65_536]) == tuple(
        hashed(inclusion(index, TWO_LEVELS), tiles) for index in (65_000, 65_535, 65_536)
    )


def test_of_what_it_has_left_behind_the_edge_proves_nothing() -> None:
    edge = RightEdge()
    edge.grow(LEAVES[:300])
    assert edge.proofs([0]) != (None,)
    edge.grow(LEAVES[300:301])
    assert edge.proofs([0, 255]) == (None, None)
    assert edge.proofs([256]) == (inclusion_path(256, LEAVES[:301]),)


@pytest.mark.parametrize("tiles", [[], [LEAVES[:4]], [LEAVES[:6]]])
def test_an_edge_of_another_size_is_refused(tiles: list[list[bytes]]) -> None:
    size = 5 if tiles else 0
    with pytest.raises(ValueError, match="edge"):
        RightEdge.restore(size, tiles or [LEAVES[:1]])


@pytest.mark.parametrize(
    ("place", "width"),
    [((0, 272), 256), ((0, 273), 112), ((0, 274), 0), ((1, 0), 256), ((1, 1), 17), ((2, 0), 1)],
)
def test_partial_tiles_are_as_wide_as_the_standards_example(
    place: tuple[int, int], width: int
) -> None:
    # C2SP tlog-tiles, "Partial Tiles": a tree of 70,000 entries.
    assert width_of(place, 70_000) == width


@pytest.mark.parametrize(("old", "size"), [(0, 5), (6, 5)])
def test_there_is_no_proof_of_what_is_not_there(old: int, size: int) -> None:
    with pytest.raises(ValueError, match="tree"):
        consistency(old, size)
    with pytest.raises(ValueError, match="leaf"):
        inclusion(size, size)
