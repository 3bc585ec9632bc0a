"""Errors of scanned letters and of exports between systems: the model no threshold may be tuned on.

It shares no corruption with the everyday one: shapes are misread, not keys missed; fields are cut
at a width; words run together or fall apart; accents, hyphens and apostrophes are lost; a date is
wrong in its year or has two digits changed over.

Levels: an address gets one or two of the errors below, a name one (besides lost accents). A cut
leaves at least seven letters of the street; digits are misread as letters of their shape and never
as other digits, so that a reader can undo it; a postcode loses its last two letters at most.
"""

from collections.abc import Callable
from datetime import date
from random import Random

from ppit_synthetic.census import POPULATION_DAY
from ppit_synthetic.chance import happens
from ppit_synthetic.misreadings import (
    DIGIT_SHAPES,
    double_or_drop,
    fall_apart,
    misread,
    without_accents,
)
from ppit_synthetic.typed import (
    ErrorModel,
    TypedAddress,
    change_street,
    change_street_word,
    change_word,
    longest_word,
)

_SHORTEST_CUT = 7
_FLAT_STYLES = ("Apt {}", "Flat No {}", "F{}", "Unit {}")


def _misread_street(rng: Random, address: TypedAddress) -> TypedAddress:
    return change_street_word(address, lambda word: misread(rng, word))


def _misread_numbers(_: Random, address: TypedAddress) -> TypedAddress:
    def change(line: str) -> str:
        first, *rest = line.split()
        shape = first.translate(DIGIT_SHAPES)
        # A number that is all letters once misread is no longer a number to anybody.
        return " ".join((shape if any(c.isdigit() for c in shape) else first, *rest))

    return change_street(address, change)


def _double_or_drop_street(rng: Random, address: TypedAddress) -> TypedAddress:
    return change_street_word(address, lambda word: double_or_drop(rng, word))


def _street_falls_apart(_: Random, address: TypedAddress) -> TypedAddress:
    return change_street_word(address, fall_apart)


def _restyle_flat(rng: Random, address: TypedAddress) -> TypedAddress:
    first, *rest = address.lines
    if not first.startswith("Flat "):
        return _joined_words(rng, address)
    number = first.removeprefix("Flat ")
    return TypedAddress((rng.choice(_FLAT_STYLES).format(number), *rest), address.postcode)


def _joined_words(_: Random, address: TypedAddress) -> TypedAddress:
    return change_street(address, lambda line: "".join(line.rsplit(" ", 1)))


def _cut_street(rng: Random, address: TypedAddress) -> TypedAddress:
    def change(line: str) -> str:
        number, _, name = line.partition(" ") if line[0].isdigit() else ("", "", line)
        keep = max(_SHORTEST_CUT, len(name) - rng.randint(2, 6))
        return f"{number} {name[:keep]}".strip()

    return change_street(address, change)


def _damaged_postcode(rng: Random, address: TypedAddress) -> TypedAddress:
    if address.postcode is None:
        return address
    cut = happens(rng, 0.4)
    postcode = address.postcode[:-2] if cut else address.postcode.translate(DIGIT_SHAPES)
    return TypedAddress(address.lines, postcode)


# In the order in which they may follow one another: those that need whole words first.
_ADDRESS_ERRORS: tuple[Callable[[Random, TypedAddress], TypedAddress], ...] = (
    _restyle_flat,
    _misread_numbers,
    _misread_street,
    _double_or_drop_street,
    _street_falls_apart,
    _cut_street,
    _damaged_postcode,
)


def _address(rng: Random, address: TypedAddress) -> TypedAddress:
    wanted = rng.choice((1, 2, 2))
    for at in sorted(rng.sample(range(len(_ADDRESS_ERRORS)), wanted)):
        address = _ADDRESS_ERRORS[at](rng, address)
    lines = tuple(without_accents(line) for line in address.lines)
    return TypedAddress(lines, address.postcode)


def _name(rng: Random, name: str) -> str:
    plain = without_accents(name)
    if "-" in plain or "'" in plain:
        return plain.replace("-", " ").replace("'", "")
    first, *rest = plain.split()
    style = rng.randrange(4)
    if style == 0 and rest:
        return " ".join((f"{first[0]}.", *rest))
    if style == 1 and rest:
        return " ".join((first, *rest[:-1])) + rest[-1]
    change = misread if style == 2 else double_or_drop  # noqa: PLR2004  # the third of four styles
    return change_word(plain, longest_word(plain), lambda word: change(rng, word))


def _misdate(rng: Random, day: date) -> str:
    """Write the year off by one, or the last two digits of the year changed over."""
    tens, ones = divmod(day.year % 100, 10)
    turned = day.year - day.year % 100 + 10 * ones + tens
    possible = turned != day.year and turned <= POPULATION_DAY.year
    year = turned if possible and happens(rng, 0.4) else day.year + rng.choice((-1, 1))
    return _write_date(rng, day.replace(year=year, day=min(day.day, 28)))


def _write_date(rng: Random, day: date) -> str:
    return f"{day.day}/{day.month}/{day.year}" if happens(rng, 0.5) else day.isoformat()


HELD_OUT = ErrorModel(_address, _name, _misdate, _write_date)
