"""Partners' files read as they really arrive: CSV and JSON Lines, row by row, nothing lost.

``read_delimited`` and ``read_json_lines`` give every row whole or broken with the reason, in flat
memory; a file that is none is refused at once. No error and no ``repr`` shows what a file holds.
"""

from ppit_platform.delimited.header import Dialect
from ppit_platform.delimited.json_lines import read_json_lines
from ppit_platform.delimited.outcome import (
    CELL_LIMIT,
    BrokenCode,
    BrokenLine,
    FileRefused,
    JsonLine,
    Line,
    RefusedCode,
)
from ppit_platform.delimited.rows import Delimited, read_delimited

__all__ = [
    "CELL_LIMIT",
    "BrokenCode",
    "BrokenLine",
    "Delimited",
    "Dialect",
    "FileRefused",
    "JsonLine",
    "Line",
    "RefusedCode",
    "read_delimited",
    "read_json_lines",
]
