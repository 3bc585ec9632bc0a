"""Lists for the tests of Splink: synthetic people with every field, and pairs of them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import combinations

import polars as pl

from ppit_match.splink.causes import our_bits
from ppit_match.splink.records import Listed
from ppit_match.splink.report import Linkage
from ppit_matching import AddressText, Person, PersonRecord, normalise_people, person_keys
from ppit_matching.linking.pairs import MOST_SHARING
from ppit_matching.scoring.default import MODEL
from ppit_synthetic import Kent, Noise, VisitCase, make_kent

LINKED_FROM = 0.0
ODD = (
    PersonRecord(full="Margaret Lloyd-Jones", date_of_birth="1961", phone="01304 555 010"),
    PersonRecord(full="Margaret Jones", date_of_birth="1961-04", email="m.jones@example.org"),
    PersonRecord(full="M Jones Lloyd", date_of_birth="1961-04-03", email="m.jones@example.org"),
    PersonRecord(full="Jackie Okonkwo", date_of_birth="1970-02-01", sex="F"),
    PersonRecord(
        given=("Jacqueline",), family="Okonkwo", known_as="Jackie", date_of_birth="1970-01-02"
    ),
    PersonRecord(full="Okonkwo Jackie", date_of_birth="1970-01-01", sex="M"),
    PersonRecord(full="Anne Pryce nee Lloyd", date_of_birth="1958-01-01"),
    PersonRecord(full="Anne Lloyd", date_of_birth="1958-06-11", national_insurance="QQ123456C"),
    PersonRecord(full="Mr & Mrs J Okonkwo", date_of_birth="1931-12-30", sex="M"),
    PersonRecord(full="John Okonkwo junior", date_of_birth="1971-12-30", phone="01304 555 010"),
    PersonRecord(full="John Okonkwo senior", date_of_birth="1946-12-30"),
    PersonRecord(full="Mohammed Imran Qureshi", date_of_birth="1982-10-12"),
    PersonRecord(full="Imran Qureshi", date_of_birth="1982-01-12"),
    PersonRecord(full="Pawel Nowak", address=AddressText(("3 Mill Rise",), "CT16 1AB")),
    PersonRecord(full="Pawel Nowak", address=AddressText(("88 Long Acre",), "CT16 9ZX")),
    PersonRecord(full="Zofia", date_of_birth=None),
    PersonRecord(full="", date_of_birth="1982-10-12"),
)


def kent_people(seed: int, people: int) -> tuple[Person, ...]:
    """Return the people of all visits of one Kent as typed, half of them with other fields."""
    kent = make_kent(seed, people, Noise.EVERYDAY)
    met = [person for visit in kent.visits for person in _of(visit)]
    return tuple(_more(kent, met)) + odd_people()


def odd_people() -> tuple[Person, ...]:
    """Return people who stand to one another in ways that visits seldom show."""
    return tuple(person for record in ODD for person in normalise_people(record))


def _of(visit: VisitCase) -> Iterable[Person]:
    lines = visit.address_lines
    address = AddressText(lines, visit.postcode) if lines else None
    for typed in visit.people:
        yield from normalise_people(
            PersonRecord(full=typed.name, date_of_birth=typed.date_of_birth, address=address)
        )


def _more(kent: Kent, met: Sequence[Person]) -> Iterable[Person]:
    """Give some a phone, an e-mail address, a number, a sex: agreeing and not, by their place."""
    for place, person in enumerate(met):
        yield replace(
            person,
            phone=f"+4413045550{place % 7:02d}" if place % 3 else None,
            email=f"post{place % 5}@example.org" if place % 2 else None,
            national_insurance=f"QQ00000{place % 4}" if place % 5 == 1 else None,
            sex=("F", "M", None)[place % 3],
            generation=("junior", "senior", None, None)[(place + len(kent.people)) % 4],
        )


def listed(people: Sequence[Person]) -> list[Listed]:
    return [Listed(f"{place:05d}", person) for place, person in enumerate(people)]


def pairs_by_key(records: Sequence[Listed]) -> list[tuple[str, str]]:
    """Return the pairs that share a key which not too many share."""
    sharing: defaultdict[int, list[str]] = defaultdict(list)
    for one in records:
        for key in person_keys(one.person):
            sharing[key].append(one.unique_id)
    blocks = (ids for ids in sharing.values() if len(ids) <= MOST_SHARING)
    return sorted({pair for ids in blocks for pair in combinations(sorted(ids), 2)})


def our_linkage(records: Sequence[Listed], pairs: Sequence[tuple[str, str]]) -> Linkage:
    """Weigh the pairs with our scalar functions; no clusters are made."""
    people = {one.unique_id: one.person for one in records}
    rows = [(one, other, our_bits(people[one], people[other], MODEL)) for one, other in pairs]
    frame = pl.DataFrame(rows, schema=("one", "other", "bits"), orient="row")
    return Linkage(frame, {})
