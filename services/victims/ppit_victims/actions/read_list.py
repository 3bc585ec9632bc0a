"""Reads a partner's file row by row under its layout: every row read or rejected, none lost."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO

from ppit_platform.delimited import BrokenLine, JsonLine, Line, read_delimited, read_json_lines
from ppit_victims.domain.flat import cells_of
from ppit_victims.domain.profiles import Profile
from ppit_victims.domain.reading import read_row
from ppit_victims.domain.rows import AddressTyped, Reason, RowRead, RowRejected

_BROKEN = "the row cannot be read as it stands"


@dataclass(frozen=True, slots=True)
class RowOfList:
    """``number`` counts rows from 1, ``line_no`` the lines of the file."""

    number: int
    line_no: int
    row: RowRead | RowRejected
    cells: Mapping[str, object] = field(repr=False)


def read_list(file: BinaryIO, profile: Profile) -> Iterator[RowOfList]:
    """Begin to read; ``FileRefused`` at once where the file is not of the layout. Memory is flat.

    Read it from the beginning even to go on in the middle: "same as above" points upwards.
    """
    if profile.columns is None:
        return _rows(read_json_lines(file), profile, ())
    return _rows(iter(read_delimited(file, columns=profile.columns)), profile, profile.columns)


def _rows(
    lines: Iterator[Line | JsonLine | BrokenLine], profile: Profile, columns: tuple[str, ...]
) -> Iterator[RowOfList]:
    above: AddressTyped | None = None
    for line in lines:
        cells = _cells(line, columns)
        if isinstance(line, BrokenLine):
            row: RowRead | RowRejected = RowRejected((Reason("", line.code.value, _BROKEN),))
            above = None  # whatever stood there, it is not the address above
        else:
            row, above = read_row(profile, cells, above)
        yield RowOfList(line.number, line.line_no, row, cells)


def _cells(line: Line | JsonLine | BrokenLine, columns: tuple[str, ...]) -> dict[str, str]:
    if isinstance(line, JsonLine):
        return cells_of(line.value)
    cells = line.raw_cells if isinstance(line, BrokenLine) else line.cells
    surplus = (f"cell {number}" for number in range(len(columns) + 1, len(cells) + 1))
    return dict(zip((*columns, *surplus), cells, strict=False))
