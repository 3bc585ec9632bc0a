"""Keys are stored: what made them must not change while their version does not.

After a change of the rules for keys, raise `KEY_VERSION` and write the new sums below: stored keys
of another version count as stale, stored keys of the same version are taken at their word.
"""

import pytest

from ppit_matching import (
    KEY_VERSION,
    AddressText,
    PersonRecord,
    address_keys,
    address_query_keys,
    normalise_address,
    normalise_person,
    person_keys,
    query_keys,
)
from ppit_matching.organisations.registers import organisation_keys

PERSON = normalise_person(
    PersonRecord(
        full="Mrs Siobhan Mary O'Brien-Smythe",
        date_of_birth="1980-04-12",
        address=AddressText(("Flat 2, 14 Foxglove Lane", "Deal"), "CT14 7AB"),
        phone="07700 900123",
        email="siobhan@example.test",
    )
)
ADDRESS = normalise_address(
    AddressText(("Flat 2a, Rose Court, 14 Foxglove Lane, Deal",), "CT14 7AB")
)
KEYS = {
    "person": person_keys(PERSON),
    "asked for": query_keys(PERSON),
    "address": address_keys(ADDRESS),
    "address asked for": address_query_keys(ADDRESS),
    "organisation": organisation_keys("The Varnel Karnum Roofing Co. Ltd"),
}
SUMS = {
    "person": (30, -22_497_288_944_299_105_431),
    "asked for": (141, -100_890_955_500_080_483_381),
    "address": (12, -565_545_865_464_002_234),
    "address asked for": (32, -31_891_104_239_606_141_268),
    "organisation": (4, 14_825_249_975_831_207_184),
}


@pytest.mark.parametrize("kind", KEYS)
def test_the_keys_of_one_version_stay_what_they_are(kind: str) -> None:
    found = KEYS[kind]
    assert KEY_VERSION == "keys-2"
    assert (len(found), sum(found)) == SUMS[kind]
