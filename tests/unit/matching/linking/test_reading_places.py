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


def test_what_stands_in_the_box_of_the_postcode_and_is_none_is_read_as_a_line() -> None:
    boxes = ["Deal", "CT14 7AB", "14 Mill Lane, Deal", None]
    lines = ["14 Mill Lane", "14 Mill Lane", None, "14 Mill Lane"]
    columns = read_columns(
        PeopleTexts(4, full=["John Smith"] * 4, address_lines=(lines,), postcode=boxes)
    )
    found = [columns.person(row).address for row in range(4)]
    texts = [AddressText((line or "",), box) for line, box in zip(lines, boxes, strict=True)]
    expected = [
        normalise_person(PersonRecord("John Smith", address=text)).address for text in texts
    ]
    assert found == expected
    assert [address.place for address in found if address] == ["deal", None, "deal", None]
