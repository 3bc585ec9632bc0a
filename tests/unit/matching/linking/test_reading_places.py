"""An address that looks plain in its first line is read whole, as that of a single record is."""

from ppit_matching import AddressText, PersonRecord, normalise_person
from ppit_matching.linking.columns import read_columns
from ppit_matching.linking.texts import PeopleTexts

LINES = (
    ("14 Mill Lane", "Deal"),
    ("14 Mill Lane, Deal", "Flat 3"),
    ("14 Mill Lane", "Unit 2 Deal"),
    ("14 Mill Lane", "16 Quay Road"),
    ("14 Mill Lane, Flat 2", "Deal"),
    ("14 Mill Lane, Walmer", "Deal"),
)
POSTCODE = "CT14 7AB"


def test_what_stands_after_a_plain_line_is_not_lost() -> None:
    count = len(LINES)
    texts = PeopleTexts(
        count,
        full=["John Smith"] * count,
        address_lines=([first for first, _ in LINES], [second for _, second in LINES]),
        postcode=[POSTCODE] * count,
    )
    columns = read_columns(texts)
    found = [columns.person(row).address for row in range(count)]
    records = [PersonRecord("John Smith", address=AddressText(one, POSTCODE)) for one in LINES]
    assert found == [normalise_person(record).address for record in records]
    assert [address.flat for address in found if address].count(None) < count
