"""People and doors for the tests of matching."""

from ppit_matching import (
    Address,
    AddressText,
    Band,
    Person,
    PersonRecord,
    Resolution,
    compare,
    normalise_address,
    normalise_person,
    person_keys,
    query_keys,
    resolve_address,
)

HOME = "14 Foxglove Lane, Deal"
HOME_POSTCODE = "CT14 7AB"
ELSEWHERE = "3 Mill Rise, Dover"
ELSEWHERE_POSTCODE = "CT16 1AB"
BORN = "1975-03-12"


def a_person(
    full: str = "John Hargreaves",
    born: str | None = BORN,
    address: str | None = HOME,
    *,
    phone: str | None = None,
) -> Person:
    """Build somebody who lives at HOME unless another place (or none) is said."""
    postcode = {HOME: HOME_POSTCODE, ELSEWHERE: ELSEWHERE_POSTCODE}.get(address or "")
    text = AddressText((address,), postcode) if address else None
    return normalise_person(PersonRecord(full=full, date_of_birth=born, address=text, phone=phone))


def band(query: Person, record: Person) -> Band:
    """Compare in both directions: the order of the two must not matter."""
    forward, backward = compare(query, record), compare(record, query)
    assert forward == backward
    return forward.band


def is_found(query: Person, record: Person) -> bool:
    """Look the record up by its stored keys."""
    return not query_keys(query).isdisjoint(person_keys(record))


def an_address(text: str, postcode: str | None = None) -> Address:
    """Build an address from lines parted by commas."""
    return normalise_address(AddressText((text,), postcode))


def resolved(query: str, doors: dict[str, str], postcode: str | None = None) -> Resolution:
    """Resolve a typed address among doors given as UPRN and text."""
    candidates = [(uprn, an_address(text)) for uprn, text in doors.items()]
    return resolve_address(an_address(query, postcode), candidates)
