"""A whole list of people in columns: numbers into tables of distinct names, dates and places."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ppit_matching.dates.birth import BirthDate
from ppit_matching.identifiers.email import parse_email
from ppit_matching.identifiers.national_insurance import parse_national_insurance
from ppit_matching.linking.arrays import Codes, Flags, Ints
from ppit_matching.linking.name_tables import NameTables, tables_of
from ppit_matching.linking.numbering import numbered
from ppit_matching.linking.reading_dates import read_dates, read_numbers, read_phones, read_words
from ppit_matching.linking.reading_names import GENERATION_WORDS, read_names
from ppit_matching.linking.reading_places import PlaceColumns, read_places
from ppit_matching.linking.texts import PeopleTexts
from ppit_matching.people.person import Person
from ppit_matching.people.sex import parse_sex

# Columns that are read beside the names.
AT_ONCE = 2


@dataclass(frozen=True, slots=True)
class Values:
    """One column: each record's number among the distinct `texts`; 0 is missing."""

    codes: Ints
    texts: list[str]


@dataclass(frozen=True, slots=True)
class Columns:
    """A list of people, normalised; every array has one entry a record."""

    records: int
    given: Ints
    family: Ints
    names: NameTables
    generation: Codes
    joint: Flags
    born: Ints
    dates: list[BirthDate]
    places: PlaceColumns
    phone: Values
    email: Values
    national_insurance: Values
    sex: Values
    source: Ints
    others: dict[str, Values]

    def person(self, row: int) -> Person:
        """Return one record in the form that single comparisons take."""
        given, known_as = self.names.givens[int(self.given[row])]
        family, former = self.names.families[int(self.family[row])]
        return Person(
            given=given,
            family=family,
            known_as=known_as,
            former=former,
            generation=GENERATION_WORDS[int(self.generation[row])] or None,
            joint=bool(self.joint[row]),
            born=self.dates[int(self.born[row])],
            address=self.places.address(row),
            phone=_text(self.phone, row),
            email=_text(self.email, row),
            national_insurance=_text(self.national_insurance, row),
            sex=_text(self.sex, row),
        )

    def parts_of_dates(self) -> tuple[NDArray[np.int16], NDArray[np.int16], NDArray[np.int16]]:
        """Return year, month and day of each distinct date; 0 where it is not known."""
        return (
            np.array([born.year or 0 for born in self.dates], np.int16),
            np.array([born.month or 0 for born in self.dates], np.int16),
            np.array([born.day or 0 for born in self.dates], np.int16),
        )


def _text(values: Values, row: int) -> str | None:
    return values.texts[int(values.codes[row])] or None


def read_columns(texts: PeopleTexts) -> Columns:
    """Normalise a list; every distinct value is read once."""
    records = texts.records
    with ThreadPoolExecutor(AT_ONCE) as threads:  # numbering texts lets go of the lock
        reading = threads.submit(read_places, texts)
        phones = threads.submit(read_phones, texts.phone, records)
        names = read_names(texts)
        born, dates = read_dates(texts.date_of_birth, records)
        tables = tables_of(names.givens, names.families)
    return Columns(
        records,
        names.given,
        names.family,
        tables,
        names.generation,
        names.joint,
        born,
        dates,
        reading.result(),
        Values(*phones.result()),
        Values(*read_numbers(texts.email, records, parse_email)),
        Values(*read_numbers(texts.national_insurance, records, parse_national_insurance)),
        Values(*read_numbers(texts.sex, records, parse_sex)),
        numbered(texts.source, records)[0],
        {name: Values(*read_words(column, records)) for name, column in texts.others.items()},
    )
