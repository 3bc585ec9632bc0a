"""What a dispatcher types, and what an error model must be able to do to it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from random import Random

from ppit_synthetic.records import GazetteerEntry


@dataclass(frozen=True, slots=True)
class TypedAddress:
    """Address lines as typed, the town last where it was typed at all."""

    lines: tuple[str, ...]
    postcode: str | None


@dataclass(frozen=True, slots=True)
class ErrorModel:
    """One way of getting things wrong.

    ``address`` and ``name`` make one or two errors each; ``misdate`` writes a wrong date (never a
    day that does not exist), ``write_date`` a right one.
    """

    address: Callable[[Random, TypedAddress], TypedAddress]
    name: Callable[[Random, str], str]
    misdate: Callable[[Random, date], str]
    write_date: Callable[[Random, date], str]


def as_held(entry: GazetteerEntry) -> TypedAddress:
    return TypedAddress((*entry.lines, entry.town), entry.postcode)


def longest_word(text: str) -> str:
    """Return the longest word of letters, the first of several: where an error shows most."""
    parts = [word for word in text.split() if any(letter.isalpha() for letter in word)]
    return max(parts, key=len, default="")


def change_word(text: str, word: str, change: Callable[[str], str]) -> str:
    return text.replace(word, change(word), 1) if word else text


def change_street(address: TypedAddress, change: Callable[[str], str]) -> TypedAddress:
    """Apply ``change`` to the line that holds the street: the last before the town."""
    at = len(address.lines) - 2
    lines = (*address.lines[:at], change(address.lines[at]), *address.lines[at + 1 :])
    return TypedAddress(lines, address.postcode)


def change_street_word(address: TypedAddress, change: Callable[[str], str]) -> TypedAddress:
    return change_street(address, lambda line: change_word(line, longest_word(line), change))
