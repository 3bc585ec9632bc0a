"""One subject of a sanctions list: everything that its rows say, united."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import cast

from ppit_matching import BirthDate
from ppit_matching.dates.parsing import parse_birth_date


class SubjectKind(StrEnum):
    INDIVIDUAL = "Individual"
    ENTITY = "Entity"
    SHIP = "Ship"


class NameQuality(StrEnum):
    """A low-quality alias alone never gives a hit: the list itself says so of it."""

    PRIMARY = "PRIMARY"
    VARIATION = "VARIATION"
    GOOD_ALIAS = "GOOD_ALIAS"
    LOW_ALIAS = "LOW_ALIAS"


@dataclass(frozen=True, slots=True)
class ListedName:
    """``family`` is a surname, or the whole name of an entity or a ship."""

    family: str
    given: tuple[str, ...]
    quality: NameQuality

    @property
    def whole(self) -> str:
        return " ".join((*self.given, self.family))


@dataclass(frozen=True, slots=True)
class SanctionsSubject:
    """``born`` keeps each date as far as the list knows it: a year, a day without its year's end.

    ``said_born`` is as the list writes it, for whoever must judge.
    """

    unique_id: str
    kind: SubjectKind
    names: tuple[ListedName, ...]
    born: tuple[BirthDate, ...] = ()
    said_born: tuple[str, ...] = ()
    regimes: tuple[str, ...] = ()
    imposed: tuple[str, ...] = ()
    company_numbers: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    grounds: tuple[str, ...] = ()
    designated_on: date | None = None

    def as_json(self) -> dict[str, object]:
        return {
            "unique_id": self.unique_id,
            "kind": self.kind.value,
            "names": [[name.family, list(name.given), name.quality.value] for name in self.names],
            "born": [_written(born) for born in self.born],
            "said_born": list(self.said_born),
            "regimes": list(self.regimes),
            "imposed": list(self.imposed),
            "company_numbers": list(self.company_numbers),
            "countries": list(self.countries),
            "grounds": list(self.grounds),
            "designated_on": self.designated_on.isoformat() if self.designated_on else None,
        }

    @staticmethod
    def from_json(stored: Mapping[str, object]) -> "SanctionsSubject":
        names = cast("list[tuple[str, list[str], str]]", stored["names"])
        designated = cast("str | None", stored["designated_on"])
        return SanctionsSubject(
            unique_id=cast("str", stored["unique_id"]),
            kind=SubjectKind(stored["kind"]),
            names=tuple(
                ListedName(family, tuple(given), NameQuality(quality))
                for family, given, quality in names
            ),
            born=tuple(_read(each) for each in cast("list[list[int | None]]", stored["born"])),
            said_born=_texts(stored, "said_born"),
            regimes=_texts(stored, "regimes"),
            imposed=_texts(stored, "imposed"),
            company_numbers=_texts(stored, "company_numbers"),
            countries=_texts(stored, "countries"),
            grounds=_texts(stored, "grounds"),
            designated_on=date.fromisoformat(designated) if designated else None,
        )


def listed_birth(text: str) -> BirthDate:
    """Read ``01/01/1958``, ``00/00/1975``, ``dd/mm/1975`` or ``15/08/19yy``.

    What is not a number, or is nought, is not known; of a year without its end nothing is.
    """
    parts = [part.strip() for part in text.split("/")]
    if len(parts) != 3:  # noqa: PLR2004  # day, month and year
        return parse_birth_date(text)
    day, month, year = (_number(part) for part in parts)
    return BirthDate(year, month, day)


def _number(part: str) -> int | None:
    return int(part) or None if part.isascii() and part.isdigit() else None


def _written(born: BirthDate) -> list[int | None]:
    return [born.year, born.month, born.day]


def _read(parts: list[int | None]) -> BirthDate:
    year, month, day = parts
    return BirthDate(year, month, day)


def _texts(stored: Mapping[str, object], field: str) -> tuple[str, ...]:
    return tuple(cast("list[str]", stored[field]))
