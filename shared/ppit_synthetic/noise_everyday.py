"""Errors of a person at a keyboard with a telephone at the ear: the model to develop against.

Levels: an address gets one or two of the errors below, a name exactly one, in its longest word. A
slip hits one key, and never the first letter; a house or flat number is never changed into another,
because nobody could undo that; a postcode is left out or carelessly written, never altered.
"""

from collections.abc import Callable
from datetime import date
from random import Random

from ppit_synthetic.chance import happens
from ppit_synthetic.typed import ErrorModel, TypedAddress, change_street, change_word, longest_word

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_SHORTENED = {
    "Road": "Rd",
    "Close": "Cl",
    "Street": "St",
    "Avenue": "Ave",
    "Lane": "Ln",
    "Drive": "Dr",
    "Gardens": "Gdns",
    "Crescent": "Cres",
    "Grove": "Gr",
    "Terrace": "Terr",
    "Cottage": "Cott",
    "House": "Hse",
    "Court": "Ct",
}
_HEARD = (
    ("hurst", "herst"),
    ("mere", "meer"),
    ("combe", "coomb"),
    ("stead", "sted"),
    ("dene", "dean"),
    ("thorpe", "thorp"),
    ("bourne", "born"),
    ("borne", "bourn"),
    ("beck", "bek"),
    ("wick", "wik"),
    ("worth", "werth"),
    ("ford", "fud"),
    ("ham", "um"),
    ("ley", "ly"),
    ("shaw", "shor"),
    ("garth", "gath"),
    ("holt", "hoult"),
    ("ph", "f"),
    ("ck", "k"),
    ("ks", "x"),
    ("ll", "l"),
    ("ie", "y"),
    ("ee", "ea"),
    ("ou", "oo"),
    ("sz", "sh"),
    ("cz", "ch"),
    ("th", "t"),
    ("ar", "ah"),
    ("er", "a"),
    ("an", "un"),
    ("en", "un"),
    ("i", "e"),
    ("a", "u"),
    ("o", "u"),
)
_ISO_SHARE = 0.5


def _slip(rng: Random, word: str) -> str:
    """Hit a neighbouring key, or two keys in the wrong order."""
    at = rng.randrange(1, max(2, len(word) - 1))
    if happens(rng, 0.4) and at + 1 < len(word) and word[at] != word[at + 1]:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    letter = word[at : at + 1].lower()
    row = next((row for row in _ROWS if letter and letter in row), None)
    if row is None:
        return word[:at] + "a" + word[at:]
    place = row.index(letter)
    near = [row[i] for i in (place - 1, place + 1) if 0 <= i < len(row)]
    return word[:at] + rng.choice(near) + word[at + 1 :]


def _by_ear(word: str) -> str:
    """Spell a word as it was heard: the first rule that fits after the first letter."""
    for written, heard in _HEARD:
        at = word.find(written, 1)
        if at > 0:
            return word[:at] + heard + word[at + len(written) :]
    return word


def _mistype(rng: Random, text: str) -> str:
    word = longest_word(text)
    heard = _by_ear(word)
    if heard != word and happens(rng, 0.5):
        return change_word(text, word, lambda _: heard)
    return change_word(text, word, lambda found: _slip(rng, found))


def _abbreviate(_: Random, address: TypedAddress) -> TypedAddress:
    lines = (
        " ".join(_SHORTENED.get(word, word) for word in line.split()) for line in address.lines
    )
    return TypedAddress(tuple(lines), address.postcode)


def _mistype_street(rng: Random, address: TypedAddress) -> TypedAddress:
    return change_street(address, lambda line: _mistype(rng, line))


def _no_postcode(_: Random, address: TypedAddress) -> TypedAddress:
    return TypedAddress(address.lines, None)


def _careless_postcode(_: Random, address: TypedAddress) -> TypedAddress:
    postcode = address.postcode and address.postcode.replace(" ", "").lower()
    return TypedAddress(tuple(line.lower() for line in address.lines), postcode)


def _no_town(_: Random, address: TypedAddress) -> TypedAddress:
    return TypedAddress(address.lines[:-1], address.postcode)


def _one_line(_: Random, address: TypedAddress) -> TypedAddress:
    return TypedAddress((", ".join(address.lines),), address.postcode)


# In the order in which they may follow one another: those that find the street by its place first.
_ADDRESS_ERRORS: tuple[Callable[[Random, TypedAddress], TypedAddress], ...] = (
    _mistype_street,
    _abbreviate,
    _careless_postcode,
    _no_postcode,
    _no_town,
    _one_line,
)


def _address(rng: Random, address: TypedAddress) -> TypedAddress:
    wanted = rng.choice((1, 2, 2))
    for at in sorted(rng.sample(range(len(_ADDRESS_ERRORS)), wanted)):
        address = _ADDRESS_ERRORS[at](rng, address)
    return address


def _misdate(rng: Random, day: date) -> str:
    """Hit the key beside the last digit of the day of the month."""
    wrong = day.day + rng.choice((-1, 1))
    other = day.replace(day=wrong if 1 <= wrong <= 28 else 15)  # noqa: PLR2004  # any month has 28
    return _write_date(rng, other)


def _write_date(rng: Random, day: date) -> str:
    return day.isoformat() if happens(rng, _ISO_SHARE) else f"{day:%d/%m/%Y}"


EVERYDAY = ErrorModel(_address, _mistype, _misdate, _write_date)
