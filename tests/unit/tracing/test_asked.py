"""The least that must be given, and what a row of a debt file gives."""

from datetime import date

import pytest

from ppit_matching import AddressText, PersonRecord
from ppit_tracing.domain.asked import DebtorAsked, lacks
from ppit_tracing.domain.debt_rows import Rejected, debtors_of
from ppit_tracing.domain.profiles import LAYOUTS, Profile

DOOR = AddressText(("1 Lantern Street", "Ashford"), "TN23 9ZZ")


def asked(
    name: str = "Alice Fernhurst",
    *,
    reference: str = "CT1",
    address: AddressText | None = DOOR,
    born: str | None = None,
    uprn: str | None = None,
) -> DebtorAsked:
    record = PersonRecord(full=name, date_of_birth=born, address=address)
    return DebtorAsked(reference, record, uprn, date(2024, 1, 31))


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        (asked(), ()),
        (asked(address=None, uprn="7"), ()),
        (asked(address=AddressText((), "TN23 9ZZ")), ()),
        (asked(address=None), ("debt_address",)),
        (asked(address=AddressText(("Ashford",))), ("debt_address",)),
        (asked("Fernhurst"), ("person/name",)),
        (asked("A Fernhurst"), ("person/name",)),
        (asked("A Fernhurst", born="1980-04-12"), ()),
        (asked("Анна Fernhurst"), ("person/name",)),
        (asked(reference="  "), ("debt_reference",)),
    ],
)
def test_a_search_needs_a_debt_a_whole_name_and_a_place(
    given: DebtorAsked, missing: tuple[str, ...]
) -> None:
    assert lacks(given) == missing


def test_what_was_asked_is_kept_and_read_back_the_same() -> None:
    whole = asked(born="1980-04", uprn="7")
    bare = asked(address=None)
    assert DebtorAsked.from_json(whole.as_json()) == whole
    assert DebtorAsked.from_json(bare.as_json()) == bare


def council_tax(**cells: str) -> dict[str, str]:
    row = dict.fromkeys(LAYOUTS[Profile.COUNCIL_TAX].columns, "")
    return row | {
        "AccountRef": "CT1",
        "LiableParty1": "Mr Alan Fernhurst",
        "PropertyAddress": "1 Lantern Street, Ashford",
        "PropertyPostcode": "TN23 9ZZ",
        "LiabilityStart": "31/01/2024",
        **cells,
    }


def taken(cells: dict[str, str]) -> tuple[DebtorAsked, ...]:
    debtors = debtors_of(LAYOUTS[Profile.COUNCIL_TAX], cells)
    assert not isinstance(debtors, Rejected)
    return debtors


def test_two_who_are_liable_are_two_debtors_of_one_row() -> None:
    debtors = taken(council_tax(LiableParty2="Alice Fernhurst"))
    assert [one.record.full for one in debtors] == ["Mr Alan Fernhurst", "Alice Fernhurst"]
    assert {one.owed_since for one in debtors} == {date(2024, 1, 31)}


def test_a_sundry_row_gives_name_birthday_and_phone_in_their_parts() -> None:
    layout = LAYOUTS[Profile.SUNDRY]
    row = dict.fromkeys(layout.columns, "") | {
        "CustomerNo": "S1",
        "Title": "Ms",
        "Forename": "Alice",
        "Surname": "Fernhurst",
        "DOB": "29323",
        "Addr": "1 Lantern Street",
        "Mobile": "07700 900123",
        "OldestInvoice": "2024-01-31",
    }
    debtors = debtors_of(layout, row)
    assert not isinstance(debtors, Rejected)
    (debtor,) = debtors
    assert debtor.person.given == ("alice",)
    assert debtor.person.born.iso == "1980-04-12"
    assert debtor.owed_since == date(2024, 1, 31)


@pytest.mark.parametrize(
    ("cells", "codes"),
    [
        (council_tax(AccountRef=" "), ["REFERENCE_MISSING"]),
        (council_tax(AccountRef="9" * 201), ["REFERENCE_TOO_LONG"]),
        (council_tax(LiableParty1=""), ["NAME_MISSING"]),
    ],
)
def test_a_row_that_names_no_debt_or_nobody_is_rejected(
    cells: dict[str, str], codes: list[str]
) -> None:
    rejected = debtors_of(LAYOUTS[Profile.COUNCIL_TAX], cells)
    assert isinstance(rejected, Rejected)
    assert [reason.code for reason in rejected.reasons] == codes


@pytest.mark.parametrize(
    ("note", "returned"),
    [("GONE AWAY", True), ("gone-away 2024", True), ("5 Parable Lane, Dover", False), ("", False)],
)
def test_a_note_that_the_debtor_is_gone_is_read(note: str, *, returned: bool) -> None:
    (debtor,) = taken(council_tax(ForwardingAddress=note))
    assert debtor.mail_returned is returned


@pytest.mark.parametrize(
    ("uprn", "read"), [("000100", "100"), ("", None), ("0", None), ("12A", None)]
)
def test_a_uprn_is_read_without_its_padding(uprn: str, read: str | None) -> None:
    (debtor,) = taken(council_tax(UPRN=uprn))
    assert debtor.uprn == read


def test_a_day_that_is_none_is_no_reason_to_reject_a_debt() -> None:
    (debtor,) = taken(council_tax(LiabilityStart="soon"))
    assert debtor.owed_since is None
