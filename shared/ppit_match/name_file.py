"""Labelled name pairs in a CSV or Parquet file."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ppit_match.labels import label_of
from ppit_match.name_columns import Role, understood
from ppit_match.reading import read_table
from ppit_match.refusals import FileRefused
from ppit_matching.names.agreement import NameKind
from ppit_matching.text.word_lists import listed

PEOPLE = listed("human individual natural naturalperson people per person ")
UNSAID = listed("legalentity legal_entity entity unknown thing name other")
HEADINGS = 1


@dataclass(frozen=True, slots=True)
class LabelledPair:
    """`kind` as the file says it, and as it was understood; `group` is what the file names."""

    one: str
    other: str
    same: bool
    kind: NameKind
    said_kind: str
    group: str


@dataclass(frozen=True, slots=True)
class PairFile:
    """The pairs of a file and which of its columns they were read from."""

    pairs: tuple[LabelledPair, ...]
    columns: Mapping[Role, str]


def read_pairs(file: Path, said: Mapping[Role, str]) -> PairFile:
    """Read a file of pairs; `said` names columns by role.

    Raises `FileRefused` for what is no such file, naming the column or the row.
    """
    table = read_table(file)
    columns = understood(table.columns, said)
    cells = {
        role: [text or "" for text in table.columns[heading]] for role, heading in columns.items()
    }
    blank = [""] * table.records
    kinds, groups = cells.get(Role.KIND, blank), cells.get(Role.GROUP, blank)
    pairs = tuple(
        LabelledPair(one, other, _label(label, row, columns), understood_kind(kind), kind, group)
        for row, (one, other, label, kind, group) in enumerate(
            zip(cells[Role.ONE], cells[Role.OTHER], cells[Role.LABEL], kinds, groups, strict=True),
            start=1 + HEADINGS,
        )
    )
    if not pairs:
        msg = f"{file.name} has headings and no rows"
        raise FileRefused(msg)
    return PairFile(pairs, columns)


def understood_kind(said: str) -> NameKind:
    """Return whose name a word speaks of; what is no person ("Vessel") has a name like a body's."""
    plain = said.strip().lower()
    if plain in PEOPLE:
        return NameKind.PERSON
    return NameKind.UNKNOWN if not plain or plain in UNSAID else NameKind.ORGANISATION


def _label(text: str, row: int, columns: Mapping[Role, str]) -> bool:
    found = label_of(text)
    if found is None:
        msg = f"row {row}: {text!r} in column {columns[Role.LABEL]!r} is neither yes nor no"
        raise FileRefused(msg)
    return found
