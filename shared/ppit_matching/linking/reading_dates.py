"""Columns of dates, phones, e-mail addresses and the like: each distinct text read once."""

import re
from collections.abc import Callable, Sequence

import numpy as np
import polars as pl

from ppit_matching.dates.birth import NO_DATE, BirthDate
from ppit_matching.dates.parsing import LAST_DAY, LAST_MONTH, OLDEST_YEAR, parse_birth_date
from ppit_matching.linking.arrays import Ints
from ppit_matching.linking.numbering import numbered, numbered_series, renumbered
from ppit_matching.people.phones import parse_phone
from ppit_matching.text.folding import words

# A list may be of people long dead, whom no register of ours holds.
FIRST_YEAR = 1000
YEAR_FIRST = re.compile(r"(\d{4})(?:([-/. ]?)(\d{2})(?:\2(\d{2}))?)?")
YEAR_LAST = re.compile(r"(?:(?:(\d{1,2})([-/. ]))?(\d{1,2})[-/. ])?(\d{4})")
PLAIN_PHONE = r"^(?:\+44 ?|0)(?:\(0\))?([1-9][0-9 ]{9,13})$"
NATIONAL_DIGITS = 10
# A number that ends so was typed to get past a form (`phones.ONE_DIGIT_REPEATED`).
REPEATED = 8
ONE_DIGIT = [digit * REPEATED for digit in "0123456789"]


def read_dates(texts: Sequence[str | None] | None, records: int) -> tuple[Ints, list[BirthDate]]:
    """Return which of the distinct dates each record has; number 0 is no date."""
    codes, distinct = numbered(texts, records)
    found, dates = renumbered([NO_DATE, *(_date(text) for text in distinct[1:])])
    return found[codes], dates


def _date(text: str) -> BirthDate:
    """Read a date as for a single record; of years before 1890 the plain orders only."""
    born = parse_birth_date(text)
    if born.known:
        return born
    first, last = YEAR_FIRST.fullmatch(text), YEAR_LAST.fullmatch(text)
    if first:
        year, month, day = first[1], first[3], first[4]
    elif last:
        year, month, day = last[4], last[3], last[1]
    else:
        return NO_DATE
    if not FIRST_YEAR <= int(year) < OLDEST_YEAR:
        return NO_DATE
    return _checked(int(year), int(month or 0), int(day or 0))


def _checked(year: int, month: int, day: int) -> BirthDate:
    if month > LAST_MONTH >= day:
        month, day = day, month
    if not 1 <= month <= LAST_MONTH:
        return BirthDate(year)
    return BirthDate(year, month, day) if 1 <= day <= LAST_DAY else BirthDate(year, month)


def read_numbers(
    texts: Sequence[str | None] | None, records: int, read: Callable[[str], str | None]
) -> tuple[Ints, list[str]]:
    """Return which of the distinct values each record has; number 0 is none."""
    codes, distinct = numbered(texts, records)
    found, values = renumbered(["", *(read(text) or "" for text in distinct[1:])])
    return found[codes], values


def read_phones(texts: Sequence[str | None] | None, records: int) -> tuple[Ints, list[str]]:
    """Read plain British numbers as columns and leave the rest to the rules of all countries."""
    codes, distinct = numbered(texts, records)
    typed = pl.Series("text", distinct, dtype=pl.String)
    digits = typed.str.extract(PLAIN_PHONE, 1).str.replace_all(" ", "", literal=True)
    plain = digits.str.len_bytes() == NATIONAL_DIGITS
    read = pl.select(
        pl.when(plain & digits.str.tail(REPEATED).is_in(ONE_DIGIT))
        .then(pl.lit(""))
        .when(plain)
        .then(pl.lit("+44") + digits)
    ).to_series()
    odd = np.flatnonzero(read.is_null().to_numpy())
    rules = [parse_phone(text) or "" for text in typed.gather(odd).to_list()]
    found, values = numbered_series(read.scatter(odd, rules))
    return found[codes], values


def read_words(texts: Sequence[str | None] | None, records: int) -> tuple[Ints, list[str]]:
    """Return which of the distinct texts each record has, as folded words; number 0 is none."""
    codes, distinct = numbered(texts, records)
    found, values = renumbered(["", *(" ".join(words(text)) for text in distinct[1:])])
    return found[codes], values


def as_series(texts: Sequence[str | None] | None, records: int) -> pl.Series:
    """Return a column of text; nothing at all where none was given."""
    values = texts if texts is not None else [None] * records
    return pl.Series("text", values, dtype=pl.String, strict=False)
