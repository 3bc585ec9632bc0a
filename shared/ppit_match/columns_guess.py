"""Which column of a file is which field: as the caller says, by heading, then by its values."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ppit_match.fields import IGNORED_ENDINGS, KNOWN, MANY, Field
from ppit_match.looks import HARDLY, STRICT, SURE, Looks, looks_of
from ppit_match.refusals import FileRefused

Cells = Mapping[str, Sequence[str | None]]

_CODE_SHARE = 0.9
_SYNONYMS = {"name": Field.FULL, "dob": Field.BORN, "phone": Field.PHONE}
_NAMES = frozenset({Field.FULL, Field.GIVEN, Field.FAMILY})


@dataclass(slots=True)
class Understood:
    """The columns of each field, those left out with the reason, and remarks."""

    fields: dict[Field, list[str]] = field(default_factory=dict[Field, list[str]])
    ignored: dict[str, str] = field(default_factory=dict[str, str])
    notes: list[str] = field(default_factory=list[str])

    def first(self, wanted: Field) -> str | None:
        return next(iter(self.fields.get(wanted, ())), None)

    def give(self, wanted: Field, column: str) -> None:
        """Take a column as a field, or leave it out where the field has one already."""
        if wanted is Field.IGNORE:
            self.ignored[column] = "an identifier or a label, by its heading"
        elif self.fields.get(wanted) and wanted not in MANY:
            taken = self.fields[wanted][0]
            self.ignored[column] = f"the {wanted.value} is taken from {taken!r}"
        else:
            self.fields.setdefault(wanted, []).append(column)

    def as_json(self) -> dict[str, str | list[str]]:
        return {
            each.value: columns if each in MANY else columns[0]
            for each, columns in self.fields.items()
        }


def said_fields(pairs: Sequence[str]) -> dict[str, Field]:
    """Read "name=full_name" and its like into the field of each column.

    Raises `FileRefused` for what is not of that form or names no field.
    """
    said: dict[str, Field] = {}
    for pair in pairs:
        name, sign, column = pair.partition("=")
        wanted = _field_of(name)
        if not sign or wanted is None:
            known = ", ".join(each.value for each in Field)
            msg = f"--map {pair!r} is not FIELD=COLUMN with one of {known}"
            raise FileRefused(msg)
        said[column.strip()] = wanted
    return said


def _field_of(name: str) -> Field | None:
    plain = name.strip().lower()
    if plain in list(Field):
        return Field(plain)
    return _SYNONYMS.get(plain) or KNOWN.get(_plain(plain))


def understand(cells: Cells, said: Mapping[str, Field], mode: str = "dedupe") -> Understood:
    """Return what each column of `cells` is taken for.

    Raises `FileRefused` if a column that the caller names is not there, or if nothing of the file
    describes a person.
    """
    found = Understood()
    for column, wanted in said.items():
        if column not in cells:
            msg = f"column {column!r} is not in the file; its columns are {', '.join(cells)}"
            raise FileRefused(msg)
        found.give(wanted, column)
    rest = [column for column in cells if column not in said]
    looks = {column: looks_of(cells[column]) for column in rest}
    by_heading = {column: _by_heading(column, looks[column], found) for column in rest}
    for column in _surest_first(rest, by_heading):
        wanted = by_heading[column]
        if wanted is None:
            _by_values(column, looks[column], found)
        else:
            found.give(wanted, column)
    _refuse_the_empty(found, mode)
    return found


def _surest_first(columns: Sequence[str], by_heading: Mapping[str, Field | None]) -> list[str]:
    """Put `full_name` before `first_and_surname`, and columns without a known heading last.

    Columns of a field that may have many keep the order in which they stand.
    """
    order = {heading: place for place, heading in enumerate(KNOWN)}

    def turn(column: str) -> int:
        wanted = by_heading[column]
        if wanted is None:
            return len(order) + 1
        return len(order) if wanted in MANY else order.get(_plain(column), len(order))

    return sorted(columns, key=turn)


def _by_heading(column: str, looks: Looks, found: Understood) -> Field | None:
    """Return what the heading says, unless the values are plainly of another kind."""
    wanted = KNOWN.get(_plain(column))
    if wanted is None and _plain(column).endswith(IGNORED_ENDINGS):
        wanted = Field.IGNORE
    if wanted in {None, Field.IGNORE, Field.OTHER, Field.SOURCE} or not looks.filled:
        return wanted
    surest = looks.surest()
    if surest is None or surest not in STRICT or surest is wanted or wanted is None:
        return wanted
    if looks.shares.get(wanted, 0.0) <= HARDLY:
        found.notes.append(f"{column!r} holds {surest.value}s, so it is read as that")
        return surest
    return wanted


def _by_values(column: str, looks: Looks, found: Understood) -> None:
    surest = looks.surest()
    if not looks.filled:
        found.ignored[column] = "it is empty"
    elif surest is Field.FULL and not _NAMES & set(found.fields):
        found.notes.append(f"{column!r} looks like full names")
        found.give(Field.FULL, column)
    elif surest is not None and surest is not Field.FULL and not found.fields.get(surest):
        found.notes.append(f"{column!r} looks like a {surest.value}")
        found.give(surest, column)
    elif looks.distinct == 1:
        found.ignored[column] = "every record has the same value"
    elif looks.codes >= _CODE_SHARE:
        found.ignored[column] = "numbers or codes of no known field: it may be an identifier"
    elif looks.repeats < 1 / SURE:
        found.ignored[column] = "nearly every value is another, and the field is not known"
    else:
        found.notes.append(f"{column!r} is compared as a text; its weight is learnt")
        found.give(Field.OTHER, column)


def _refuse_the_empty(found: Understood, mode: str) -> None:
    if not set(found.fields) - {Field.SOURCE, Field.OTHER, Field.IGNORE, Field.SEX}:
        left = ", ".join(found.ignored) or "none"
        msg = (
            "no column was understood as a name, date of birth, address, phone or e-mail "
            f"(left out: {left}); say which with --map full_name=COLUMN"
        )
        raise FileRefused(msg)
    if mode == "link" and not found.fields.get(Field.SOURCE):
        msg = "two lists are needed: --map source=COLUMN, or a second file with --other"
        raise FileRefused(msg)


def _plain(column: str) -> str:
    """Write a heading without signs, capitals, and digits at the end ("pername1", "pername2").

    The second of two such names of a person is the surname, which `pername2` alone would hide.
    """
    plain = re.sub(r"[^a-z0-9]", "", column.lower())
    return "surname" if plain == "pername2" else plain.rstrip("0123456789") or plain
