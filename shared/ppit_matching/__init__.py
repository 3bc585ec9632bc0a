"""Who is who: people, organisations and addresses. Pure: no I/O, no framework.

A record: `normalise_people` a `PersonRecord`; look its `query_keys` up among stored `person_keys`;
`rank` the candidates, or `compare` two people: weight, probability, band, reasons.
A list: `link` the columns of a `PeopleTexts`: clusters, with the evidence for each pair.
Names alone: `match_names`. Bodies: `match_organisations`, found by `organisation_keys`.
An address: `normalise_address`, `address_query_keys`, `resolve_address`; many: a `Gazetteer`.

Only Band.CONFIRMED is that person; PROBABLE and POSSIBLE mean "seek advice".
"""

from importlib import import_module
from typing import TYPE_CHECKING

from ppit_matching.addresses.address import Address
from ppit_matching.addresses.keys import address_keys, address_query_keys
from ppit_matching.addresses.parsing import normalise_address
from ppit_matching.addresses.resolution import Resolution, ResolutionStatus
from ppit_matching.addresses.resolve import resolve_address
from ppit_matching.addresses.typed import AddressText
from ppit_matching.bare.match import match_names
from ppit_matching.dates.birth import BirthDate
from ppit_matching.linking.texts import PeopleTexts
from ppit_matching.names.agreement import NameAgreement, NameKind
from ppit_matching.organisations.match import OrganisationText, match_organisations
from ppit_matching.organisations.registers import organisation_keys
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
from ppit_matching.scoring.default import MODEL, MODEL_VERSION
from ppit_matching.scoring.model import Model
from ppit_matching.scoring.model_json import model_as_json, model_from_json
from ppit_matching.scoring.verdict import Band, Comparison, Ranked
from ppit_matching.text.hashing import KEY_VERSION, is_broad_key
from ppit_matching.text.stored import MalformedRecord

if TYPE_CHECKING:
    from ppit_matching.addresses.gazetteer import Gazetteer
    from ppit_matching.linking.link import Linkage, link

__all__ = [
    "KEY_VERSION",
    "MODEL",
    "MODEL_VERSION",
    "Address",
    "AddressText",
    "Band",
    "BirthDate",
    "Comparison",
    "Gazetteer",
    "Linkage",
    "MalformedRecord",
    "Model",
    "NameAgreement",
    "NameKind",
    "OrganisationText",
    "PeopleTexts",
    "Person",
    "PersonRecord",
    "Ranked",
    "Resolution",
    "ResolutionStatus",
    "address_keys",
    "address_query_keys",
    "compare",
    "is_broad_key",
    "is_readable",
    "is_searchable",
    "link",
    "match_names",
    "match_organisations",
    "model_as_json",
    "model_from_json",
    "normalise_address",
    "normalise_people",
    "normalise_person",
    "organisation_keys",
    "person_keys",
    "query_keys",
    "rank",
    "resolve_address",
]


_LISTS = {
    "Gazetteer": "ppit_matching.addresses.gazetteer",
    "Linkage": "ppit_matching.linking.link",
    "link": "ppit_matching.linking.link",
}


def __getattr__(name: str) -> object:
    """Load what works on whole lists, with numpy and Polars, only for who does: most never do."""
    if name not in _LISTS:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    return getattr(import_module(_LISTS[name]), name)
