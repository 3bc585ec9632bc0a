"""Checkpoints in the formats that witnesses read."""

from base64 import b64decode

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from ppit_gateway.log.notes import Checkpoint, NoteInvalid, NoteSigner, ed25519_note_key

ORIGIN = "test.kent.example/log"
ROOT = bytes(range(32))


def a_signer(origin: str = ORIGIN) -> NoteSigner:
    return NoteSigner(origin, Ed25519PrivateKey.from_private_bytes(b"\x07" * 32))


def test_a_note_opens_to_what_was_signed() -> None:
    signer = a_signer()
    assert signer.reader.open(signer.sign(5, ROOT)) == Checkpoint(ORIGIN, 5, ROOT)


def test_a_note_has_the_lines_of_the_format() -> None:
    origin, size, root, empty, signature, end = a_signer().sign(5, ROOT).split("\n")
    assert (origin, size, empty, end) == (ORIGIN, "5", "", "")
    assert root == "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
    assert signature.startswith(f"\u2014 {ORIGIN} ")


def test_the_key_hash_is_that_of_the_formats_own_example() -> None:
    # C2SP signed-note: PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW
    verifier = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    material = b64decode(verifier.rpartition("+")[2])
    key = ed25519_note_key("PeterNeumann", Ed25519PublicKey.from_public_bytes(material[1:]))
    assert key.verifier_key == verifier


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("\n5\n", "\n6\n"),
        ("\n5\n", "\n05\n"),
        ("AAEC", "AAED"),
        ("\n\n", "\n"),
        (ORIGIN, "other/log"),
    ],
)
def test_a_changed_note_does_not_open(old: str, new: str) -> None:
    signer = a_signer()
    note = signer.sign(5, ROOT)
    assert old in note
    with pytest.raises(NoteInvalid):
        signer.reader.open(note.replace(old, new, 1))


def test_a_note_signed_by_another_key_does_not_open() -> None:
    stranger = NoteSigner(ORIGIN, Ed25519PrivateKey.from_private_bytes(b"\x08" * 32))
    with pytest.raises(NoteInvalid):
        a_signer().reader.open(stranger.sign(5, ROOT))


def test_a_signature_by_a_witness_beside_ours_does_no_harm() -> None:
    signer = a_signer()
    note = signer.sign(5, ROOT) + "\u2014 witness.example/w AAAAAAAA\n"
    assert signer.reader.open(note).size == 5


@pytest.mark.parametrize("origin", ["", "two words", "a+b", "a\nb"])
def test_an_origin_that_a_note_cannot_carry_is_refused(origin: str) -> None:
    with pytest.raises(ValueError, match="origin"):
        a_signer(origin)
