"""Decodes a partner's file block by block: which encoding it is, and where it is no text.

Bytes that are no text become ``UNREADABLE``, a character no text can hold, so that the line they
stand in can be found; nothing is raised and no block is held longer than it takes to read.
"""

import codecs
from collections.abc import Iterator
from typing import BinaryIO

from ppit_platform.delimited.outcome import FileRefused, RefusedCode

UNREADABLE = "\udcff"
_SAMPLE = 256 * 1024
_BLOCK = 64 * 1024
_ON_ERROR = "ppit-unreadable"
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_NO_TEXT = (
    *(codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE, b"\x1f\x8b", b"%PDF", b"SQLite format 3"),
    b"\xd0\xcf\x11\xe0",  # Excel before 2007
)
_CONTROLS = bytes({*range(0x20)} - {*b"\t\n\v\f\r\x1a\x1b"})
_STRAY_CONTROLS = 16
_BINARY_SHARE = 0.05
_WIDE_SHARE = 0.4


def _mark(error: UnicodeError) -> tuple[str, int]:
    if isinstance(error, UnicodeDecodeError):
        return UNREADABLE, error.end
    raise error


codecs.register_error(_ON_ERROR, _mark)


class TextBlocks:
    """The text of ``file`` from where it stands, once. Refuses at once what is no text.

    ``encoding`` is certain from the start where the first 256 KiB hold a character beyond ASCII;
    a file that is ASCII so far is called UTF-8 until its first such character tells.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._sample = file.read(_SAMPLE)
        _refuse_what_is_no_text(self._sample)
        self.encoding, self._start = _encoding_of(self._sample)
        self.unreadable = False

    def __iter__(self) -> Iterator[str]:
        block, self._sample = self._sample[self._start :], b""
        decided = self.encoding != "utf-8" or not block.isascii()
        decoder = _decoder(self.encoding)
        while block:
            if not decided and not block.isascii():
                # More than the block, so that a character cut at its end is not taken for an error.
                block += self._file.read(_SAMPLE)
                self.encoding, decided = _narrow_encoding(block), True
                decoder = _decoder(self.encoding)
            yield self._checked(decoder.decode(block))
            block = self._file.read(_BLOCK)
        yield self._checked(decoder.decode(b"", final=True))

    def _checked(self, text: str) -> str:
        if UNREADABLE in text or "\0" in text:
            self.unreadable = True
        return text


def storable(text: str) -> str:
    """Return ``text`` with U+FFFD for what is no text, so that it can be kept and sent."""
    return text.replace(UNREADABLE, "\ufffd").replace("\0", "\ufffd")


def is_unreadable(text: str) -> bool:
    return UNREADABLE in text or "\0" in text


def _decoder(encoding: str) -> codecs.IncrementalDecoder:
    # The byte order mark is skipped already.
    return codecs.getincrementaldecoder(encoding.removesuffix("-sig"))(_ON_ERROR)


def _refuse_what_is_no_text(sample: bytes) -> None:
    if not sample.strip():
        raise FileRefused(RefusedCode.FILE_EMPTY, "the file is empty")
    if sample.startswith(_ZIP):
        raise FileRefused(
            RefusedCode.FILE_IS_ZIP,
            "the file is a zip or an Excel workbook: send the CSV that is in it",
        )
    if sample.startswith(_NO_TEXT):
        raise FileRefused(RefusedCode.FILE_NOT_TEXT, "the file is not text: send it as CSV")


def _encoding_of(sample: bytes) -> tuple[str, int]:
    """Return the encoding, and how many bytes of byte order mark to skip."""
    for mark, encoding in _BYTE_ORDER_MARKS:
        if sample.startswith(mark):
            return encoding, len(mark)
    wide = _wide_encoding(sample)
    if wide is not None:
        return wide, 0
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    if controls > max(_STRAY_CONTROLS, len(sample) * _BINARY_SHARE):
        raise FileRefused(RefusedCode.FILE_NOT_TEXT, "the file is not text: send it as CSV")
    return _narrow_encoding(sample), 0


def _wide_encoding(sample: bytes) -> str | None:
    """Tell UTF-16 without a mark by the NULs that every other byte of English text is in it."""
    pairs = len(sample) // 2
    first, second = sample[0::2].count(0), sample[1::2].count(0)
    if second > pairs * _WIDE_SHARE and first < second / 10:
        return "utf-16-le"
    if first > pairs * _WIDE_SHARE and second < first / 10:
        return "utf-16-be"
    return None


def _narrow_encoding(sample: bytes) -> str:
    """Tell UTF-8, even with a bad byte here and there, from Windows's one byte a character."""
    text = codecs.getincrementaldecoder("utf-8")(_ON_ERROR).decode(sample)
    bad = text.count(UNREADABLE)
    beyond_ascii = len(text) - len(text.encode("ascii", "ignore"))
    return "utf-8" if beyond_ascii >= 2 * bad else "windows-1252"
