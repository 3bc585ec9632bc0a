"""What reading a partner's file gives: whole lines, broken ones, or a refusal of the file."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

CELL_LIMIT = 32 * 1024
"""Characters in one cell. A longer one is a quote that was opened and never closed, or no cell."""


class BrokenCode(StrEnum):
    """Why one line cannot be taken as it stands."""

    COLUMN_TOO_MANY = "COLUMN_TOO_MANY"
    COLUMN_TOO_FEW = "COLUMN_TOO_FEW"
    TORN_ROW = "TORN_ROW"
    """The file ends in the middle of it: without a line end, or with a quote still open."""
    MISQUOTED = "MISQUOTED"
    """A quote opens or closes inside of a cell."""
    UNDECODABLE = "UNDECODABLE"
    """It holds bytes that are no text in the encoding of the file, or NUL."""
    CELL_TOO_LONG = "CELL_TOO_LONG"
    NOT_JSON = "NOT_JSON"
    NOT_AN_OBJECT = "NOT_AN_OBJECT"


class RefusedCode(StrEnum):
    """Why a file cannot be read at all."""

    FILE_EMPTY = "FILE_EMPTY"
    FILE_IS_ZIP = "FILE_IS_ZIP"
    FILE_NOT_TEXT = "FILE_NOT_TEXT"
    FILE_ONE_LINE = "FILE_ONE_LINE"
    HEADER_WRONG = "HEADER_WRONG"
    NOT_JSON_LINES = "NOT_JSON_LINES"


class FileRefused(Exception):
    """The file cannot be used. The text says what was wanted, never what the file holds."""

    def __init__(self, code: RefusedCode, detail: str) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Line:
    """A row with a cell for every column.

    ``number`` counts rows from 1 below the header, ``line_no`` the file's lines from 1.
    """

    number: int
    line_no: int
    cells: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class JsonLine:
    """A line that is one JSON object; ``number`` counts those that are not blank."""

    number: int
    line_no: int
    value: Mapping[str, object] = field(repr=False)


@dataclass(frozen=True, slots=True)
class BrokenLine:
    """A row that cannot be taken as it stands.

    ``raw_cells`` are its cells where they can be told apart, else its first line as one cell. They
    can always be stored: what is no text stands as U+FFFD, and what is too long is cut.
    """

    number: int
    line_no: int
    code: BrokenCode
    raw_cells: tuple[str, ...] = field(repr=False)
