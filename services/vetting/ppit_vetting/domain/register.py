"""Companies and their officers as the public register has them, and how they are compared."""

from dataclasses import dataclass
from datetime import date

from ppit_matching import Person
from ppit_matching.names.parsing import parse_full_name

PERSON_NUMBER = 8
"""The digits of a person's number that say who; the four after them count appointments."""


@dataclass(frozen=True, slots=True)
class Company:
    """A live company. ``office_key`` is its door without the suite, ``trades`` its SIC codes."""

    number: str
    name: str
    previous_names: tuple[str, ...]
    category: str
    status: str
    incorporated_on: date | None
    accounts_due: date | None
    trades: frozenset[str]
    office: str
    office_key: str


@dataclass(frozen=True, slots=True)
class Officer:
    """One appointment; ``key`` is the same wherever that person is an officer.

    ``person_number`` is what the register calls the person here; elsewhere it may be another.
    """

    company_number: str
    person_number: str
    role: str
    name: str
    key: str
    birth_month: int | None
    birth_year: int | None
    appointed_on: date | None
    resigned_on: date | None
    address: str
    postcode: str

    def in_office(self, day: date) -> bool:
        return self.resigned_on is None or self.resigned_on > day


INSOLVENT = (
    "liquidation",
    "administration",
    "receivership",
    "receiver",
    "voluntary arrangement",
    "insolven",
)
_STRIKE_OFF = "proposal to strike off"
_ACTIVE = "active"


def is_insolvent(status: str) -> bool:
    folded = status.casefold()
    return any(word in folded for word in INSOLVENT)


def is_to_be_struck_off(status: str) -> bool:
    return _STRIKE_OFF in status.casefold()


def is_active(status: str) -> bool:
    return status.casefold().startswith(_ACTIVE)


def same_officer(one: Officer, other: Officer) -> bool:
    """Tell whether two appointments of one name and month of birth are one person's.

    Many a John Smith was born in a month: the register's number, the address or the middle names
    must agree as well.
    """
    if not one.key or one.key != other.key:
        return False
    numbered = bool(one.person_number) and one.person_number == other.person_number
    placed = bool(one.postcode) and _plain(one.postcode) == _plain(other.postcode)
    middle = _middle_names(one.name)
    return numbered or placed or (bool(middle) and middle == _middle_names(other.name))


def _plain(postcode: str) -> str:
    return "".join(postcode.split()).casefold()


def _middle_names(name: str) -> tuple[str, ...]:
    return parse_full_name(name).given[1:]


def officer_key(person: Person) -> str:
    """Return family name, first name and month of birth in one spelling; empty without a name.

    The register gives several numbers to one person, so that its numbers cannot be the key.
    """
    born = person.born
    if not person.given or not person.family or born.year is None or born.month is None:
        return ""
    family, first = "".join(person.family), person.given[0]
    return f"{family}/{first}/{born.year:04d}-{born.month:02d}"
