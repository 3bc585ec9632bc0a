"""Which column of a file of name pairs is which: by its heading, or as the caller says."""

import re
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum

from ppit_match.labels import label_of
from ppit_match.refusals import FileRefused

Cells = Mapping[str, Sequence[str | None]]


class Role(StrEnum):
    """What a column holds. The first three are needed; `group` only divides the figures."""

    ONE = "one"
    OTHER = "other"
    LABEL = "label"
    KIND = "kind"
    GROUP = "group"


NEEDED = (Role.ONE, Role.OTHER, Role.LABEL)
# Headings in the order in which they are tried, written without signs and capitals.
HEADINGS: Mapping[Role, str] = {
    Role.ONE: """
        namea name1 nameone nameleft namel leftname left lefthandname query queryname querycaption
        sourcename source name1st firstname1 inputname input lname1 a one string1 text1 n1 s1
        name
    """,
    Role.OTHER: """
        nameb name2 nametwo nameright namer rightname right righthandname candidate candidatename
        candidatecaption targetname target resultname result othername other matchname matchedname
        listname listedname b two string2 text2 n2 s2 alias
    """,
    Role.LABEL: """
        ismatch match label truth same issame samename samepsn sameperson isduplicate duplicate
        expected expectedmatch goldlabel gold target y judgement judgment outcome istrue positive
    """,
    Role.KIND: "schema type kind entitytype nametype entityschema entitykind schematype",
    Role.GROUP: "group category heuristic heuristics case change casetype",
}


def understood(cells: Cells, said: Mapping[Role, str]) -> dict[Role, str]:
    """Return the heading of each role that the file has: as the caller says, then by headings, and
    where no heading is known by what stands below it.

    Raises `FileRefused`, naming what is missing, if names or labels cannot be found.
    """
    headings = list(cells)
    for role, heading in said.items():
        if heading not in headings:
            columns = f"its columns are {', '.join(headings)}"
            msg = f"column {heading!r}, mapped to {role.value!r}, is not in the file; {columns}"
            raise FileRefused(msg)
    found = dict(said)
    # The label first: a file may call its label "match" and its second name "matched name".
    for role in (Role.LABEL, Role.KIND, Role.GROUP, Role.ONE, Role.OTHER):
        if role not in found:
            heading = _guess(role, [each for each in headings if each not in found.values()])
            found.update({role: heading} if heading is not None else {})
    _by_values(cells, found)
    missing = [role.value for role in NEEDED if role not in found]
    if missing:
        columns = f"the file's columns are {', '.join(headings)}"
        asked = f"say which with --map {missing[0]}=COLUMN"
        msg = f"no column was understood as {' or '.join(missing)}: {columns}; {asked}"
        raise FileRefused(msg)
    return {role: found[role] for role in Role if role in found}


def _by_values(cells: Cells, found: dict[Role, str]) -> None:
    """Find the label, and names of which there are as many columns left as are missing."""
    rest = [each for each in cells if each not in found.values()]
    labels = [each for each in rest if _are(cells[each], lambda text: label_of(text) is not None)]
    if Role.LABEL not in found and len(labels) == 1:
        found[Role.LABEL] = labels[0]
    named = [each for each in rest if each not in labels and _are(cells[each], _has_letters)]
    missing = [role for role in (Role.ONE, Role.OTHER) if role not in found]
    if len(named) == len(missing):
        found.update(zip(missing, named, strict=True))


def _are(column: Sequence[str | None], kind: Callable[[str], bool]) -> bool:
    """Tell whether all that is filled is of one kind, and says more than one thing."""
    filled = {text for text in column if text and text.strip()}
    return len(filled) > 1 and all(map(kind, filled))


def _has_letters(text: str) -> bool:
    return any(letter.isalpha() for letter in text)


def said_roles(pairs: Sequence[str]) -> dict[Role, str]:
    """Read "one=full_name" and its like; raises `FileRefused` for what is not of that form."""
    said: dict[Role, str] = {}
    for pair in pairs:
        role, sign, heading = pair.partition("=")
        if not sign or role not in list(Role):
            known = ", ".join(role.value for role in Role)
            msg = f"--map {pair!r} is not ROLE=COLUMN with one of {known}"
            raise FileRefused(msg)
        said[Role(role)] = heading
    return said


def _guess(role: Role, headings: Sequence[str]) -> str | None:
    plain = {re.sub(r"[^a-z0-9]", "", heading.lower()): heading for heading in reversed(headings)}
    return next((plain[known] for known in HEADINGS[role].split() if known in plain), None)
