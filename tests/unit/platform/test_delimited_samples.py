"""Files as councils' election software and Companies House really send them are read whole."""

import pytest

from ppit_platform.delimited import BrokenCode, BrokenLine, Line, read_delimited
from tests.support.samples import sample


@pytest.mark.parametrize(
    ("name", "columns", "rows", "line_end"),
    [
        ("electoral/ems-idox-eros.csv", 19, 9, "\r\n"),
        ("electoral/ems-xpress-dc.csv", 38, 9, "\n"),
        ("electoral/ems-xpress-weblookup.CSV", 16, 9, "\r\n"),
        ("electoral/eoni_importer__eoni_export.csv", 11, 3, "\n"),
        ("electoral/halarose_importer__test.csv", 22, 5, "\r\n"),
        ("misc/BasicCompanyData_sample.csv", 55, 5, "\r\n"),
    ],
)
def test_a_real_export_is_read_whole(name: str, columns: int, rows: int, line_end: str) -> None:
    with sample(name).open("rb") as file:
        found = read_delimited(file)
        assert len(found.columns) == columns
        assert found.dialect.line_end == line_end
        assert [type(row) for row in found] == [Line] * rows


def test_the_sanctions_list_says_its_date_above_its_header_and_a_short_row_is_seen() -> None:
    with sample("sanctions/uksl_sample.csv").open("rb") as file:
        found = read_delimited(file, header_rows_above=1)
        rows = list(found)
    assert found.above == ("Report Date: 13-Feb-2026",)
    assert len(found.columns) == 58
    assert isinstance(rows[0], Line)
    # The sample was cut by hand: its second row lacks a cell.
    assert isinstance(rows[1], BrokenLine)
    assert rows[1].code is BrokenCode.COLUMN_TOO_FEW
