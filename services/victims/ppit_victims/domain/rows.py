"""What a row says once it is read, and why a row cannot be taken."""

from collections.abc import Mapping
from dataclasses import dataclass

from ppit_matching import AddressText, Person
from ppit_victims.domain.codes import RejectCode
from ppit_victims.domain.told import Told


@dataclass(frozen=True, slots=True)
class AddressTyped:
    """An address as it came. ``uprn`` where the partner gave one, without leading zeros."""

    text: AddressText | None = None
    uprn: str | None = None


@dataclass(frozen=True, slots=True)
class PersonTold:
    """Somebody whom a record is about: to match by, and as they were written.

    ``name`` is how the row calls them; of a couple each their own. ``findable`` is False for the
    half of a couple of whom too little is said to look anybody up.
    """

    person: Person
    name: str
    born: str | None
    phone: str | None
    findable: bool = True


@dataclass(frozen=True, slots=True)
class RowRead:
    """A row about one person or a couple. ``reference`` is the partner's own number for it."""

    people: tuple[PersonTold, ...]
    address: AddressTyped
    told: Told
    reference: str | None


@dataclass(frozen=True, slots=True)
class Reason:
    """One rule that a row breaks: in which column, by a code, in words without its content."""

    column: str
    code: str
    detail: str

    def as_json(self) -> dict[str, str]:
        return {"column": self.column, "code": self.code, "detail": self.detail}


@dataclass(frozen=True, slots=True)
class RowRejected:
    reasons: tuple[Reason, ...]


Cells = Mapping[str, str]
"""A row as it came, by the layout's own names of its columns."""

_WORDS = {
    RejectCode.NAME_MISSING: "nobody is named",
    RejectCode.NAME_UNREADABLE: "write the name in Latin letters",
    RejectCode.SEVERAL_PEOPLE: "name one person, or one couple, in a row",
    RejectCode.NOTHING_TO_FIND_BY: "a name, and a date of birth, an address or a phone, at least",
    RejectCode.REFUSED_BEFORE: "a reviewer refused the same row before",
}


def rejected(column: str, code: RejectCode) -> RowRejected:
    return RowRejected((Reason(column, code.value, _WORDS[code]),))
