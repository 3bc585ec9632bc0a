"""Text folded to lower-case ASCII words, so that spelling habits do not count as differences."""

import re
import unicodedata
from functools import lru_cache

# Letters that do not decompose into a base letter and a mark.
UNDECOMPOSED = str.maketrans(
    {
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "\u0131": "i",
        "ħ": "h",
        "ŋ": "n",
        "`": "'",
        "\u00b4": "'",
        "\u2018": "'",
        "\u2019": "'",
        "\u02bc": "'",
        "“": '"',
        "”": '"',
        "ə": "e",
        # Dashes of every length, as word processors put them; and ends of lines.
        "\u2010": "-",
        "\u2011": "-",
        "\u2012": "-",
        "\u2013": "-",
        "\u2014": "-",
        "\u2015": "-",
        "\u2212": "-",
        "\x85": " ",
        "\u2028": " ",
        "\u2029": " ",
    }
)
WORD = re.compile(r"[a-z0-9]+")
# Letters of an alphabet; marks, and signs such as the okina, may fall away.
LETTERS = frozenset({"Lu", "Ll", "Lt", "Lo"})


@lru_cache(maxsize=65_536)
def fold(text: str) -> str:
    """Return the text in lower-case ASCII; letters of other scripts are dropped.

    Punctuation stays, because callers split by it. Folding twice changes nothing.
    """
    lowered = text.lower()
    if lowered.isascii():
        return lowered
    plain = unicodedata.normalize("NFKD", lowered.translate(UNDECOMPOSED))
    return plain.translate(UNDECOMPOSED).encode("ascii", "ignore").decode("ascii").lower()


def is_legible(text: str) -> bool:
    """Tell whether every letter could be read: none of another script was dropped."""
    return all(fold(letter) for letter in text if unicodedata.category(letter) in LETTERS)


def words(text: str) -> tuple[str, ...]:
    """Split into folded runs of letters and digits."""
    return tuple(WORD.findall(fold(text)))
