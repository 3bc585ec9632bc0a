"""Our tree and its inclusion proofs are those of an independent implementation of RFC 6962.

Consistency proofs are not compared: pymerkle writes them in a form of its own. They are checked
against the standard's example and by properties, over roots that are compared here.
"""

from typing import Any, cast

import pymerkle  # pyright: ignore[reportMissingTypeStubs]  # it has none

from ppit_gateway.log.tiles import hashed, inclusion
from ppit_gateway.log.tree import CompactRange, leaf_hash
from tests.support.merkle import tiles_over

COUNT = 67
DATA = [f"entry {number}".encode() for number in range(COUNT)]
HASHES = [leaf_hash(entry) for entry in DATA]
THEIRS = cast("Any", pymerkle.InmemoryTree).init_from_entries(DATA, algorithm="sha256")


def test_every_root_is_equal() -> None:
    ours = [CompactRange().extend(HASHES[:size]).root for size in range(1, COUNT + 1)]
    assert ours == [THEIRS.get_root(size) for size in range(1, COUNT + 1)]


def test_every_inclusion_proof_is_equal() -> None:
    tiles = tiles_over(HASHES)
    ours = [[HASHES[index], *hashed(inclusion(index, COUNT), tiles)] for index in range(COUNT)]
    assert ours == [THEIRS.prove_inclusion(index + 1, COUNT).path for index in range(COUNT)]
