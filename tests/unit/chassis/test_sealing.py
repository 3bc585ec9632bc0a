"""A seal opens with its key, in its place, unchanged; else not at all."""

import pytest

from ppit_platform.sealing import Seal, SealBroken


def test_what_was_sealed_comes_back_and_cannot_be_read_meanwhile() -> None:
    seal = Seal.from_hex("ab" * 32)
    sealed = seal.close(b"Ermintrude", place=b"here")
    assert b"Ermintrude" not in sealed
    assert seal.open(sealed, place=b"here") == b"Ermintrude"


def test_the_same_text_is_never_sealed_the_same_way_twice() -> None:
    seal = Seal.from_hex("ab" * 32)
    assert seal.close(b"x", place=b"") != seal.close(b"x", place=b"")


@pytest.mark.parametrize("where", [0, 15, -1])
def test_a_changed_byte_breaks_it(where: int) -> None:
    seal = Seal.from_hex("ab" * 32)
    sealed = bytearray(seal.close(b"Ermintrude", place=b"here"))
    sealed[where] ^= 1
    with pytest.raises(SealBroken):
        seal.open(bytes(sealed), place=b"here")


def test_another_place_or_another_key_does_not_open_it() -> None:
    sealed = Seal.from_hex("ab" * 32).close(b"Ermintrude", place=b"here")
    with pytest.raises(SealBroken):
        Seal.from_hex("ab" * 32).open(sealed, place=b"there")
    with pytest.raises(SealBroken):
        Seal.from_hex("cd" * 32).open(sealed, place=b"here")
    with pytest.raises(SealBroken):
        Seal.from_hex("ab" * 32).open(b"", place=b"here")


def test_a_key_of_another_size_is_refused() -> None:
    with pytest.raises(ValueError, match="AES key"):
        Seal.from_hex("ab" * 5)
