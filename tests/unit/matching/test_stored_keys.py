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
    "person": (32, -9_088_391_315_451_793_857),
    "asked for": (145, -27_724_807_669_548_394_926),
    "address": (12, 4_253_881_376_610_403_549),
    "address asked for": (32, 22_564_075_886_660_788_970),
    "organisation": (4, 20_287_119_788_240_985_964),
}


@pytest.mark.parametrize("kind", KEYS)
def test_the_keys_of_one_version_stay_what_they_are(kind: str) -> None:
    found = KEYS[kind]
    assert KEY_VERSION == "keys-3"
    assert (len(found), sum(found)) == SUMS[kind]
