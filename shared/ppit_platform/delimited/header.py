"""Finds how a CSV file is cut into cells, and holds its header against the layout expected."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ppit_platform.delimited.lines import Lines, RowTooLong
from ppit_platform.delimited.outcome import FileRefused, RefusedCode
from ppit_platform.delimited.text import is_unreadable, storable

_DELIMITERS = (",", "\t", ";")
_LOOKED_AT = 20


@dataclass(frozen=True, slots=True)
class Dialect:
    """How cells are told apart. ``spaced``: blanks stand before the quotes that open cells."""

    delimiter: str
    line_end: str
    spaced: bool


@dataclass(frozen=True, slots=True)
class Header:
    """What stands above the rows: the lines before the header, and the names in it."""

    above: tuple[str, ...]
    dialect: Dialect
    columns: tuple[str, ...]


def read_header(lines: Lines, columns: Sequence[str] | None, rows_above: int) -> Header:
    """Take the header from ``lines``; ``FileRefused`` where it is not that of the layout."""
    above = tuple(storable(_line(lines).strip("\ufeff\r\n")) for _ in range(rows_above))
    _skip_blank(lines)
    ahead = lines.peek(_LOOKED_AT)
    if not ahead:
        raise FileRefused(RefusedCode.FILE_ONE_LINE, "the file has no header")
    dialects = [_dialect(ahead, delimiter) for delimiter in _DELIMITERS]
    dialect = max(dialects, key=lambda one: _fitness(ahead, one, columns))
    found = _take(lines, dialect)
    names = _check(found, columns)
    _skip_blank(lines, but=dialect.delimiter)
    if not lines.peek(1):
        raise FileRefused(RefusedCode.FILE_ONE_LINE, "the file has a header and no rows")
    return Header(above, dialect, names)


def _line(lines: Lines) -> str:
    lines.begin()
    try:
        return next(lines)
    except StopIteration:
        raise FileRefused(RefusedCode.FILE_ONE_LINE, "the file has no header") from None
    except RowTooLong:
        raise FileRefused(RefusedCode.HEADER_WRONG, "a line above the header is too long") from None


def _skip_blank(lines: Lines, *, but: str = "") -> None:
    blanks = "\ufeff \t\r\n\x1a".replace(but, "")
    while (ahead := lines.peek(1)) and not ahead[0].strip(blanks):
        lines.begin()
        next(lines)


def _dialect(ahead: Sequence[str], delimiter: str) -> Dialect:
    header = ahead[0]
    end = header[len(header.rstrip("\r\n")) :]
    return Dialect(delimiter, end, f'{delimiter} "' in header)


def _fitness(
    ahead: Sequence[str], dialect: Dialect, columns: Sequence[str] | None
) -> tuple[bool, int, int]:
    """Prefer what gives the layout's header, then rows as wide as the header, then more columns."""
    try:
        rows = [len(row) for row in csv_reader(ahead, dialect, strict=False) if row]
        header = next(csv_reader(ahead, dialect, strict=False))
    except csv.Error:
        return (False, 0, 0)
    wanted = columns is not None and _folded(header) == _folded(columns)
    alike = sum(width == rows[0] for width in rows) if rows[0] > 1 else 0
    return (wanted, alike, rows[0])


def _take(lines: Lines, dialect: Dialect) -> tuple[str, ...]:
    lines.begin()
    try:
        found = tuple(next(csv_reader(lines, dialect, strict=True)))
    except (csv.Error, RowTooLong):
        raise FileRefused(RefusedCode.HEADER_WRONG, "the header is not CSV") from None
    if any(map(is_unreadable, found)):
        raise FileRefused(RefusedCode.HEADER_WRONG, "the header holds what is no text")
    return tuple(" ".join(name.strip("\ufeff").split()) for name in found)


def _check(found: tuple[str, ...], columns: Sequence[str] | None) -> tuple[str, ...]:
    if columns is None:
        return found
    if _folded(found) == _folded(columns):
        return tuple(columns)
    msg = "the header is not that of the layout"
    if len(found) != len(columns):
        msg += f"; it has {len(found)} columns where the layout has {len(columns)}"
    for place, (name, wanted) in enumerate(zip(found, columns, strict=False), start=1):
        if _fold(name) != _fold(wanted):
            msg += f"; column {place} is not {wanted.strip()!r}"
            break
    raise FileRefused(RefusedCode.HEADER_WRONG, msg)


def _folded(names: Sequence[str]) -> list[str]:
    return [_fold(name) for name in names]


def _fold(name: str) -> str:
    return " ".join(name.replace("\ufeff", "").split()).casefold()


def csv_reader(lines: Iterable[str], dialect: Dialect, *, strict: bool) -> Iterator[list[str]]:
    return csv.reader(
        lines, delimiter=dialect.delimiter, skipinitialspace=dialect.spaced, strict=strict
    )
