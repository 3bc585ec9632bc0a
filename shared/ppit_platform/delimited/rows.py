"""Reads a partner's CSV row by row: what is whole, what is broken, and nothing lost between."""

import csv
import re
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from ppit_platform.delimited.header import Dialect, csv_reader, read_header
from ppit_platform.delimited.lines import Lines, RowTooLong
from ppit_platform.delimited.outcome import CELL_LIMIT, BrokenCode, BrokenLine, Line
from ppit_platform.delimited.text import TextBlocks, is_unreadable, storable


class Delimited:
    """A CSV file being read. Iterate it once; memory stays flat whatever its size."""

    def __init__(
        self, file: BinaryIO, columns: Sequence[str] | None, header_rows_above: int
    ) -> None:
        self._text = TextBlocks(file)
        self._lines = Lines(self._text)
        header = read_header(self._lines, columns, header_rows_above)
        self.columns = header.columns
        self.dialect: Dialect = header.dialect
        self.above = header.above
        self._faultless = _faultless(header.dialect)
        self._number = 0

    @property
    def encoding(self) -> str:
        """What the file is read as, by the name of its codec."""
        return self._text.encoding

    def __iter__(self) -> Iterator[Line | BrokenLine]:
        text, lines, wanted = self._text, self._lines, len(self.columns)
        rows = csv_reader(lines, self.dialect, strict=True)
        while True:
            lines.begin()
            try:
                cells = next(rows)
            except StopIteration:
                return
            except RowTooLong:
                yield self._give_back(BrokenCode.CELL_TOO_LONG)
                continue
            except csv.Error:
                torn = lines.ended
                yield self._give_back(BrokenCode.TORN_ROW if torn else BrokenCode.MISQUOTED)
                continue
            if _is_blank(cells):
                continue
            # Nearly every row passes here: what could break one is asked only where it may be.
            suspect = text.unreadable or lines.unended is not None or lines.size > CELL_LIMIT
            if len(cells) != wanted or len(lines.taken) > 1 or suspect:
                yield self._judged(cells)
            else:
                self._number += 1
                yield Line(self._number, lines.line_no, tuple(cells))

    def _judged(self, cells: list[str]) -> Line | BrokenLine:
        code = self._defect(cells)
        if len(self._lines.taken) > 1 and self._swallows_rows(code):
            too_long = code is BrokenCode.CELL_TOO_LONG
            return self._give_back(code if too_long else BrokenCode.MISQUOTED)
        if code is not None:
            return self._broken(code, cells)
        self._number += 1
        return Line(self._number, self._lines.line_no, tuple(cells))

    def _defect(self, cells: list[str]) -> BrokenCode | None:
        lines, wanted = self._lines, len(self.columns)
        if lines.is_torn():
            return BrokenCode.TORN_ROW
        if self._text.unreadable and any(map(is_unreadable, cells)):
            return BrokenCode.UNDECODABLE
        if lines.size > CELL_LIMIT and max(map(len, cells)) > CELL_LIMIT:
            return BrokenCode.CELL_TOO_LONG
        if len(cells) > wanted:
            return BrokenCode.COLUMN_TOO_MANY
        return BrokenCode.COLUMN_TOO_FEW if len(cells) < wanted else None

    def _swallows_rows(self, code: BrokenCode | None) -> bool:
        """Tell rows that an open quote ran together from one row that runs over lines.

        Such a row is quoted without a fault, and where it is broken in itself no line of it is a
        whole row.
        """
        taken = self._lines.taken
        if code is BrokenCode.CELL_TOO_LONG or not self._faultless.fullmatch("".join(taken)):
            return True
        return code is not None and any(map(self._is_whole, taken[1:]))

    def _is_whole(self, line: str) -> bool:
        if not self._faultless.fullmatch(line):
            return False
        return len(next(csv_reader([line], self.dialect, strict=True))) == len(self.columns)

    def _give_back(self, code: BrokenCode) -> BrokenLine:
        """Break the first line alone and read on at the next."""
        self._lines.give_back()
        return self._broken(code, [self._lines.taken[0].rstrip("\r\n")])

    def _broken(self, code: BrokenCode, cells: Sequence[str]) -> BrokenLine:
        self._number += 1
        raw = tuple(storable(cell[:CELL_LIMIT]) for cell in cells)
        return BrokenLine(self._number, self._lines.line_no, code, raw)


def read_delimited(
    file: BinaryIO, *, columns: Sequence[str] | None = None, header_rows_above: int = 0
) -> Delimited:
    """Begin to read ``file``; ``FileRefused`` where it is no CSV, or not of the layout.

    ``columns`` is the layout: the header must name them in that order, whatever the case and the
    blanks around, and ``.columns`` are then spelt as the layout spells them. Without it the header
    is taken as it comes. UTF-8, UTF-16 and windows-1252 are told apart, and comma, tab and
    semicolon; ``header_rows_above`` lines before the header are kept in ``.above``.

    Every row of the file is given once, as a ``Line`` or a ``BrokenLine``; blank lines are no rows.
    A row that is broken ends at the first line after which reading can go on.
    """
    return Delimited(file, columns, header_rows_above)


def _is_blank(cells: Sequence[str]) -> bool:
    return not cells or (len(cells) == 1 and not cells[0].strip("\x1a \t"))


def _faultless(dialect: Dialect) -> re.Pattern[str]:
    """Match one row in which a quote stands only around a cell, or doubled within one."""
    delimiter, blanks = re.escape(dialect.delimiter), " *+" if dialect.spaced else ""
    cell = rf'{blanks}(?:"[^"]*+(?:""[^"]*+)*+"|[^"{delimiter}\r\n]*+)'
    return re.compile(rf"{cell}(?:{delimiter}{cell})*+(?:\r\n?|\n)?")
