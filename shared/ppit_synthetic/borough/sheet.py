"""A file as a partner sends it: columns, cells, encoding and line ends, to the byte."""

import csv
import io
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Sheet:
    """One CSV file. ``heading`` is a line above the header, where the layout has one."""

    file_name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    encoding: str = "utf-8"
    line_end: str = "\n"
    heading: str = ""
    quote_cells: bool = False

    def to_bytes(self) -> bytes:
        text = io.StringIO(newline="")
        if self.heading:
            text.write(self.heading + self.line_end)
        csv.writer(text, lineterminator=self.line_end).writerow(self.columns)
        quoting = csv.QUOTE_ALL if self.quote_cells else csv.QUOTE_MINIMAL
        csv.writer(text, lineterminator=self.line_end, quoting=quoting).writerows(self.rows)
        return text.getvalue().encode(self.encoding)


def write_sheet(sheet: Sheet, folder: Path) -> Path:
    path = folder / sheet.file_name
    path.write_bytes(sheet.to_bytes())
    return path
