"""Names as partners type them, with what they put beside a name taken off: deaths, "c/o", couples.

"deceased 03/25" in a surname closes a record and is no part of the name.
"""

import re
from dataclasses import dataclass

from ppit_matching.dates.parsing import parse_birth_date

_DIED = re.compile(
    r"[\s,(\[-]*\b(?:deceased|dec['\u2019]?d|died|passed\s+away)\b\W*(?:on|in)?\s*"
    r"(?P<when>[^)\]]*)[)\]]?\s*$",
    re.IGNORECASE,
)
_THE_LATE = re.compile(r"^\W*(?:the\s+late|late(?=\s+(?:mr|mrs|miss|ms|dr)\b))\s+", re.IGNORECASE)
_SHORT_YEAR = re.compile(r"(?<=[/.\- ])(\d{2})$")
_CARE_OF = re.compile(r"[\s,(]*(?:\bc/o\b|\bcare\s+of\b)\W*(?P<whom>[^,)]*)[,)]?\s*", re.IGNORECASE)
_LOST_LETTER = re.compile(r"(?<=[^\W\d_])\?+|\?+(?=[^\W\d_])|\ufffd+")
_SURNAME_THEN_TWO = re.compile(
    r"^\s*(?P<family>[^,&+/]+),\s*(?P<one>[^,&+/]+?)\s*(?:&|\+|\band\b)\s*(?P<other>[^,&+/]+?)\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class NameTyped:
    """A name without what was put beside it. ``died_on`` is a partial date, where one was given."""

    text: str
    deceased: bool = False
    died_on: str | None = None
    care_of: str | None = None
    letters_lost: bool = False


def read_name(text: str) -> NameTyped:
    """Take a cell with a name apart; nobody is dropped: what is not understood stays the name."""
    if not text:
        return NameTyped("")
    whole = _LOST_LETTER.sub("", text)
    plain, care_of = without_care_of(whole)
    plain, deceased, when = _without_death(plain)
    return NameTyped(
        text=_each_with_family(" ".join(plain.split())),
        deceased=deceased,
        died_on=_day_of_death(when),
        care_of=care_of,
        letters_lost=whole != text,
    )


def without_care_of(text: str) -> tuple[str, str | None]:
    """Take "c/o daughter" out of a name or an address: who takes the post is not the victim."""
    found = _CARE_OF.search(text)
    if found is None:
        return text, None
    rest = f"{text[: found.start()]} {text[found.end() :]}".strip(" ,")
    return rest, found.group("whom").strip(" :.") or None


def _without_death(text: str) -> tuple[str, bool, str]:
    found = _DIED.search(text)
    if found:
        return text[: found.start()], True, found.group("when")
    late = _THE_LATE.match(text)
    return (text[late.end() :], True, "") if late else (text, False, "")


def _day_of_death(when: str) -> str | None:
    """Read "09/24" as September 2024: nobody on a list of victims died a century ago."""
    spelt = _SHORT_YEAR.sub(r"20\1", when.strip())
    return parse_birth_date(spelt).iso or None


def _each_with_family(text: str) -> str:
    """Write "SMITH, John and Mary" so that each of the two bears the family name."""
    found = _SURNAME_THEN_TWO.match(text)
    if found is None:
        return text
    family, one, other = (found.group(part).strip() for part in ("family", "one", "other"))
    return f"{one} {family} & {other} {family}"
