"""One borough per error model, made once for all these tests, and its files read back."""

import csv
import io
from functools import cache

from ppit_synthetic import Lookup, Noise, look_up
from ppit_synthetic.borough import Borough, Sheet, make_borough, sheets_of

SEED = 7
PEOPLE = 6000


@cache
def borough_of(noise: Noise = Noise.EVERYDAY) -> Borough:
    return make_borough(SEED, PEOPLE, noise)


@cache
def truth_of(noise: Noise = Noise.EVERYDAY) -> Lookup:
    return look_up(borough_of(noise).kent)


@cache
def sheet_of(file_name: str, noise: Noise = Noise.EVERYDAY) -> Sheet:
    return next(sheet for sheet in all_sheets(noise) if sheet.file_name == file_name)


@cache
def all_sheets(noise: Noise = Noise.EVERYDAY) -> tuple[Sheet, ...]:
    return sheets_of(borough_of(noise))


@cache
def read_back(file_name: str, noise: Noise = Noise.EVERYDAY) -> tuple[dict[str, str], ...]:
    """Read a file's bytes as a partner's reader would, by its header."""
    sheet = sheet_of(file_name, noise)
    text = sheet.to_bytes().decode(sheet.encoding)
    if sheet.heading:
        text = text.partition(sheet.line_end)[2]
    return tuple(csv.DictReader(io.StringIO(text, newline="")))
