"""Who is who: names, dates, addresses, keys and scores. Pure: no I/O, no framework.

People: `normalise_people` a `PersonRecord`, look its `query_keys` up among stored `person_keys`,
`rank` the candidates. Addresses: `normalise_address`, `address_query_keys`, `resolve_address`.
Only Band.CONFIRMED is that person; PROBABLE and POSSIBLE mean "seek advice".
"""

from ppit_matching.address import Address
from ppit_matching.address_keys import address_keys, address_query_keys
from ppit_matching.addresses import normalise_address
from ppit_matching.birth import BirthDate
from ppit_matching.compare import compare, rank
from ppit_matching.keys import KEY_VERSION, person_keys, query_keys
from ppit_matching.model import MODEL_VERSION
from ppit_matching.people import (
    is_readable,
    is_searchable,
    normalise_people,
    normalise_person,
)
from ppit_matching.person import Person
from ppit_matching.records import AddressText, PersonRecord
from ppit_matching.resolution import Resolution, ResolutionStatus
from ppit_matching.resolve import resolve_address
from ppit_matching.stored import MalformedRecord
from ppit_matching.verdict import Band, Comparison, Ranked

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
