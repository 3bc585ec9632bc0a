"""The tree of RFC 6962, and proofs that only tell the truth."""

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from ppit_gateway.log.proofs import consistency_holds, inclusion_holds
from ppit_gateway.log.tree import CompactRange, leaf_hash
from tests.support.merkle import consistency_path, inclusion_path, leaves

# The vectors of the certificate-transparency reference implementation.
REFERENCE_LEAVES = [
    bytes.fromhex(text)
    for text in (
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]  # fmt: skip
REFERENCE_ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
SIZES = st.integers(1, 70)


def root(hashes: list[bytes]) -> bytes:
    return CompactRange().extend(hashes).root


def test_an_empty_tree_has_the_hash_of_nothing() -> None:
    assert CompactRange().root == hashlib.sha256().digest()


def test_every_root_is_that_of_the_reference_implementation() -> None:
    hashes = [leaf_hash(leaf) for leaf in REFERENCE_LEAVES]
    assert [root(hashes[: size + 1]).hex() for size in range(8)] == REFERENCE_ROOTS


@given(SIZES, st.integers(0, 70))
def test_a_tree_taken_up_again_grows_as_if_it_had_never_stopped(size: int, cut: int) -> None:
    kept = CompactRange().extend(leaves(size)[:cut])
    assert kept.extend(leaves(size)[cut:]) == CompactRange().extend(leaves(size))


@given(st.data())
def test_an_inclusion_proof_holds_for_its_leaf_and_for_no_other(data: st.DataObject) -> None:
    hashes = leaves(data.draw(SIZES))
    index = data.draw(st.integers(0, len(hashes) - 1))
    claimed = data.draw(st.integers(0, len(hashes)))
    proof = inclusion_path(index, hashes)
    holds = inclusion_holds(
        index=claimed, size=len(hashes), leaf=hashes[index], root=root(hashes), proof=proof
    )
    assert holds == (claimed == index)


@given(st.data())
def test_a_consistency_proof_holds_for_its_sizes_and_for_no_others(data: st.DataObject) -> None:
    hashes = leaves(data.draw(SIZES))
    old = data.draw(st.integers(1, len(hashes)))
    claimed = data.draw(st.integers(1, len(hashes)))
    holds = consistency_holds(
        old_size=claimed,
        old_root=root(hashes[:claimed]),
        size=len(hashes),
        root=root(hashes),
        proof=consistency_path(old, hashes),
    )
    assert holds == (claimed == old)


@given(st.data())
def test_no_proof_survives_a_changed_past(data: st.DataObject) -> None:
    hashes = leaves(data.draw(SIZES))
    old = data.draw(st.integers(1, len(hashes)))
    rewritten = list(hashes)
    rewritten[data.draw(st.integers(0, old - 1))] = leaf_hash(b"rewritten")
    assert not consistency_holds(
        old_size=old,
        old_root=root(hashes[:old]),
        size=len(rewritten),
        root=root(rewritten),
        proof=consistency_path(old, rewritten),
    )


@given(st.data())
def test_a_proof_with_a_step_more_less_or_changed_fails(data: st.DataObject) -> None:
    hashes = leaves(data.draw(st.integers(2, 70)))
    index = data.draw(st.integers(0, len(hashes) - 1))
    proof = list(inclusion_path(index, hashes))
    at = data.draw(st.integers(0, len(proof) - 1))
    spoilt = data.draw(
        st.sampled_from(
            [
                proof[:at] + proof[at + 1 :],
                [*proof, proof[at]],
                [*proof[:at], b"\0" * 32, *proof[at + 1 :]],
            ]
        )
    )
    assert not inclusion_holds(
        index=index, size=len(hashes), leaf=hashes[index], root=root(hashes), proof=spoilt
    )


def test_consistency_proofs_are_those_of_the_standards_example() -> None:
    # RFC 6962 section 2.1.3: d0..d6, with c, d, g leaves and i, j, k, l nodes.
    hashes = leaves(7)
    c, d, g = hashes[2], hashes[3], root(hashes[0:2])
    i, j, k = root(hashes[4:6]), hashes[6], root(hashes[0:4])
    assert consistency_path(3, hashes) == (c, d, g, root(hashes[4:7]))
    assert consistency_path(4, hashes) == (root(hashes[4:7]),)
    assert consistency_path(6, hashes) == (i, j, k)
