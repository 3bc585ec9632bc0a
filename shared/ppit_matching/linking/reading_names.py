"""Columns of names read: each distinct text once, plain ones by their parts, the rest whole.

Most texts of a long list are plain ("Mary Jane", "Hargreaves"), so the distinct first names and
the distinct family names are read apart from one another. A row with anything else in it (a
title in an odd place, "nee", "and", brackets) is read by the same rules as a single record.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np
import polars as pl

from ppit_matching.linking.arrays import Codes, Flags, Ints, packed
from ppit_matching.linking.distinct_values import distinct_with_places
from ppit_matching.linking.numbering import numbered, numbered_series
from ppit_matching.linking.texts import PeopleTexts
from ppit_matching.names.name_words import (
    ALIAS_LINKS,
    DEGREES_OR_SURNAMES,
    FORMER_LINKS,
    GENERATIONS,
    HONOURS,
    JOINED_PREFIXES,
    JOINERS,
    PARTICLES,
    STATUS_NAMES,
    TITLES,
)
from ppit_matching.names.parsing import family_words, given_words, parse_name_parts
from ppit_matching.people.normalise import normalise_people
from ppit_matching.people.records import PersonRecord
from ppit_matching.text.folding import fold

Given = tuple[tuple[str, ...], tuple[str, ...]]
"""Given names, and the names used beside them."""
Family = tuple[tuple[str, ...], tuple[str, ...]]
"""Family names, and former ones."""
PLAIN = re.compile(r"[a-z]+(?:[ -][a-z]+)*")
PLAIN_FAMILY = re.compile(r"[a-z]+(?:[ '-][a-z]+)*")
WORD = re.compile(r"[a-z]+")
WHOLE = r"^((?:[A-Za-z]+(?:-[A-Za-z]+)* )+)([A-Za-z]+(?:-[A-Za-z]+)*)$"
LINKS = FORMER_LINKS | ALIAS_LINKS | JOINERS | {"or", "care", "c", "t"}
ODD = LINKS | set(GENERATIONS)
ODD_IN_WHOLE = ODD | HONOURS | PARTICLES | JOINED_PREFIXES | STATUS_NAMES | DEGREES_OR_SURNAMES
ODD_AT_END = ODD | HONOURS | DEGREES_OR_SURNAMES | PARTICLES
GENERATION_WORDS = ("", "jr", "sr", "iii")


@dataclass(frozen=True, slots=True)
class ReadNames:
    """For each record, which of `givens` and of `families` it has, and what stood beside them."""

    given: Ints
    family: Ints
    givens: list[Given]
    families: list[Family]
    generation: Codes
    joint: Flags


class _Tables:
    """The distinct given and family names that were met, numbered."""

    def __init__(self) -> None:
        self.givens: dict[Given, int] = {((), ()): 0}
        self.families: dict[Family, int] = {((), ()): 0}

    def given(self, names: Given) -> int:
        return self.givens.setdefault(names, len(self.givens))

    def family(self, names: Family) -> int:
        return self.families.setdefault(names, len(self.families))


def read_names(texts: PeopleTexts) -> ReadNames:
    """Read the columns of names; as `normalise_people` reads each record's first person."""
    tables = _Tables()
    given, givens = _given_column(texts)
    family, families = numbered(texts.family, texts.records)
    full, fulls = numbered(texts.full, texts.records)
    called, calls = numbered(texts.known_as, texts.records)
    read_given, odd_given = _read(givens, lambda text: _plain_given(text, tables))
    read_family, odd_family = _read(families, lambda text: _plain_family(text, tables))
    full_given, full_family, odd_full = _read_whole(fulls, tables)
    of_given, of_family = read_given[given], read_family[family]
    of_given = np.where(of_given == 0, full_given[full], of_given)
    of_family = np.where(of_family == 0, full_family[full], of_family)
    odd = odd_given[given] | odd_family[family] | odd_full[full]
    names = ReadNames(
        of_given,
        of_family,
        [],
        [],
        np.zeros(texts.records, np.int8),
        np.zeros(texts.records, np.bool_),
    )
    _read_one_by_one(
        np.flatnonzero(odd | (called > 0)),
        ((full, fulls), (given, givens), (family, families), (called, calls)),
        names,
        tables,
    )
    names.givens.extend(tables.givens)
    names.families.extend(tables.families)
    return names


def _given_column(texts: PeopleTexts) -> tuple[Ints, list[str]]:
    if texts.middle is None:
        return numbered(texts.given, texts.records)
    first = texts.given if texts.given is not None else [None] * texts.records
    both = pl.DataFrame(
        {
            "first": pl.Series(first, dtype=pl.String),
            "next": pl.Series(texts.middle, dtype=pl.String),
        }
    )
    joined = both.select(pl.concat_str("first", "next", separator=" ", ignore_nulls=True))
    return numbered_series(joined.to_series())


def _read(texts: Sequence[str], read: Callable[[str], int]) -> tuple[Ints, Flags]:
    """Read each text that is plain; -1 marks the others."""
    codes = np.fromiter((read(text) if text else 0 for text in texts), np.int32, len(texts))
    return np.maximum(codes, 0), codes < 0


def _plain_given(text: str, tables: _Tables) -> int:
    folded = fold(text)
    spoken = WORD.findall(folded)
    if not PLAIN.fullmatch(folded) or not ODD.isdisjoint(spoken) or spoken[-1] in STATUS_NAMES:
        return -1
    if folded.isalpha():  # one word: there is nothing beside it to part from it
        return tables.given((given_words(folded), ()))
    name = parse_name_parts((text,), "")
    return tables.given((name.given, name.known_as))


def _plain_family(text: str, tables: _Tables) -> int:
    folded = fold(text)
    spoken = WORD.findall(folded)
    if not PLAIN_FAMILY.fullmatch(folded) or not ODD.isdisjoint(spoken) or folded.count("'") > 1:
        return -1
    if folded.isalpha():
        return tables.family((family_words(folded), ()))
    name = parse_name_parts((), text)
    return tables.family((name.family, name.former))


def _read_whole(texts: Sequence[str], tables: _Tables) -> tuple[Ints, Ints, Flags]:
    """Part plain whole names at their last space; the flags mark those that must be read whole."""
    groups = pl.Series(texts, dtype=pl.String).str.extract_groups(WHOLE).struct.unnest()
    first, firsts = numbered_series(groups["1"])
    last, lasts = numbered_series(groups["2"])
    given, odd_first = _read(firsts, lambda text: _whole_given(text, tables))
    family, odd_last = _read(lasts, lambda text: _whole_family(text, tables))
    odd = odd_first[first] | odd_last[last] | (first == 0)
    odd[0] = False
    return np.where(odd, 0, given[first]), np.where(odd, 0, family[last]), odd


def _whole_given(text: str, tables: _Tables) -> int:
    spoken = fold(text).split()
    while spoken and spoken[0] in TITLES:
        spoken = spoken[1:]
    parts = [part for word in spoken for part in word.split("-")]
    if not parts or not ODD_IN_WHOLE.isdisjoint(parts):
        return -1
    return tables.given((given_words(" ".join(spoken)), ()))


def _whole_family(text: str, tables: _Tables) -> int:
    folded = fold(text)
    if not ODD_AT_END.isdisjoint(folded.split("-")):
        return -1
    return tables.family((family_words(folded), ()))


Column = tuple[Ints, list[str]]


def _read_one_by_one(
    rows: Ints | np.ndarray[tuple[int], np.dtype[np.int64]],
    columns: tuple[Column, Column, Column, Column],
    names: ReadNames,
    tables: _Tables,
) -> None:
    """Read the rows that need all rules, each distinct combination of texts once."""
    if not len(rows):
        return
    (full, _), (given, _), (family, _), (called, _) = columns
    _, left = distinct_with_places(packed(full[rows], given[rows]))
    _, right = distinct_with_places(packed(family[rows], called[rows]))
    _, same = distinct_with_places(packed(left, right))
    _, samples = np.unique(same, return_index=True)
    read = [
        _one(int(rows[sample]), columns, tables) for sample in cast("list[int]", samples.tolist())
    ]
    table = np.array(read, np.int32)[same]
    names.given[rows], names.family[rows] = table[:, 0], table[:, 1]
    names.generation[rows] = table[:, 2].astype(np.int8)
    names.joint[rows] = table[:, 3] > 0


def _one(
    row: int, columns: tuple[Column, Column, Column, Column], tables: _Tables
) -> tuple[int, int, int, int]:
    full, given, family, called = (texts[int(codes[row])] for codes, texts in columns)
    record = PersonRecord(full or None, (given,) if given else (), family or None, called or None)
    person = normalise_people(record)[0]
    return (
        tables.given((person.given, person.known_as)),
        tables.family((person.family, person.former)),
        GENERATION_WORDS.index(person.generation or ""),
        int(person.joint),
    )
