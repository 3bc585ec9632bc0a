"""Reads a gazetteer file strictly: a torn or mistaken one is refused as a whole."""

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ppit_matching import Address, address_keys
from ppit_matching.addresses.layouts import GazetteerRow, Layout, LayoutUnknown, layout_of

COLUMNS = ("uprn", "line_1", "line_2", "line_3", "town", "postcode", "area_gss", "parent_uprn")
_UPRN = re.compile(r"(?=0*[1-9])[0-9]{1,12}")
_AREA = re.compile(r"E[0-9]{8}")
SMALLEST_SHARE = 0.9
"""A file with less than this share of the doors held now has lost its end or its districts."""


class GazetteerRefused(Exception):
    """The file cannot be used; what is held stays as it is. Names a line, never its content."""


@dataclass(frozen=True, slots=True)
class GazetteerEntry:
    uprn: str
    address: Address
    area_gss: str
    parent_uprn: str | None

    @property
    def keys(self) -> frozenset[int]:
        return address_keys(self.address)


def read_entries(lines: Iterable[str]) -> Iterator[GazetteerEntry]:
    """Yield every entry; ``GazetteerRefused`` at the first line that is not whole.

    The file has our COLUMNS, or a layout that ``ppit_matching`` knows (AddressBase, PAF, LPI,
    lines) with a column for the district beside it.
    """
    rows = csv.reader(_whole(lines), strict=True)
    try:
        headings = next(rows, list[str]())
        layout = _layout(headings)
        for row in rows:
            if len(row) != len(headings):
                msg = f"line {rows.line_num} has {len(row)} of {len(headings)} fields"
                raise GazetteerRefused(msg)
            yield _entry(layout.read(row), rows.line_num)
    except csv.Error as failure:
        msg = f"line {rows.line_num} is not CSV"
        raise GazetteerRefused(msg) from failure


def _layout(headings: list[str]) -> Layout:
    expected = f"the first line must be {','.join(COLUMNS)}, or headings that say as much"
    try:
        layout = layout_of(headings)
    except LayoutUnknown as unknown:
        msg = f"{expected}: {unknown}"
        raise GazetteerRefused(msg) from None
    if "area" not in layout.at:
        msg = f"{expected}: no column for the district's code"
        raise GazetteerRefused(msg)
    return layout


def check_size(entries: int, held: int) -> None:
    """Refuse an empty file, and one that has shrunk against what is held now."""
    if entries == 0 or entries < held * SMALLEST_SHARE:
        msg = f"it holds {entries} doors where {held} are held now"
        raise GazetteerRefused(msg)


def _whole(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        if not line.endswith("\n"):
            msg = "the last line is torn: it has no end"
            raise GazetteerRefused(msg)
        yield line


def _entry(row: GazetteerRow, line: int) -> GazetteerEntry:
    uprn, parent = row.uprn, row.parent_uprn
    if not (_UPRN.fullmatch(uprn) and _AREA.fullmatch(row.area)):
        msg = f"line {line} has no UPRN or no district"
        raise GazetteerRefused(msg)
    if parent and (not _UPRN.fullmatch(parent) or _plain(parent) == _plain(uprn)):
        msg = f"line {line} names a parent that is no other UPRN"
        raise GazetteerRefused(msg)
    return GazetteerEntry(_plain(uprn), row.address, row.area, _plain(parent) or None)


def _plain(uprn: str) -> str:
    # Twelve digits with leading zeros and the bare number are one UPRN.
    return uprn.lstrip("0")
