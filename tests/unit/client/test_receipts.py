"""A receipt is checked offline, with the log's public key alone (I6)."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ppit_client import LogKey, Receipt
from ppit_gateway.log import entries
from ppit_gateway.log.notes import NoteSigner
from ppit_gateway.log.proofs import proof_text, receipt_header
from tests.support.merkle import inclusion_path, leaves, tree_hash

SIZE = 11
LEAVES = leaves(SIZE)
ORIGIN = "test.kent.example/log"
SIGNER, STRANGER = (
    NoteSigner(ORIGIN, Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32)) for seed in (7, 8)
)
KEY = LogKey(SIGNER.reader.keys[0].verifier_key)


def a_receipt(index: int, signer: NoteSigner = SIGNER) -> Receipt:
    note = signer.sign(SIZE, tree_hash(LEAVES))
    leaf = LEAVES[index].hex()
    proof = proof_text(index, inclusion_path(index, LEAVES), note)
    return Receipt(index, leaf, receipt_header(entries.Receipt(index, leaf), proof))


def test_every_entry_of_a_signed_tree_is_proven_by_the_logs_key() -> None:
    assert [a_receipt(index).proven_by(KEY) for index in range(SIZE)] == [True] * SIZE


def test_another_place_another_leaf_and_another_signer_are_not() -> None:
    good = a_receipt(3)
    other = a_receipt(4)
    wrong = [
        Receipt(4, good.leaf, good.text),
        Receipt(3, other.leaf, good.text),
        Receipt(3, good.leaf, other.text),
        Receipt(3, good.leaf, 'index=3, leaf="00"'),
        Receipt(3, "no hash", good.text),
        Receipt(3, good.leaf, 'proof="!"'),
        a_receipt(3, STRANGER),
    ]
    assert [one.proven_by(KEY) for one in wrong] == [False] * len(wrong)


@pytest.mark.parametrize("text", ["", "name", "a+00000000+AQ==", "a+zz+!!"])
def test_what_is_no_key_of_a_log_is_told(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        LogKey(text)
