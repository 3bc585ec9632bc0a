"""A partner's CSV is read row by row: each is whole or broken with the reason, none is lost."""

import io
from collections.abc import Sequence

import pytest

from ppit_platform.delimited import BrokenCode, BrokenLine, Line, read_delimited

NAMES = "Ref,Name,Town"
COLUMNS = ("Ref", "Name", "Town")


def read(text: str | bytes, columns: Sequence[str] | None = None) -> list[Line | BrokenLine]:
    raw = text if isinstance(text, bytes) else text.encode()
    return list(read_delimited(io.BytesIO(raw), columns=columns))


def told(text: str | bytes) -> list[tuple[str, ...]]:
    """Return a row as its cells, and a broken one as its code."""
    return [row.cells if isinstance(row, Line) else (row.code,) for row in read(text)]


def numbers(text: str) -> list[tuple[int, int]]:
    return [(row.number, row.line_no) for row in read(text)]


def test_rows_are_counted_below_the_header_and_lines_from_the_top_of_the_file() -> None:
    assert read(f"{NAMES}\n1,Ann,Deal\n\n2,Bo,Deal\n") == [
        Line(1, 2, ("1", "Ann", "Deal")),
        Line(2, 4, ("2", "Bo", "Deal")),
    ]


def test_a_line_end_inside_of_a_cell_is_part_of_it_and_counts_as_a_line() -> None:
    text = f'{NAMES}\r\n1,"Ann\r\nor Bo",Deal\r\n2,"He said ""no""",Deal\r\n'
    assert told(text) == [("1", "Ann\r\nor Bo", "Deal"), ("2", 'He said "no"', "Deal")]
    assert numbers(text) == [(1, 2), (2, 4)]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_may_end_as_on_any_system(end: str) -> None:
    text = end.join((NAMES, "1,Ann,Deal", "2,Bo,Deal", ""))
    assert told(text) == [("1", "Ann", "Deal"), ("2", "Bo", "Deal")]
    assert read_delimited(io.BytesIO(text.encode())).dialect.line_end == end


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("1,Ann,Deal,", BrokenCode.COLUMN_TOO_MANY),
        ("1,Ann", BrokenCode.COLUMN_TOO_FEW),
        ('1,"Ann" or Bo,Deal', BrokenCode.MISQUOTED),
        ('1,"Ann,Deal', BrokenCode.MISQUOTED),
        ("1,Ann\0,Deal", BrokenCode.UNDECODABLE),
        (f"1,{'n' * 40_000},Deal", BrokenCode.CELL_TOO_LONG),
        (f"1,{'n' * 700_000},Deal", BrokenCode.CELL_TOO_LONG),
    ],
)
def test_a_broken_row_is_told_and_its_neighbours_are_read(row: str, code: BrokenCode) -> None:
    text = f'{NAMES}\n0,Eve,Deal\n{row}\n2,"Bo",Deal\n3,Cy,Deal\n'
    assert told(text) == [("0", "Eve", "Deal"), (code,), ("2", "Bo", "Deal"), ("3", "Cy", "Deal")]
    assert numbers(text) == [(1, 2), (2, 3), (3, 4), (4, 5)]


def test_a_row_with_a_column_too_many_is_one_row_though_it_runs_over_lines() -> None:
    text = f'{NAMES}\n1,"Ann\nor Bo",Deal,more\n2,Bo,Deal\n'
    assert told(text) == [(BrokenCode.COLUMN_TOO_MANY,), ("2", "Bo", "Deal")]
    assert numbers(text) == [(1, 2), (2, 4)]


def test_a_broken_row_keeps_its_cells_where_they_can_be_told_apart() -> None:
    few, misquoted = read(f'{NAMES}\n1,Ann\n2,"Bo,Deal\n3,"Cy",Deal\n')[:2]
    assert isinstance(few, BrokenLine)
    assert isinstance(misquoted, BrokenLine)
    assert few.raw_cells == ("1", "Ann")
    assert misquoted.raw_cells == ('2,"Bo,Deal',)


@pytest.mark.parametrize("last", ["9,Zoe,Deal", "9,Zoe", '9,"Zoe', "9,Zoe,Deal,", '9,"Zoe","Deal"'])
def test_a_last_row_without_its_end_is_torn(last: str) -> None:
    assert told(f"{NAMES}\n1,Ann,Deal\n{last}") == [("1", "Ann", "Deal"), (BrokenCode.TORN_ROW,)]


def test_a_quote_open_to_the_end_of_the_file_tears_its_own_row_alone() -> None:
    text = f'{NAMES}\n1,"Ann,Deal\n2,Bo,Deal\n3,Cy,Deal\n'
    assert told(text) == [(BrokenCode.TORN_ROW,), ("2", "Bo", "Deal"), ("3", "Cy", "Deal")]


def test_a_quote_left_open_before_a_long_file_swallows_no_row() -> None:
    rows = [(str(number), "Ann", "Deal") for number in range(20_000)]
    text = f'{NAMES}\n0,"Ann,Deal\n' + "".join(f"{','.join(row)}\n" for row in rows)
    found = told(text)
    assert found[0] == (BrokenCode.CELL_TOO_LONG,)
    assert found[1:] == rows


def test_two_open_quotes_that_meet_swallow_no_row_between_them() -> None:
    text = f'{NAMES}\n1,"Ann,Deal\n2,Bo,Deal\n3,Cy",Deal,x\n4,Di,Deal\n'
    assert told(text) == [
        (BrokenCode.MISQUOTED,),
        ("2", "Bo", "Deal"),
        (BrokenCode.COLUMN_TOO_MANY,),
        ("4", "Di", "Deal"),
    ]


def test_a_file_of_open_quotes_is_read_in_a_time_that_grows_with_its_size() -> None:
    swallowing = '"' + "\n1,Ann,Deal" * 300 + "\n"
    found = told(NAMES + "\n" + swallowing * 60)
    assert sum(len(row) == 3 for row in found) == 300 * 60


def test_blank_lines_and_the_mark_that_old_systems_end_a_file_with_are_no_rows() -> None:
    assert told(f"\n \n{NAMES}\n\n1,Ann,Deal\n \t\n\x1a") == [("1", "Ann", "Deal")]


def test_a_row_of_empty_cells_is_a_row() -> None:
    assert told(f"{NAMES}\n,,\n") == [("", "", "")]


def test_cells_keep_their_blanks_unless_blanks_stand_before_quotes() -> None:
    assert told(f"{NAMES}\n 1, Ann ,Deal\n") == [(" 1", " Ann ", "Deal")]
    assert told('"Ref", "Name", "Town"\n1, "Ann, or Bo", Deal\n') == [("1", "Ann, or Bo", "Deal")]


def test_a_list_of_one_column_is_read() -> None:
    assert read("Ref\n1\n\n2,3\n", ("ref",)) == [
        Line(1, 2, ("1",)),
        BrokenLine(2, 4, BrokenCode.COLUMN_TOO_MANY, ("2", "3")),
    ]


def test_what_is_broken_can_always_be_stored() -> None:
    broken = read(f"{NAMES}\n\xe9\xe9\xe9\n".encode() + b"1,\xff\xfe\0,Deal\n")[-1]
    assert isinstance(broken, BrokenLine)
    assert broken.raw_cells == ("1", "\ufffd\ufffd\ufffd", "Deal")


def test_no_repr_shows_a_cell() -> None:
    shown = repr(read(f"{NAMES}\n1,Ann,Deal\n2,Bo\n"))
    assert "number=1, line_no=2" in shown
    assert not any(cell in shown for cell in ("Ann", "Deal", "Bo"))
