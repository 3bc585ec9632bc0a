"""One borough per error model, made once for all these tests, and its files read back."""

import csv
import io
from functools import cache

from ppit_synthetic import Lookup, Noise, look_up
from ppit_synthetic.borough import Borough, Sheet, make_borough, sheets_of

SEED = 7
PEOPLE = 6000
Rows = tuple[dict[str, str], ...]


# A cache tells a default from the same value given: each is kept behind a function without one.
def borough_of(noise: Noise = Noise.EVERYDAY) -> Borough:
    return _borough(noise)


def truth_of(noise: Noise = Noise.EVERYDAY) -> Lookup:
    return _truth(noise)


def all_sheets(noise: Noise = Noise.EVERYDAY) -> tuple[Sheet, ...]:
    return _sheets(noise)


def sheet_of(file_name: str, noise: Noise = Noise.EVERYDAY) -> Sheet:
    return next(sheet for sheet in _sheets(noise) if sheet.file_name == file_name)


def read_back(file_name: str, noise: Noise = Noise.EVERYDAY) -> Rows:
    """Read a file's bytes as a partner's reader would, by its header."""
    return _rows(file_name, noise)


@cache
def _borough(noise: Noise) -> Borough:
    return make_borough(SEED, PEOPLE, noise)


@cache
def _truth(noise: Noise) -> Lookup:
    return look_up(_borough(noise).kent)


@cache
def _sheets(noise: Noise) -> tuple[Sheet, ...]:
    return sheets_of(_borough(noise))


@cache
def _rows(file_name: str, noise: Noise) -> Rows:
    sheet = sheet_of(file_name, noise)
    text = sheet.to_bytes().decode(sheet.encoding)
    if sheet.heading:
        text = text.partition(sheet.line_end)[2]
    return tuple(csv.DictReader(io.StringIO(text, newline="")))
