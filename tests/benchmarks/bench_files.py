"""How fast a partner's file of 64 MiB is read row by row, and that no more of it is held than of 1.

The rows are those of the borough's lists, over and over. Each shape is also read by the bare csv
module, which finds out nothing, misses nothing and stops at the first fault: compare the ratios.
"""

import csv
import tracemalloc
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from time import process_time

from ppit_platform.delimited import Line, read_delimited
from ppit_synthetic.borough import Sheet, make_borough, sheets_of
from tests.benchmarks.kept import keep

MIB = 1024 * 1024
SIZE = 64 * MIB
SHAPES = {
    "as it comes, windows-1252": ("victims_trading_standards_hub.csv", "windows-1252"),
    "as it comes, UTF-16": ("victims_trading_standards_hub.csv", "utf-16"),
    "wide, every cell quoted": ("BasicCompanyDataAsOneFile-2026-11-01.csv", "utf-8"),
    "bare, UTF-8": ("sightings_utility.csv", "utf-8"),
}
LINES_IN_A_CELL = "an address of many lines in one cell"
OPEN_QUOTES = "a quote left open in every tenth row"


@dataclass(frozen=True, slots=True)
class Figure:
    shape: str
    rows: int
    broken: int
    mib_per_cpu_second: float
    times_the_bare_module: float | None


def bench_reading_64_mib(tmp_path: Path) -> None:
    sheets = {sheet.file_name: sheet for sheet in sheets_of(make_borough(1, 5000))}
    figures = [
        measured(tmp_path, shape, sheets[name], encoding)
        for shape, (name, encoding) in SHAPES.items()
    ]
    hub = sheets["victims_trading_standards_hub.csv"]
    figures.append(measured(tmp_path, LINES_IN_A_CELL, in_lines(hub), "utf-8"))
    figures.append(measured(tmp_path, OPEN_QUOTES, hub, "utf-8", spoilt=True))
    small, large = (peak(written(tmp_path, hub, "utf-8", size)) for size in (MIB, SIZE))
    keep(
        "files",
        {
            "mib": SIZE // MIB,
            "figures": [asdict(figure) for figure in figures],
            "peak_kib_of_1_mib": small // 1024,
            "peak_kib_of_64_mib": large // 1024,
            "peak_ratio": round(large / small, 3),
        },
    )
    assert large < 1.1 * small
    assert min(figure.mib_per_cpu_second for figure in figures) > 3


def measured(
    folder: Path, shape: str, sheet: Sheet, encoding: str, *, spoilt: bool = False
) -> Figure:
    file = written(folder, sheet, encoding, SIZE, spoilt=spoilt)
    found = [0, 0]

    def ours() -> None:
        with file.open("rb") as opened:
            for line in read_delimited(opened, columns=sheet.columns):
                found[isinstance(line, Line)] += 1

    def bare() -> None:
        with file.open(encoding=encoding, newline="") as opened:
            for _ in csv.reader(opened):
                pass

    took = cpu_seconds(ours)
    broken, whole = found
    per_second = round(file.stat().st_size / MIB / took, 1)
    times = None if spoilt else round(took / cpu_seconds(bare), 1)
    return Figure(shape, whole + broken, broken, per_second, times)


def cpu_seconds(act: Callable[[], None]) -> float:
    began = process_time()
    act()
    return process_time() - began


def peak(file: Path) -> int:
    tracemalloc.start()
    with file.open("rb") as opened:
        for _ in read_delimited(opened):
            pass
    held = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return held


def written(folder: Path, sheet: Sheet, encoding: str, size: int, *, spoilt: bool = False) -> Path:
    file = folder / "rows.csv"
    with file.open("w", encoding=encoding, errors="replace", newline="") as opened:
        while file.stat().st_size < size:
            opened.writelines(text_of(sheet, spoilt=spoilt, headed=file.stat().st_size == 0))
            opened.flush()
    return file


def text_of(sheet: Sheet, *, spoilt: bool, headed: bool) -> Iterator[str]:
    header, *rows = sheet.to_bytes().decode(sheet.encoding).splitlines(keepends=True)
    if headed:
        yield header
    for number, row in enumerate(rows):
        yield f'"{row}' if spoilt and number % 10 == 0 else row


def in_lines(sheet: Sheet) -> Sheet:
    place = sheet.columns.index("Address")
    rows = tuple(
        (*row[:place], row[place].replace(", ", "\n"), *row[place + 1 :]) for row in sheet.rows
    )
    return Sheet(sheet.file_name, sheet.columns, rows)
