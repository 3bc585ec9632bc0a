"""A second list's columns under the first's headings: two organisations seldom share theirs."""

from collections.abc import Collection, Mapping

from ppit_match.columns_guess import Understood, understand
from ppit_match.fields import Field
from ppit_match.reading import Table

# One list writes into one column what the other spreads over several.
_WHERE = (Field.STREET, Field.ADDRESS)
_APART = frozenset({*_WHERE, Field.OTHER, Field.IGNORE, Field.SOURCE})


def named_alike(
    first: Table, second: Table, said: Mapping[str, Field], hidden: Collection[str]
) -> tuple[Table, dict[str, Field]]:
    """Return the second list with the headings of the first where a column holds the same field,
    and the fields of columns that stand in one of the lists only, as each is understood alone.

    `hidden` are columns that nothing may look at: the truth, and what only divides the figures.
    A column that the caller has named keeps its heading. Raises `FileRefused`.
    """
    one, other = (_understood(table, said, hidden) for table in (first, second))
    new = {
        theirs: ours
        for ours, theirs in _paired(one, other)
        if ours != theirs and theirs not in said
    }
    columns = {new.get(name) or _free(name, new): cells for name, cells in second.columns.items()}
    taken = {*new, *first.columns}
    alone = {name: field for name, field in _of_columns(one).items() if name not in columns}
    alone |= {name: field for name, field in _of_columns(other).items() if name not in taken}
    notes = [f"{theirs!r} of the second list is read as {ours!r}" for theirs, ours in new.items()]
    return Table(columns, second.records, (*second.notes, *notes)), alone


def _understood(table: Table, said: Mapping[str, Field], hidden: Collection[str]) -> Understood:
    cells = {name: column for name, column in table.columns.items() if name not in hidden}
    return understand(cells, {name: field for name, field in said.items() if name in cells})


def _paired(one: Understood, other: Understood) -> list[tuple[str, str]]:
    lines = [
        [name for field in _WHERE for name in each.fields.get(field, ())] for each in (one, other)
    ]
    pairs = list(zip(*lines, strict=False))
    for field, columns in one.fields.items():
        if field not in _APART:
            pairs += zip(columns, other.fields.get(field, ()), strict=False)
    return pairs


def _of_columns(understood: Understood) -> dict[str, Field]:
    return {name: field for field, columns in understood.fields.items() for name in columns}


def _free(name: str, new: Mapping[str, str]) -> str:
    """Make way for a column that takes this heading."""
    return f"{name} (second list)" if name in new.values() else name
