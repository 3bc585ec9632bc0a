"""Ways to write one name again: slips of the pen, parts left out, moved, added, spelt in full."""

from collections.abc import Callable, Mapping, Sequence
from random import Random
from string import ascii_lowercase

from ppit_synthetic.chance import words
from ppit_synthetic.listed_names import FORMS
from ppit_synthetic.nicknames import short_forms

VOWELS = "aeiou"
SIGNS = "-_.*/+"
TITLES = words("Mr Mrs Ms Dr Prof Sir Haji General Sheikh Colonel")
IN_FULL = {
    "Ltd": "Limited", "Inc": "Incorporated", "Corp": "Corporation", "Co": "Company",
    "LLC": "Limited Liability Company", "PLC": "Public Limited Company",
    "LLP": "Limited Liability Partnership", "Limited": "Ltd.", "Corporation": "Corp.",
    "GmbH": "Gesellschaft mit beschrankter Haftung", "S.A.": "Societe Anonyme",
}  # fmt: skip
SHORTER = {
    "International": "Intl", "Group": "Grp", "Services": "Svcs", "Trading": "Trdg",
    "Enterprises": "Ents", "Construction": "Constr", "Engineering": "Engr", "Brothers": "Bros",
    "Transport": "Transp", "Properties": "Props", "Technology": "Tech",
}  # fmt: skip
CYRILLIC = dict(
    zip(
        "abvgdeziklmnoprstufh",
        (chr(0x430 + at) for at in (0, 1, 2, 3, 4, 5, 7, 8, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19,
                                    20, 21)),
        strict=True,
    )
) | {"sh": "\u0448", "ch": "\u0447", "ya": "\u044f", "yu": "\u044e", "zh": "\u0436",
     "ts": "\u0446", "y": "\u0439", "kh": "\u0445", "c": "\u043a", "j": "\u0434\u0436",
     "w": "\u0432", "x": "\u043a\u0441", "q": "\u043a"}  # fmt: skip
LONG_WORD = 4
Change = Callable[[Random, Sequence[str]], str | None]


def _letters(rng: Random, length: int) -> str:
    return "".join(rng.choices(ascii_lowercase, k=length))


def _at(rng: Random, text: str, wanted: Callable[[str], bool]) -> int | None:
    """Return a place in the text, not its first letter, whose letter is wanted."""
    places = [at for at, letter in enumerate(text) if at and wanted(letter.lower())]
    return rng.choice(places) if places else None


def _edited(edit: Callable[[Random, str, int], str], wanted: Callable[[str], bool]) -> Change:
    def change(rng: Random, spoken: Sequence[str]) -> str | None:
        text = " ".join(spoken)
        at = _at(rng, text, wanted)
        return None if at is None else edit(rng, text, at)

    return change


def _other_letter(rng: Random, text: str, at: int) -> str:
    pool = VOWELS if text[at].lower() in VOWELS else "bcdfghklmnprstvwz"
    return (
        text[:at] + rng.choice([each for each in pool if each != text[at].lower()]) + text[at + 1 :]
    )


def _transposed(rng: Random, spoken: Sequence[str]) -> str | None:
    text = " ".join(spoken)
    places = [
        at
        for at in range(1, len(text) - 1)
        if text[at : at + 2].isalpha() and text[at] != text[at + 1]
    ]
    if not places:
        return None
    at = rng.choice(places)
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def _undoubled(_rng: Random, spoken: Sequence[str]) -> str | None:
    text = " ".join(spoken)
    for at in range(1, len(text)):
        if text[at] == text[at - 1] and text[at].islower():
            return text[:at] + text[at + 1 :]
    return None


def _in_script(table: Mapping[str, str]) -> Change:
    def change(_rng: Random, spoken: Sequence[str]) -> str | None:
        text = " ".join(spoken).lower()
        if not text.replace(" ", "").isascii() or any(letter.isdigit() for letter in text):
            return None
        for latin in sorted(table, key=len, reverse=True):
            text = text.replace(latin, table[latin])
        return text.title()

    return change


def _shortened(rng: Random, spoken: Sequence[str]) -> str | None:
    shorts = short_forms(spoken[0])
    if shorts:
        return " ".join((rng.choice(shorts), *spoken[1:]))
    return (
        None if len(spoken[0]) <= LONG_WORD + 1 else " ".join((spoken[0][:LONG_WORD], *spoken[1:]))
    )


def _swapped_form(table: Mapping[str, str]) -> Change:
    def change(_rng: Random, spoken: Sequence[str]) -> str | None:
        changed = [table.get(word, word) for word in spoken]
        return None if changed == list(spoken) else " ".join(changed)

    return change


def _no_form(_rng: Random, spoken: Sequence[str]) -> str | None:
    return " ".join(spoken[:-1]) if spoken[-1] in FORMS and len(spoken) > 1 else None


def _shuffled(rng: Random, spoken: Sequence[str]) -> str | None:
    return " ".join(rng.sample(list(spoken), len(spoken))) if len(spoken) > 1 else None


def _if_middle(change: Callable[[Sequence[str]], str]) -> Change:
    return lambda _rng, spoken: change(spoken) if len(spoken) > 2 else None  # noqa: PLR2004


ANY_SLIPS: Mapping[str, Change] = {
    "wrapped in letters": lambda rng, spoken: (
        f"{_letters(rng, rng.randint(1, 3))}{' '.join(spoken)}{_letters(rng, rng.randint(1, 3))}"
    ),
    "wrapped in words": lambda rng, spoken: (
        f"{_letters(rng, rng.randint(2, 6))} {' '.join(spoken)} {_letters(rng, rng.randint(2, 6))}"
    ),
    "spaces as signs": lambda rng, spoken: rng.choice(SIGNS).join(spoken),
    "signs left out": lambda _rng, spoken: "".join(
        letter for letter in " ".join(spoken) if letter.isalnum() or letter == " "
    ),
    "doubled letter single": _undoubled,
    "another vowel": _edited(_other_letter, lambda letter: letter in VOWELS),
    "another consonant": _edited(
        _other_letter, lambda letter: letter.isalpha() and letter not in VOWELS
    ),
    "letter twice": _edited(lambda _rng, text, at: text[:at] + text[at] + text[at:], str.isalpha),
    "letter left out": _edited(lambda _rng, text, at: text[:at] + text[at + 1 :], str.isalpha),
    "letter put in": _edited(
        lambda rng, text, at: text[:at] + rng.choice(ascii_lowercase) + text[at:], str.isalpha
    ),
    "letters transposed": _transposed,
    "words in another order": _shuffled,
    "possessive": lambda _rng, spoken: f"{' '.join(spoken)}'s",
    "letters and digits in front": lambda rng, spoken: (
        f"{rng.choice(ascii_lowercase)}{rng.randint(0, 9)}{rng.choice(ascii_lowercase)}"
        f"{rng.choice(('', ' '))}{' '.join(spoken)}"
    ),
    "no spaces": lambda _rng, spoken: "".join(spoken).lower() if len(spoken) > 1 else None,
}
PERSON_SLIPS: Mapping[str, Change] = {
    **ANY_SLIPS,
    "title added": lambda rng, spoken: f"{rng.choice(TITLES)} {' '.join(spoken)}",
    "second name and last": _if_middle(lambda spoken: f"{spoken[1]} {spoken[-1]}"),
    "first and last": _if_middle(lambda spoken: f"{spoken[0]} {spoken[-1]}"),
    "last before second": _if_middle(lambda spoken: f"{spoken[0]} {spoken[-1]} {spoken[1]}"),
    "last name in front": lambda _rng, spoken: f"{spoken[-1].upper()}, {' '.join(spoken[:-1])}",
    "initials": lambda _rng, spoken: " ".join(
        (*(f"{word[0]}." for word in spoken[:-1]), spoken[-1])
    ),
    "first name shortened": _shortened,
    "in Cyrillic": _in_script(CYRILLIC),
}
COMPANY_SLIPS: Mapping[str, Change] = {
    **ANY_SLIPS,
    "legal form in full": _swapped_form(IN_FULL),
    "legal form left out": _no_form,
    "words abbreviated": _swapped_form(SHORTER),
    "ampersand": lambda _rng, spoken: (
        " ".join(spoken).replace(" of ", " & ") if " of " in " ".join(spoken) else None
    ),
    "in Cyrillic": _in_script(CYRILLIC),
}
SHIP_SLIPS: Mapping[str, Change] = {
    **{name: change for name, change in ANY_SLIPS.items() if name != "signs left out"},
    "prefix": lambda rng, spoken: f"{rng.choice(('MV', 'M/V', 'MT', 'SS'))} {' '.join(spoken)}",
}
