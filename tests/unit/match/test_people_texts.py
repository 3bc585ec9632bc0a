"""Which columns of a file the matcher is handed, and as what."""

import pytest

from ppit_match.columns_guess import understand
from ppit_match.people_texts import people_texts
from ppit_matching.linking.texts import ADDRESS_PART

STREETS = {"street_number": ["14", "3"], "street": ["Foxglove Lane", "Mill Rise"]}
NAMES = {"first_name": ["John", "Mary"], "surname": ["Hill", "Okafor"]}
PARTS = [ADDRESS_PART + name for name in ("street_number", "street", "suburb")]


@pytest.mark.parametrize(
    ("postcodes", "parts"),
    [
        (["4223", "2112"], PARTS),
        (["CT14 7AB", "CT16 1AB"], []),
        ([None, None], []),
    ],
)
def test_parts_of_an_address_are_told_apart_where_no_british_postcode_is(
    postcodes: list[str | None], parts: list[str]
) -> None:
    cells = {**NAMES, **STREETS, "suburb": ["Deal", "Dover"], "postcode": postcodes}
    people = people_texts(cells, 2, understand(cells, {}))
    assert list(people.others) == parts
    assert [list(line) for line in people.address_lines] == [
        ["14 Foxglove Lane", "3 Mill Rise"],
        ["Deal", "Dover"],
    ]


def test_an_address_in_one_column_has_no_parts() -> None:
    cells = {**NAMES, "address": ["14 Foxglove Lane", "3 Mill Rise"], "postcode": ["4223", "2112"]}
    assert not people_texts(cells, 2, understand(cells, {})).others
