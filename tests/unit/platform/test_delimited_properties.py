"""Whatever a file holds and however it was written, its rows come out as many as went in."""

import csv
import io
import re
from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from ppit_platform.delimited import (
    BrokenCode,
    BrokenLine,
    FileRefused,
    Line,
    read_delimited,
    read_json_lines,
)

COLUMNS = ("Reference", "Name", "Address")
_ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "windows-1252")
# None of them makes UTF-8 of windows-1252, which no reader could tell apart.
_LETTERS = "ab \xe9\xf6\xf1"
_CELL = st.lists(st.sampled_from([*_LETTERS, *",;\t\"'\n", "\r\n"]), max_size=8).map("".join)
_WHOLE = st.tuples(_CELL, _CELL, _CELL)
_ON_ONE_LINE = _WHOLE.filter(lambda cells: "\n" not in "".join(cells))
_PLAIN_ROW = st.lists(st.text(_LETTERS + ",;", max_size=8), min_size=1, max_size=6).filter(
    lambda cells: len(cells) != len(COLUMNS) and (len(cells) > 1 or bool(cells[0].strip()))
)
_OPEN_QUOTE = st.text("ab", min_size=1, max_size=8).map(lambda text: f'"{text}')


@dataclass(frozen=True, slots=True)
class Written:
    """How a system writes its CSV."""

    encoding: str
    delimiter: str
    line_end: str
    quoting: int

    def line(self, cells: tuple[str, ...]) -> str:
        text = io.StringIO(newline="")
        csv.writer(
            text,
            delimiter=self.delimiter,
            lineterminator=self.line_end,
            quoting=csv.QUOTE_ALL if self.quoting else csv.QUOTE_MINIMAL,
        ).writerow(cells)
        return text.getvalue()


_WRITTEN = st.builds(
    Written,
    st.sampled_from(_ENCODINGS),
    st.sampled_from(",;\t"),
    st.sampled_from(["\n", "\r\n"]),
    st.integers(0, 1),
)
_Rows = list[tuple[str, ...] | list[str] | str]
# An open quote beside a cell of many lines costs that row too: where it ended cannot be told.
_ROWS = st.one_of(
    st.lists(st.one_of(_WHOLE, _PLAIN_ROW), min_size=1, max_size=8),
    st.lists(st.one_of(_ON_ONE_LINE, _PLAIN_ROW, _OPEN_QUOTE), min_size=1, max_size=8),
)


def code_of(row: tuple[str, ...] | list[str] | str) -> BrokenCode | None:
    """Say what must become of a row as drawn; an open quote breaks in more ways than one."""
    if isinstance(row, tuple):
        return None
    if isinstance(row, str):
        return BrokenCode.MISQUOTED
    return BrokenCode.COLUMN_TOO_FEW if len(row) < len(COLUMNS) else BrokenCode.COLUMN_TOO_MANY


def as_drawn(row: Line | BrokenLine) -> tuple[str, ...] | BrokenCode:
    if isinstance(row, Line):
        return row.cells
    return BrokenCode.MISQUOTED if row.code is BrokenCode.TORN_ROW else row.code


@given(_WRITTEN, _ROWS)
def test_every_row_comes_out_whole_or_broken_in_its_place(written: Written, rows: _Rows) -> None:
    lines = [
        row + written.line_end if isinstance(row, str) else written.line(tuple(row)) for row in rows
    ]
    text = written.line(COLUMNS) + "".join(lines)
    found = list(read_delimited(io.BytesIO(text.encode(written.encoding)), columns=COLUMNS))
    assert [as_drawn(row) for row in found] == [code_of(row) or row for row in rows]
    assert [row.number for row in found] == list(range(1, len(rows) + 1))


def _letters(text: str) -> str:
    return re.sub(r"[^a-z]", "", text)


@given(st.text('ab,;\t"\n\r\x1a', min_size=1, max_size=60))
def test_no_letter_of_a_mangled_file_is_lost_or_given_twice(body: str) -> None:
    try:
        rows = list(read_delimited(io.BytesIO(b"one,two\n" + body.encode())))
    except FileRefused:
        assert not body.strip(" \t\r\n\x1a")
        return
    cells = (row.cells if isinstance(row, Line) else row.raw_cells for row in rows)
    assert "".join(map(_letters, (cell for row in cells for cell in row))) == _letters(body)
    starts = [row.line_no for row in rows]
    assert starts == sorted(set(starts))


@given(st.binary(max_size=300))
def test_whatever_bytes_arrive_are_read_or_refused(raw: bytes) -> None:
    for read in (read_delimited, read_json_lines):
        try:
            rows = list(read(io.BytesIO(raw)))
        except FileRefused:
            continue
        assert [row.number for row in rows] == list(range(1, len(rows) + 1))
