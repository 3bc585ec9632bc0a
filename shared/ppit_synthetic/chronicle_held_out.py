"""The held-out errors of a chronicle: old abbreviations, spelling by ear, scans, surname first.

No mechanism of it is one of the everyday model's; and a poor line is poor in every field at once.
"""

from collections.abc import Callable
from random import Random

from ppit_synthetic.chance import Weighted, happens, weighted
from ppit_synthetic.chronicle_entry import Entry, by_ear, cut_names, seen
from ppit_synthetic.chronicle_lives import Figure, Land
from ppit_synthetic.misreadings import DIGIT_SHAPES, double_or_drop, fall_apart, misread

_CLERKS = {
    "william": "wm",
    "thomas": "thos",
    "john": "jno",
    "george": "geo",
    "james": "jas",
    "charles": "chas",
    "joseph": "jos",
    "robert": "robt",
    "richard": "richd",
    "samuel": "saml",
    "edward": "edwd",
    "henry": "hy",
    "elizabeth": "eliz",
    "margaret": "margt",
    "catherine": "cath",
    "frederick": "fredk",
    "alexander": "alexr",
    "benjamin": "benj",
}
_LATER = ("the elder", "the younger", "esq", "senior", "of {}")
_POOR_SHARE = 0.22


def write_held_out(rng: Random, figure: Figure, _: Land) -> Entry:
    poor = happens(rng, _POOR_SHARE)
    full = _name(rng, figure, 3 if poor else 1)
    given, family = cut_names(rng, full)
    missing = 0.5 if poor else 0.12
    return Entry(
        full,
        given,
        family,
        seen(rng, _date(rng, figure, poor=poor), missing),
        seen(rng, _place(rng, figure), missing),
        seen(rng, _postcode(rng, figure, poor=poor), missing),
        seen(rng, figure.sex.lower()[0], missing),
        seen(rng, misread(rng, figure.calling) if poor else figure.calling, missing),
    )


def _clerks(_: Random, __: Figure, words: list[str]) -> list[str]:
    return [_CLERKS.get(word, word) for word in words]


def _heard(rng: Random, _: Figure, words: list[str]) -> list[str]:
    return _change_one(rng, words, by_ear)


def _scanned(rng: Random, _: Figure, words: list[str]) -> list[str]:
    return _change_one(rng, words, lambda word: misread(rng, word))


def _doubled(rng: Random, _: Figure, words: list[str]) -> list[str]:
    return _change_one(rng, words, lambda word: double_or_drop(rng, word))


def _apart(rng: Random, _: Figure, words: list[str]) -> list[str]:
    return _change_one(rng, words, lambda word: fall_apart(word) if word[6:] else word)


def _initials(_: Random, figure: Figure, __: list[str]) -> list[str]:
    return [*(name[0].lower() for name in figure.given), figure.family.lower()]


def _surname_first(_: Random, figure: Figure, __: list[str]) -> list[str]:
    return [f"{figure.family.lower()},", *(name.lower() for name in figure.given)]


def _later_words(rng: Random, figure: Figure, words: list[str]) -> list[str]:
    return [*words, *rng.choice(_LATER).format(figure.village).split()]


def _change_one(rng: Random, words: list[str], change: Callable[[str], str]) -> list[str]:
    at = rng.randrange(len(words))
    changed = change(words[at]) if words[at][2:] else words[at]  # an initial has nothing to misread
    return [*words[:at], changed, *words[at + 1 :]]


def _left(_: Random, __: Figure, words: list[str]) -> list[str]:
    return words


_TROUBLES: Weighted[Callable[[Random, Figure, list[str]], list[str]]] = weighted(
    (
        (_left, 40),
        (_clerks, 15),
        (_heard, 10),
        (_scanned, 11),
        (_doubled, 6),
        (_apart, 3),
        (_initials, 5),
        (_surname_first, 5),
        (_later_words, 5),
    )
)


def _name(rng: Random, figure: Figure, troubles: int) -> str:
    words = figure.styled.replace(",", "").split()
    for _ in range(troubles):
        words = _TROUBLES.draw(rng)(rng, figure, words)
    return " ".join(words)


def _date(rng: Random, figure: Figure, *, poor: bool) -> str:
    day = figure.born
    chance = rng.random() / (2 if poor else 1)
    if chance < 0.06:  # noqa: PLR2004  # the year alone
        return str(day.year)
    if chance < 0.1 and day.day <= 12:  # noqa: PLR2004  # the day and the month changed over
        return day.replace(day=day.month, month=day.day).isoformat()
    if chance < 0.13:  # noqa: PLR2004  # the century misread
        return day.replace(
            year=day.year + rng.choice((-100, 100)), day=min(day.day, 28)
        ).isoformat()
    if chance < 0.2:  # noqa: PLR2004  # the year and month stand, the day is lost
        return day.replace(day=1).isoformat()
    return f"{day:%d/%m/%Y}" if chance < 0.3 else day.isoformat()  # noqa: PLR2004


def _place(rng: Random, figure: Figure) -> str:
    chance = rng.random()
    if chance < 0.1:  # noqa: PLR2004
        return f"{figure.village}, kent"
    return misread(rng, figure.village) if chance < 0.16 else figure.village  # noqa: PLR2004


def _postcode(rng: Random, figure: Figure, *, poor: bool) -> str:
    chance = rng.random() / (2 if poor else 1)
    if chance < 0.08:  # noqa: PLR2004
        return figure.postcode[:-3].strip()
    if chance < 0.14:  # noqa: PLR2004
        return figure.postcode.translate(DIGIT_SHAPES).lower()
    return figure.postcode.replace(" ", "") if chance < 0.3 else figure.postcode  # noqa: PLR2004
