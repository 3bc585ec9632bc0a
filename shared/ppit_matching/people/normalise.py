"""People as typed, normalised: one `Person`, or two from a joint row."""

from ppit_matching.addresses.address import Address
from ppit_matching.addresses.parsing import normalise_address
from ppit_matching.dates.parsing import parse_birth_date
from ppit_matching.identifiers.email import parse_email
from ppit_matching.identifiers.national_insurance import parse_national_insurance
from ppit_matching.names.couples import split_couple
from ppit_matching.names.parsing import ParsedName, given_words, parse_full_name, parse_name_parts
from ppit_matching.people.person import Person
from ppit_matching.people.phones import parse_phone
from ppit_matching.people.records import PersonRecord
from ppit_matching.people.sex import parse_sex
from ppit_matching.text.folding import is_legible, words

SHORTEST_NAME = 2


def normalise_people(record: PersonRecord) -> tuple[Person, ...]:
    """Return one Person, or one for each member of a joint row ("Mr & Mrs J Smith").

    Both members keep the row's date of birth, phone and address, and are marked `joint`.
    """
    names = split_couple(_as_one_text(record))
    if len(names) < 2:  # noqa: PLR2004 - a couple is two
        return (_person(record, _name_of(record), joint=False),)
    return tuple(_person(record, parse_full_name(name), joint=True) for name in names)


def normalise_person(record: PersonRecord) -> Person:
    """Return the record's person: the first named of a joint row (see `normalise_people`)."""
    return normalise_people(record)[0]


def is_searchable(person: Person) -> bool:
    """Tell whether a search can find this person: a name with a date, an address or more name.

    A single name needs a date of birth, a phone or a door; a full name is enough to look, though
    never to confirm. Anything less must be answered "insufficient", not "nothing found".
    """
    if person.phone or person.email or person.national_insurance:
        return True
    names = [name for name in (*person.given, *person.known_as) if len(name) >= SHORTEST_NAME]
    families = [name for name in (*person.family, *person.former) if len(name) >= SHORTEST_NAME]
    if names and families:
        return True
    placed = person.address is not None and bool(person.address.postcode or person.address.street)
    return bool(names or families) and (person.born.known or placed)


def is_readable(record: PersonRecord) -> bool:
    """Tell whether all that was typed as the name was read, and says one thing.

    A letter of another script is dropped, and of a full name beside its parts the parts win: a
    search for what is left of "Anna Maria Петрова" must not rule her out.
    """
    typed = (record.full or "", *record.given, record.family or "", record.known_as or "")
    if not all(is_legible(part) for part in typed):
        return False
    family = words(record.family or "")
    return not (record.full and family) or not set(words(record.full)).isdisjoint(family)


def _person(record: PersonRecord, name: ParsedName, *, joint: bool) -> Person:
    return Person(
        given=name.given,
        family=name.family,
        known_as=tuple(dict.fromkeys((*name.known_as, *given_words(record.known_as or "")))),
        former=name.former,
        generation=name.generation,
        joint=joint,
        born=parse_birth_date(record.date_of_birth),
        address=_address_of(record),
        phone=parse_phone(record.phone),
        email=parse_email(record.email),
        national_insurance=parse_national_insurance(record.national_insurance),
        sex=parse_sex(record.sex),
    )


def _address_of(record: PersonRecord) -> Address | None:
    """Return no address rather than one in which nothing could be read."""
    address = normalise_address(record.address) if record.address else Address()
    return None if address == Address() else address


def _as_one_text(record: PersonRecord) -> str:
    if record.given or record.family:
        return " ".join((*record.given, record.family or ""))
    return record.full or ""


def _name_of(record: PersonRecord) -> ParsedName:
    """Read the parts if there are any, and the full name for what they leave open."""
    full = parse_full_name(record.full or "")
    if not record.family and not record.given:
        return full
    typed = parse_name_parts(record.given, record.family or "")
    return ParsedName(
        given=typed.given or full.given,
        family=typed.family or full.family,
        known_as=tuple(dict.fromkeys((*typed.known_as, *full.known_as))),
        former=tuple(dict.fromkeys((*typed.former, *full.former))),
        generation=typed.generation or full.generation,
    )
