"""Opens a list's file: counted and hashed as it is read, and out of its zip where it is in one."""

import hashlib
import zipfile
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO, cast

from ppit_platform.delimited import BrokenCode, BrokenLine, Delimited, FileRefused, Line
from ppit_vetting.domain.refusals import ListRejected

Progress = Callable[[int], object]
"""Told how many bytes of the file's text were read since it was last told."""

_ROWS_FOR_A_BROKEN_ONE = 1_000
_ZIP_BROKEN = "the zip is torn, or holds not one CSV alone"


class CountedFile:
    """The bytes of a list as a reader takes them; ``sha256`` is of all that was read."""

    def __init__(self, file: IO[bytes], progress: Progress) -> None:
        self._file = file
        self._progress = progress
        self._digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        block = self._file.read(size)
        self._digest.update(block)
        self._progress(len(block))
        return block

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()


@contextmanager
def opened_list(file: Path, progress: Progress) -> Generator[CountedFile]:
    """Open ``file`` or the one CSV in it; ``ListRejected`` for a file that cannot be used."""
    try:
        with file.open("rb") as raw:
            if not zipfile.is_zipfile(raw):
                raw.seek(0)
                yield CountedFile(raw, progress)
                return
            with zipfile.ZipFile(raw) as packed, packed.open(_only_csv(packed)) as member:
                yield CountedFile(member, progress)
    except zipfile.BadZipFile:
        raise ListRejected(_ZIP_BROKEN) from None
    except FileRefused as refusal:
        raise ListRejected(refusal.detail) from None


def text_size(file: Path) -> int:
    """Return how many bytes there will be to read, for a bar of progress."""
    if not zipfile.is_zipfile(file):
        return file.stat().st_size
    try:
        with zipfile.ZipFile(file) as packed:
            return sum(each.file_size for each in packed.infolist())
    except zipfile.BadZipFile:
        raise ListRejected(_ZIP_BROKEN) from None


def _only_csv(packed: zipfile.ZipFile) -> zipfile.ZipInfo:
    found = [each for each in packed.infolist() if each.filename.lower().endswith(".csv")]
    if len(found) != 1:
        raise ListRejected(_ZIP_BROKEN)
    return found[0]


def as_binary(file: CountedFile) -> BinaryIO:
    """Hand the file to a reader, which only ever reads blocks of it."""
    return cast("BinaryIO", file)


@dataclass(slots=True)
class Rows:
    """The whole rows of a list. ``broken`` counts the others; too many of them refuse the file."""

    read: Delimited
    strict: bool
    taken: int = 0
    broken: int = 0

    def __iter__(self) -> Iterator[tuple[str, ...]]:
        """Refuse at the first broken row, or, of a public register, at one in a thousand.

        A torn row always refuses: where a file ends too soon nobody knows what else is missing.
        """
        for line in self.read:
            if isinstance(line, Line):
                self.taken += 1
                yield line.cells
            else:
                self._refuse(line)
        if self.broken * _ROWS_FOR_A_BROKEN_ONE > self.taken:
            msg = f"{self.broken} of its rows are broken"
            raise ListRejected(msg)

    def _refuse(self, line: BrokenLine) -> None:
        self.broken += 1
        if self.strict or line.code is BrokenCode.TORN_ROW:
            msg = f"line {line.line_no} is broken: {line.code.value}"
            raise ListRejected(msg)
