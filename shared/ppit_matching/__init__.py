"""Who is who: names, dates, addresses, keys and scores. Pure: no I/O, no framework.

People: `normalise_people` a `PersonRecord`, look its `query_keys` up among stored `person_keys`,
`rank` the candidates. Addresses: `normalise_address`, `address_query_keys`, `resolve_address`.
Only Band.CONFIRMED is that person; PROBABLE and POSSIBLE mean "seek advice".
"""

from ppit_matching.addresses.address import Address
from ppit_matching.addresses.keys import address_keys, address_query_keys
from ppit_matching.addresses.parsing import normalise_address
from ppit_matching.addresses.resolution import Resolution, ResolutionStatus
from ppit_matching.addresses.resolve import resolve_address
from ppit_matching.addresses.typed import AddressText
from ppit_matching.dates.birth import BirthDate
from ppit_matching.people.keys import person_keys, query_keys
from ppit_matching.people.normalise import (
    is_readable,
    is_searchable,
    normalise_people,
    normalise_person,
)
from ppit_matching.people.person import Person
from ppit_matching.people.records import PersonRecord
from ppit_matching.scoring.compare import compare, rank
from ppit_matching.scoring.default import MODEL_VERSION
from ppit_matching.scoring.verdict import Band, Comparison, Ranked
from ppit_matching.text.hashing import KEY_VERSION
from ppit_matching.text.stored import MalformedRecord

__all__ = [
    "KEY_VERSION",
    "MODEL_VERSION",
    "Address",
    "AddressText",
    "Band",
    "BirthDate",
    "Comparison",
    "MalformedRecord",
    "Person",
    "PersonRecord",
    "Ranked",
    "Resolution",
    "ResolutionStatus",
    "address_keys",
    "address_query_keys",
    "compare",
    "is_readable",
    "is_searchable",
    "normalise_address",
    "normalise_people",
    "normalise_person",
    "person_keys",
    "query_keys",
    "rank",
    "resolve_address",
]
