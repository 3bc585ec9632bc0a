"""Which column of a file is which field: as the caller says, by heading, then by its values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ppit_match.fields import KNOWN, MANY, Field
from ppit_match.headings import field_of, plain, shared_words
from ppit_match.looks import HARDLY, STRICT, SURE, Looks, looks_of
from ppit_match.refusals import FileRefused

Cells = Mapping[str, Sequence[str | None]]

_CODE_SHARE = 0.9
_LISTS = 2
_SYNONYMS = {"name": Field.FULL, "dob": Field.BORN, "phone": Field.PHONE}
# The fields of which one says what another column would: it is not looked for then.
_HELD_BY = {
    **{one: frozenset({one}) for one in (*STRICT, Field.PHONE, Field.SEX)},
    Field.FULL: frozenset({Field.FULL, Field.GIVEN, Field.FAMILY}),
    Field.GIVEN: frozenset({Field.FULL, Field.GIVEN}),
    Field.FAMILY: frozenset({Field.FULL, Field.FAMILY}),
    Field.ADDRESS: frozenset({Field.STREET, Field.ADDRESS}),
}


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
    said = name.strip().lower()
    if said in list(Field):
        return Field(said)
    return _SYNONYMS.get(said) or KNOWN.get(plain(said))


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
    shared = shared_words(list(cells))
    named = {column: field_of(column, shared) for column in rest}
    by_heading = {each: _by_heading(each, named[each], looks[each], found) for each in rest}
    if mode == "link":
        _find_the_lists(cells, looks, by_heading, found)
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
        return len(order) if wanted in MANY else order.get(plain(column), len(order))

    return sorted(columns, key=turn)


def _by_heading(column: str, wanted: Field | None, looks: Looks, found: Understood) -> Field | None:
    """Return what the heading says, unless the values are plainly of another kind."""
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
    wanted, useless = _looks_like(looks, found), _useless(looks)
    if wanted is not None:
        found.notes.append(f"{column!r} is read as {wanted.value} by what it holds")
        found.give(wanted, column)
    elif useless is not None:
        found.ignored[column] = useless
    else:
        found.notes.append(f"{column!r} is compared as a text; its weight is learnt")
        found.give(Field.OTHER, column)


def _find_the_lists(
    cells: Cells,
    looks: Mapping[str, Looks],
    by_heading: dict[str, Field | None],
    found: Understood,
) -> None:
    """Take as the source the one column that divides all records in two, if no heading says so."""
    named = {*by_heading.values(), *found.fields}
    two = [
        column
        for column, wanted in by_heading.items()
        if wanted in {None, Field.OTHER, Field.IGNORE}
        and (looks[column].distinct, looks[column].filled) == (_LISTS, len(cells[column]))
        and looks[column].surest() is not Field.SEX
    ]
    if Field.SOURCE not in named and len(two) == 1:
        by_heading[two[0]] = Field.SOURCE
        found.notes.append(f"{two[0]!r} is taken to say which list a record is of")


def _looks_like(looks: Looks, found: Understood) -> Field | None:
    """Return a field that no column has yet, and that the values are plainly of."""
    surest = looks.surest()
    wanted = surest if looks.name is None or surest is Field.FULL else looks.name
    return wanted if wanted is not None and not _HELD_BY[wanted] & set(found.fields) else None


def _useless(looks: Looks) -> str | None:
    if not looks.filled:
        return "it is empty"
    if looks.distinct == 1:
        return "every record has the same value"
    if looks.codes >= _CODE_SHARE:
        return "numbers or codes of no known field: it may be an identifier"
    if looks.repeats < 1 / SURE:
        return "nearly every value is another, and the field is not known"
    return None


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
