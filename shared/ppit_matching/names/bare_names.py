"""The words of a name without what is nobody's name: titles, honours, generations, digits."""

from ppit_matching.names.name_words import GENERATIONS, HONOURS, TITLES
from ppit_matching.text.folding import words


def name_words(text: str) -> tuple[str, ...]:
    """Return the words that somebody is called by."""
    return tuple(without_titles(plain_words(text)))


def plain_words(text: str) -> list[str]:
    """Return the words without generations, digits and possessive remains."""
    found = words(text.replace("'", " " if "o' " in text else ""))
    return [word for word in found if word not in GENERATIONS and not word[0].isdigit()]


def without_titles(parts: list[str]) -> list[str]:
    """Drop titles from the front and honours from the end, never the last part that is left."""
    while len(parts) > 1 and bare(parts[0]) in TITLES:
        parts = parts[1:]
    while len(parts) > 1 and bare(parts[-1]) in HONOURS:
        parts = parts[:-1]
    return parts


def bare(part: str) -> str:
    """Return a part as one word, without the dots and apostrophes around it."""
    return "".join(words(part))
