"""Reads JSON Lines as strictly as a request's body: an object a line, and nothing lost between."""

from collections.abc import Iterator, Mapping
from typing import BinaryIO, cast

from ppit_platform.delimited.lines import ROW_LIMIT, Lines, RowTooLong
from ppit_platform.delimited.outcome import (
    CELL_LIMIT,
    BrokenCode,
    BrokenLine,
    FileRefused,
    JsonLine,
    RefusedCode,
)
from ppit_platform.delimited.text import TextBlocks, is_unreadable, storable
from ppit_platform.errors import ServiceError
from ppit_platform.strict_json import parse

_BYTES_A_CHARACTER = 4


def read_json_lines(file: BinaryIO) -> Iterator[JsonLine | BrokenLine]:
    """Begin to read ``file``; ``FileRefused`` where it is no JSON Lines. Memory stays flat.

    Every line that is not blank is given once. A last line without its end is whole when it is an
    object, for no torn object is one.
    """
    lines = Lines(TextBlocks(file))
    ahead = lines.peek(1)
    if ahead and ahead[0].lstrip("\ufeff \t").startswith("["):
        raise FileRefused(
            RefusedCode.NOT_JSON_LINES, "the file is one JSON array: send one object a line"
        )
    return _read(lines)


def _read(lines: Lines) -> Iterator[JsonLine | BrokenLine]:
    number = 0
    while True:
        lines.begin()
        try:
            text = next(lines).strip("\ufeff\x1a \t\r\n")
        except StopIteration:
            return
        except RowTooLong:
            number += 1
            yield _broken(number, lines, BrokenCode.CELL_TOO_LONG)
            continue
        if text:
            number += 1
            found = _parsed(text)
            if isinstance(found, BrokenCode):
                yield _broken(number, lines, found)
            else:
                yield JsonLine(number, lines.line_no, found)


def _parsed(text: str) -> Mapping[str, object] | BrokenCode:
    if is_unreadable(text):
        return BrokenCode.UNDECODABLE
    try:
        found = parse(text.encode(), max_bytes=_BYTES_A_CHARACTER * ROW_LIMIT)
    except ServiceError:
        return BrokenCode.NOT_JSON
    if not isinstance(found, dict):
        return BrokenCode.NOT_AN_OBJECT
    return cast("dict[str, object]", found)


def _broken(number: int, lines: Lines, code: BrokenCode) -> BrokenLine:
    torn = code is BrokenCode.NOT_JSON and lines.is_torn()
    raw = storable(lines.taken[0][:CELL_LIMIT].rstrip("\r\n"))
    return BrokenLine(number, lines.line_no, BrokenCode.TORN_ROW if torn else code, (raw,))
