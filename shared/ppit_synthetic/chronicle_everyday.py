"""The everyday errors of a chronicle: short names, slips of a key, dates cut to the year."""

from datetime import date
from random import Random

from ppit_synthetic.chance import happens
from ppit_synthetic.chronicle_entry import Entry, cut_names, seen
from ppit_synthetic.chronicle_lives import Figure, Land, unit_of
from ppit_synthetic.nicknames import SHORT_FORMS

_SHORT = {given.lower(): shorts for given, shorts in SHORT_FORMS.items()}
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_CALLINGS = ("politician", "writer", "soldier", "lawyer", "cleric", "peer", "landowner")


def write_everyday(rng: Random, figure: Figure, land: Land) -> Entry:
    full = _name(rng, figure)
    given, family = cut_names(rng, full)
    sex = figure.sex.lower()
    return Entry(
        full,
        given,
        family,
        seen(rng, _date(rng, figure), 0.24),
        seen(rng, _place(rng, figure, land), 0.2),
        seen(rng, _postcode(rng, figure), 0.2),
        seen(rng, sex, 0.18),
        seen(rng, rng.choice(_CALLINGS) if happens(rng, 0.07) else figure.calling, 0.25),
    )


def _name(rng: Random, figure: Figure) -> str:
    words = figure.styled.split()
    if happens(rng, 0.17):
        words = [_short(rng, word) if word == figure.given[0].lower() else word for word in words]
    if happens(rng, 0.2):
        words = _without_some(rng, words)
    if happens(rng, 0.05):
        words = [word[0] if word == figure.given[0].lower() else word for word in words]
    if happens(rng, 0.24):
        at = rng.randrange(len(words))
        words[at] = _slip(rng, words[at])
    if happens(rng, 0.04):
        words = [words[-1], *words[1:-1], words[0]] if len(words) > 1 else words
    if happens(rng, 0.03):
        rng.shuffle(words)
    if happens(rng, 0.02):
        words = [rng.choice(words)]
    return " ".join(words)


def _short(rng: Random, word: str) -> str:
    return rng.choice(_SHORT.get(word, (word,))).lower()


def _without_some(rng: Random, words: list[str]) -> list[str]:
    """Leave out one or two words, never the last two left."""
    kept = list(words)
    for _ in range(rng.randint(1, 2)):
        if len(kept) > 2:  # noqa: PLR2004  # a first and a last name remain
            del kept[rng.randrange(len(kept))]
    return kept


def _slip(rng: Random, word: str) -> str:
    at = rng.randrange(len(word))
    row = next((row for row in _ROWS if word[at] in row), "e")
    letter = rng.choice(row)
    return rng.choice(
        (
            word[:at] + letter + word[at + 1 :],
            word[:at] + word[at + 1 :] or word,
            word[:at] + letter + word[at:],
        )
    )


def _date(rng: Random, figure: Figure) -> str:
    day = figure.born
    chance = rng.random()
    if chance < 0.1:  # noqa: PLR2004  # what an encyclopaedia does with "born in 1630"
        day = day.replace(month=1, day=1)
    elif chance < 0.14:  # noqa: PLR2004
        day = day.replace(year=day.year + rng.choice((-10, -2, -1, 1, 2, 10)), day=min(day.day, 28))
    elif chance < 0.17:  # noqa: PLR2004
        day = day.replace(day=1 + (day.day + rng.choice((-2, -1, 0, 9))) % 28)
    elif chance < 0.19:  # noqa: PLR2004
        day = date(day.year, rng.randint(1, 12), rng.randint(1, 28))
    return day.isoformat()


def _place(rng: Random, figure: Figure, land: Land) -> str:
    return land.neighbour(rng, figure.town) if happens(rng, 0.12) else figure.village


def _postcode(rng: Random, figure: Figure) -> str:
    chance = rng.random()
    if chance < 0.14:  # noqa: PLR2004  # another unit of the sector
        return figure.postcode[:-2] + unit_of(rng, figure.town)[-2:]
    return unit_of(rng, figure.town) if chance < 0.22 else figure.postcode  # noqa: PLR2004
