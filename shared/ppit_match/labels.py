"""How a file says that two names are one, or are not."""

from ppit_matching.text.word_lists import listed

_YES = listed("1 1.0 duplicate match matched pos positive same t true y yes ")
_NO = listed(
    "-1 0 0.0 different distinct f false n neg negative no no_match nomatch non-match "
    "nonmatch unmatched "
)


def label_of(text: str) -> bool | None:
    """Return what a cell says; None for what is no label."""
    plain = "".join(text.lower().split())
    return True if plain in _YES else False if plain in _NO else None
