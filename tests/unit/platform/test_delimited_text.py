"""Which encoding and dialect a file is in, what header it has, and which files are none."""

import gzip
import io
import tracemalloc
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from ppit_platform.delimited import (
    BrokenCode,
    Delimited,
    FileRefused,
    Line,
    RefusedCode,
    read_delimited,
)

ROWS = ("Ref;Name;Town", "1;Zo\xeb Caf\xe9;Deal", "2;Bo Smith;Deal", "3;Cy Young;Deal")
TEXT = "\r\n".join((*ROWS, ""))
ASCII_LINE = b"7,Ann Example of Deal,Deal\n"
LONG_ASCII = b"Ref,Name,Town\n" + ASCII_LINE * (600_000 // len(ASCII_LINE))


def opened(
    raw: bytes, columns: Sequence[str] | None = None, header_rows_above: int = 0
) -> Delimited:
    return read_delimited(io.BytesIO(raw), columns=columns, header_rows_above=header_rows_above)


def refusal(raw: bytes, columns: Sequence[str] | None = None, rows_above: int = 0) -> FileRefused:
    with pytest.raises(FileRefused) as refused:
        opened(raw, columns, rows_above)
    return refused.value


def zipped() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("victims.csv", TEXT)
    return file.getvalue()


@pytest.mark.parametrize(
    ("codec", "named"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16-le"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("windows-1252", "windows-1252"),
    ],
)
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_encoding_and_delimiter_are_found_out(codec: str, named: str, delimiter: str) -> None:
    found = opened(TEXT.replace(";", delimiter).encode(codec))
    assert found.columns == ("Ref", "Name", "Town")
    assert next(iter(found)) == Line(1, 2, ("1", "Zo\xeb Caf\xe9", "Deal"))
    assert (found.encoding, found.dialect.delimiter) == (named, delimiter)


def test_the_other_byte_order_mark_is_known_too() -> None:
    found = opened(b"\xfe\xff" + TEXT.encode("utf-16-be"))
    assert found.columns == ("Ref", "Name", "Town")


def test_the_pound_sign_of_a_windows_header_is_read() -> None:
    raw = "Customer,Attempted \xa3\r\nAnn,1\r\n".encode("windows-1252")
    assert opened(raw, ("Customer", "Attempted \xa3")).encoding == "windows-1252"


def test_a_comma_in_a_name_does_not_make_a_tab_file_a_comma_file() -> None:
    found = opened(b"Ref\tName, or names\tTown, county\n1\tAnn\tDeal, Kent\n2\tBo\tDeal, Kent\n")
    assert found.columns == ("Ref", "Name, or names", "Town, county")


def test_the_layout_decides_between_dialects_that_both_fit() -> None:
    raw = b"Ref;Name, Town\n1;Ann, Deal\n"
    assert opened(raw, ("Ref", "Name, Town")).dialect.delimiter == ";"
    assert opened(raw, ("Ref;Name", "Town")).dialect.delimiter == ","


def test_a_bad_byte_in_a_file_of_good_ones_breaks_its_row_alone() -> None:
    raw = ("Ref,Name\n1,Zo\xeb\n2,Caf\xe9\n".encode()) + b"3,\xff\xfe\n4,Ann\n"
    found = list(opened(raw))
    assert [getattr(row, "code", None) for row in found] == [
        *(None, None, BrokenCode.UNDECODABLE, None),
    ]


def test_a_byte_that_windows_knows_no_character_for_breaks_its_row() -> None:
    last = list(opened(b"Ref,Name\n1,Caf\xe9\n2,\x81\n"))[-1]
    assert getattr(last, "code", None) == BrokenCode.UNDECODABLE


@pytest.mark.parametrize("codec", ["utf-8", "windows-1252"])
def test_a_file_that_begins_as_ascii_is_known_by_its_first_other_character(codec: str) -> None:
    found = opened(LONG_ASCII + "8,Zo\xeb,Deal\n".encode(codec) + ASCII_LINE * 3000)
    assert [row for row in found if isinstance(row, Line) and row.cells[1] == "Zo\xeb"]
    assert found.encoding == codec


def test_a_character_cut_between_two_reads_is_one_character() -> None:
    row = "8,Zo\xeb\u20ac\U0001f600,Deal\n"
    found = opened(b"Ref,Name,Town\n" + row.encode() * 40_000)
    names = {row.cells[1] for row in found if isinstance(row, Line)}
    assert names == {"Zo\xeb\u20ac\U0001f600"}


def test_half_a_character_of_utf_16_breaks_only_the_last_row() -> None:
    torn = "Ref,Name\n1,Ann\n2,Bo".encode("utf-16") + b"x"
    assert [getattr(row, "code", None) for row in opened(torn)] == [None, BrokenCode.TORN_ROW]
    lone = "Ref,Name\n1,Ann\n2,Bo".encode("utf-16") + b"\x00\xd8" + "\n3,Cy\n".encode("utf-16-le")
    assert [getattr(row, "code", None) for row in opened(lone)] == [
        *(None, BrokenCode.UNDECODABLE, None),
    ]


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", RefusedCode.FILE_EMPTY),
        (b"\n \r\n", RefusedCode.FILE_EMPTY),
        (b"\xef\xbb\xbf", RefusedCode.FILE_ONE_LINE),
        (b"Ref,Name\n", RefusedCode.FILE_ONE_LINE),
        (b"Ref,Name", RefusedCode.FILE_ONE_LINE),
        (b"Ref,Name\r\n\r\n \r\n", RefusedCode.FILE_ONE_LINE),
        (zipped(), RefusedCode.FILE_IS_ZIP),
        (gzip.compress(TEXT.encode(), mtime=0), RefusedCode.FILE_NOT_TEXT),
        (TEXT.encode("utf-32"), RefusedCode.FILE_NOT_TEXT),
        (b"%PDF-1.7\n1,2\n", RefusedCode.FILE_NOT_TEXT),
        (bytes(range(256)) * 9, RefusedCode.FILE_NOT_TEXT),
        (b'"Ref,Name\n1,2\n', RefusedCode.HEADER_WRONG),
        (b'"Ref" no,Name\n1,2\n', RefusedCode.HEADER_WRONG),
        (b"Ref\0,Name\n1,2\n" + b"3,4\n" * 20, RefusedCode.HEADER_WRONG),
        (b"R" * 300_000 + b",Name\n1,2\n", RefusedCode.HEADER_WRONG),
    ],
)
def test_what_is_no_csv_is_refused_at_once(raw: bytes, code: RefusedCode) -> None:
    assert refusal(raw).code == code


@pytest.mark.parametrize(
    "header", ["Ref,Name", "\ufeffREF, name ", '" ref ","Name"', " Ref\t,\xa0NAME", "ref;name"]
)
def test_a_header_may_differ_in_case_and_blanks(header: str) -> None:
    cells = "1;Ann" if ";" in header else "1,Ann"
    found = opened(f"{header}\n{cells}\n".encode(), (" Ref", "Name"))
    assert found.columns == (" Ref", "Name")
    assert list(found) == [Line(1, 2, ("1", "Ann"))]


def test_a_header_that_is_not_the_layouts_is_refused_without_showing_it() -> None:
    refused = refusal(b"Ref,Ann Example\n1,2\n", ("Ref", "Name"))
    assert refused.code == RefusedCode.HEADER_WRONG
    assert refused.detail == "the header is not that of the layout; column 2 is not 'Name'"
    assert "Ann" not in str(refused)


def test_a_header_with_a_column_more_or_less_is_refused() -> None:
    wanted = ("Ref", "Name")
    assert "3 columns where the layout has 2" in refusal(b"Ref,Name,Town\n1,2,3\n", wanted).detail
    assert "1 columns where the layout has 2" in refusal(b"Ref\n1\n", wanted).detail


def test_lines_above_the_header_are_kept_and_counted() -> None:
    raw = b"\xef\xbb\xbfReport Date: 13-Feb-2026\nRef,Name\n1,Ann\n"
    found = opened(raw, ("Ref", "Name"), header_rows_above=1)
    assert found.above == ("Report Date: 13-Feb-2026",)
    assert list(found) == [Line(1, 3, ("1", "Ann"))]
    assert refusal(b"Report Date: 13-Feb-2026\n", rows_above=2).code == RefusedCode.FILE_ONE_LINE


def test_the_file_is_left_open_for_its_owner() -> None:
    file = io.BytesIO(TEXT.encode())
    assert len(list(read_delimited(file))) == 3
    assert not file.closed


def test_no_more_of_a_file_is_held_than_is_being_read(tmp_path: Path) -> None:
    def peak(rows: int) -> int:
        whole = tmp_path / "rows.csv"
        whole.write_bytes(b"Ref,Name,Town\n" + ASCII_LINE * rows)
        tracemalloc.start()
        with whole.open("rb") as file:
            assert sum(1 for _ in read_delimited(file)) == rows
        held = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return held

    assert peak(40_000) < 1.2 * peak(15_000)
