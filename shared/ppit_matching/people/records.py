"""What callers hand in: a person as someone typed them."""

from dataclasses import dataclass

from ppit_matching.addresses.typed import AddressText


@dataclass(frozen=True, slots=True)
class PersonRecord:
    """A person as typed: a full name, or its parts, or both (the parts win).

    `date_of_birth` may be partial ISO ("1975", "1975-03", "1975-03-02"), day first ("2/3/75"),
    in words ("2 March 1975") or a spreadsheet's serial number ("27455").
    """

    full: str | None = None
    given: tuple[str, ...] = ()
    family: str | None = None
    known_as: str | None = None
    date_of_birth: str | None = None
    address: AddressText | None = None
    phone: str | None = None
    email: str | None = None
    national_insurance: str | None = None
    sex: str | None = None
