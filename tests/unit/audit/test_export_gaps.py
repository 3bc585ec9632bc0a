"""What an export leaves out is accounted for, number by number (I9), as RFC 6962 hashes it."""

import json
from base64 import b64encode
from itertools import pairwise

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

import ppit_audit_verify as verifier
from ppit_audit.domain.exports import gaps, widest
from ppit_gateway.log.notes import NoteSigner
from tests.support.merkle import leaves, tree_hash


@given(st.integers(0, 200), st.sets(st.integers(0, 199)))
def test_each_number_is_an_entry_or_in_one_run(size: int, held: set[int]) -> None:
    indices = sorted(one for one in held if one < size)
    runs = gaps(0, indices, size)
    covered = sorted([*indices, *(one for start, end in runs for one in range(start, end))])
    assert covered == list(range(size))
    assert all(before[1] < after[0] for before, after in pairwise(runs))


@given(st.integers(0, 5_000), st.integers(1, 5_000))
def test_a_run_is_made_of_few_subtrees_each_at_a_multiple_of_its_width(start: int, by: int) -> None:
    subtrees = list(widest(start, start + by))
    widths = [one.end - one.start for one in subtrees]
    assert (subtrees[0].start, subtrees[-1].end, sum(widths)) == (start, start + by, by)
    assert all(one.start % width == 0 for one, width in zip(subtrees, widths, strict=True))
    assert len(subtrees) <= 2 * by.bit_length()


@given(st.integers(1, 70), st.sets(st.integers(0, 69)))
def test_entries_and_runs_together_have_the_root_of_the_tree(size: int, held: set[int]) -> None:
    hashes = leaves(size)
    tree = verifier.Tree()
    due = 0
    for index in [*sorted(one for one in held if one < size), size]:
        for one in widest(due, index):
            height = (one.end - one.start).bit_length() - 1
            tree.skip(height, tree_hash(hashes[one.start : one.end]))
        if index < size:
            tree.add(hashes[index])
        due = index + 1
    assert tree.root == tree_hash(hashes)


def a_header(size: int) -> dict[str, object]:
    return {"format": "ppit-audit-extract/1", "size": size, "asked": {}, "subjects": []}


def part(*lines: dict[str, object], size: int = 4) -> verifier.Verdict:
    header = a_header(size)
    written = [json.dumps(one, separators=(",", ":")).encode() + b"\n" for one in (header, *lines)]
    return verifier.verify(written, [])


def left_out(start: int, end: int, hashes: int) -> dict[str, object]:
    nodes = [b64encode(bytes(32)).decode()] * hashes
    return {"left_out": {"from": start, "to": end, "hashes": nodes}}


@pytest.mark.parametrize(
    ("lines", "first", "fault"),
    [
        pytest.param((), 0, verifier.Fault.MISSING, id="nothing said of the rest"),
        pytest.param((left_out(1, 4, 2),), 0, verifier.Fault.NUMBERING, id="one is passed over"),
        pytest.param(
            (left_out(0, 2, 1), left_out(1, 4, 2)), 2, verifier.Fault.NUMBERING, id="one is twice"
        ),
        pytest.param((left_out(0, 5, 2),), 0, verifier.Fault.NUMBERING, id="more than there is"),
        pytest.param((left_out(0, 3, 3),), 0, verifier.Fault.LINE, id="other subtrees"),
        pytest.param((left_out(0, 4, 1),), 4, verifier.Fault.UNSIGNED, id="nobody signed it"),
    ],
)
def test_a_part_that_does_not_account_for_itself_is_refused(
    lines: tuple[dict[str, object], ...], first: int, fault: str
) -> None:
    assert part(*lines).finding == verifier.Finding(first, first, fault)


def test_what_was_kept_is_not_held_against_a_part_and_nobody_calls_that_good() -> None:
    signer = NoteSigner("test.kent.example/log", Ed25519PrivateKey.from_private_bytes(b"\x07" * 32))
    keys = [verifier.Key(one.verifier_key) for one in signer.reader.keys]
    with pytest.raises(verifier.CannotLook, match="a part of one"):
        verifier.verify([json.dumps(a_header(1)).encode()], keys, [signer.sign(1, bytes(32))])
