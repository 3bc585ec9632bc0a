"""Reads a partner's row under its layout: every row is read or rejected with its reason."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ppit_matching import AddressText, Person, PersonRecord, is_readable, normalise_people
from ppit_victims.domain import cells as cell
from ppit_victims.domain.codes import RejectCode, Remark
from ppit_victims.domain.named import NameTyped, read_name, without_care_of
from ppit_victims.domain.profiles import Profile
from ppit_victims.domain.rows import (
    AddressTyped,
    Cells,
    PersonTold,
    RowRead,
    RowRejected,
    rejected,
)
from ppit_victims.domain.tidings import tidings
from ppit_victims.domain.told import Told

_UPRN_DIGITS = 12
_COUPLE = 2


@dataclass(frozen=True, slots=True)
class _Whom:
    """Who and where, before anything is normalised."""

    names: tuple[NameTyped, ...]
    record: PersonRecord
    address: AddressTyped
    remarks: tuple[Remark, ...]
    care_of: str | None

    @property
    def deceased(self) -> NameTyped | None:
        return next((name for name in self.names if name.deceased), None)


def read_row(
    profile: Profile, row: Cells, above: AddressTyped | None
) -> tuple[RowRead | RowRejected, AddressTyped]:
    """Return what a row says, and the address that "same as above" means in the row after it."""
    whom = _whom(profile, row, above)
    return _judged(profile, row, whom), whom.address


def _judged(profile: Profile, row: Cells, whom: _Whom) -> RowRead | RowRejected:
    name_column = profile.family or profile.name[0]
    if not any(name.text for name in whom.names):
        return rejected(name_column, RejectCode.NAME_MISSING)
    if not is_readable(whom.record):
        return rejected(name_column, RejectCode.NAME_UNREADABLE)
    people = _people(whom)
    if len(people) > _COUPLE:
        return rejected(name_column, RejectCode.SEVERAL_PEOPLE)
    if not any(told.findable for told in people):
        return rejected(name_column, RejectCode.NOTHING_TO_FIND_BY)
    reference = cell.reference(row.get(profile.reference or ""))
    return RowRead(people, whom.address, _told(profile, row, whom), reference)


def _told(profile: Profile, row: Cells, whom: _Whom) -> Told:
    told = tidings(profile, row)
    died = whom.deceased
    formula = (Remark.FORMULA_CELL,) if any(map(cell.is_formula, row.values())) else ()
    return replace(
        told,
        deceased=told.deceased or died is not None,
        died_on=told.died_on or (died.died_on if died else None),
        care_of=whom.care_of,
        remarks=tuple(dict.fromkeys((*whom.remarks, *formula, *told.remarks))),
    )


def _whom(profile: Profile, row: Cells, above: AddressTyped | None) -> _Whom:
    full = read_name(_said(row, profile.name))
    given = read_name(_said(row, profile.given))
    family = read_name(_said(row, (profile.family,) if profile.family else ()))
    names = (full, given, family)
    address, care_of, remarks = _address(profile, row, above)
    number, damaged = _phone(profile, row)
    born = cell.known(row.get(profile.born or ""))
    lost = (Remark.LETTERS_LOST,) if any(name.letters_lost for name in names) else ()
    record = PersonRecord(
        full=full.text or None,
        given=tuple(given.text.split(", ")) if given.text else (),
        family=family.text or None,
        known_as=cell.known(row.get("person.name.known_as")),
        date_of_birth=born,
        address=address.text,
        phone=number,
    )
    return _Whom(
        names,
        record,
        address,
        (*remarks, *damaged, *lost, *_born_remarks(born)),
        next((each for each in (care_of, *(name.care_of for name in names)) if each), None),
    )


def _said(row: Cells, columns: Sequence[str]) -> str:
    return " ".join(filter(None, (cell.known(row.get(column)) for column in columns)))


def _born_remarks(born: str | None) -> tuple[Remark, ...]:
    return (Remark.DATE_OF_BIRTH_UNREADABLE,) if born and cell.day(born) is None else ()


def _phone(profile: Profile, row: Cells) -> tuple[str | None, tuple[Remark, ...]]:
    typed = row.get(profile.phone or "")
    number = cell.phone(typed)
    damaged = number is None and cell.known(typed) is not None
    return number, ((Remark.PHONE_DAMAGED,) if damaged else ())


def _address(
    profile: Profile, row: Cells, above: AddressTyped | None
) -> tuple[AddressTyped, str | None, tuple[Remark, ...]]:
    typed = [row.get(column, "") for column in profile.address]
    if any(map(cell.means_the_row_above, typed)):
        missing = () if above and above != AddressTyped() else (Remark.ADDRESS_ABOVE_MISSING,)
        return above or AddressTyped(), None, missing
    plain = [without_care_of(line) for line in typed]
    lines = tuple(filter(None, (cell.known(line) for line, _ in plain)))
    postcode = cell.known(row.get(profile.postcode or ""))
    uprn, remarks = _uprn(cell.known(row.get(profile.uprn or "")))
    text = AddressText(lines, postcode) if lines or postcode else None
    return AddressTyped(text, uprn), next((whom for _, whom in plain if whom), None), remarks


def _uprn(typed: str | None) -> tuple[str | None, tuple[Remark, ...]]:
    if typed is None:
        return None, ()
    plain = typed.lstrip("0")
    if plain.isascii() and plain.isdecimal() and len(plain) <= _UPRN_DIGITS:
        return plain, ()
    return None, (Remark.UPRN_UNREADABLE,)


def _people(whom: _Whom) -> tuple[PersonTold, ...]:
    people = normalise_people(whom.record)
    alone = len(people) == 1
    written = " ".join((whom.record.full or "", *_parts(whom.record))).strip()
    return tuple(
        PersonTold(
            person=person,
            name=written if alone else _called(person),
            born=whom.record.date_of_birth,
            phone=person.phone,
            findable=is_findable(person, whom.address.uprn),
        )
        for person in people
    )


def _parts(record: PersonRecord) -> Iterator[str]:
    if not record.full:
        yield from (*record.given, record.family or "")


def _called(person: Person) -> str:
    return " ".join((*person.given, *person.family)).title()


def is_findable(person: Person, uprn: str | None = None) -> bool:
    """Tell whether anybody could look this person up or call on them: a name alone is nobody."""
    address = person.address
    placed = uprn is not None or (
        address is not None and bool(address.postcode or (address.street and address.has_door))
    )
    named = any(len(name) > 1 for name in (*person.given, *person.family, *person.known_as))
    return named and (person.born.known or placed or person.phone is not None)
