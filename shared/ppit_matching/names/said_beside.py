"""What people write beside a name that is not part of it: whose child, born where, an estate."""

import re

from ppit_matching.names.rarity import is_known_given
from ppit_matching.text.folding import words
from ppit_matching.text.word_lists import listed

# "Harpreet Kaur d/o Gurdev Singh": child or spouse of somebody else.
RELATION = re.compile(r"\b[sdwh]\s?/\s?o\b.*")
# "Anna Kowalska z domu Nowak": the Polish "nee", of which "domu" is the link.
FROM_THE_HOUSE = re.compile(r"\bz (?=domu\b)")
# Families whose O is often written apart and without its apostrophe: "Sean O Sullivan".
AFTER_O = listed(
    "brien briain byrne callaghan carroll connell connor conor conchobhair dochartaigh doherty "
    "donnell donoghue donovan dowd driscoll dwyer farrell flaherty flynn gara gorman grady hagan "
    "halloran hanlon hara hare keefe keeffe kelly leary loughlin mahony malley meara neil neill "
    "reagan regan reilly riordan rourke ryan shaughnessy shea sullivan suilleabhain toole"
)


def without_relations(folded: str) -> str:
    """Return folded text without whose child or spouse someone is said to be."""
    return FROM_THE_HOUSE.sub("", RELATION.sub("", folded))


def is_prefix_of(part: str, after: str) -> bool:
    """Tell whether a part that stands alone is the O of the family name after it."""
    return words(part) == ("o",) and words(after)[:1] != () and words(after)[0] in AFTER_O


def turned_couple(sides: tuple[str, ...]) -> tuple[str, ...] | None:
    """Return the two of "Smith, John & Mary", None for anything else."""
    family, comma, given = sides[0].partition(",")
    second = words(sides[-1])
    is_given = len(second) == 1 and (len(second[0]) == 1 or is_known_given(second[0]))
    if len(sides) != 2 or not (comma and words(family) and words(given) and is_given):  # noqa: PLR2004
        return None
    return f"{given.strip()} {family.strip()}", f"{sides[1].strip()} {family.strip()}"
