"""An address from the parts that a gazetteer of parts holds: nothing needs to be guessed."""

from dataclasses import dataclass

from ppit_matching.addresses.address import Address
from ppit_matching.addresses.parsing import folded_words, normalise_address
from ppit_matching.addresses.postcodes import parse_postcode
from ppit_matching.addresses.typed import AddressText


@dataclass(frozen=True, slots=True)
class AddressParts:
    """The parts of one address as Royal Mail or a council files them; empty where it has none.

    `places` are localities and the town, from the smallest. A firm's name is no part: the door is
    the same whoever trades there.
    """

    sub_building: str = ""
    building: str = ""
    number: str = ""
    street: str = ""
    places: tuple[str, ...] = ()
    postcode: str = ""


def address_of_parts(parts: AddressParts) -> Address:
    """Return the address; a number in the building's name ("14A", "2-6") is the house's."""
    flat = (
        normalise_address(AddressText((parts.sub_building,))) if parts.sub_building else Address()
    )
    house = normalise_address(AddressText((parts.building,))) if parts.building else Address()
    number = normalise_address(AddressText((parts.number,))) if parts.number else Address()
    building = [text for text in (_name(flat), _name(house)) if text]
    numbered = number.number or (house.number if not _name(house) else None)
    return Address(
        flat=flat.flat or flat.number or number.flat or house.flat or _beside(house),
        number=numbered,
        building=" ".join(building) or None,
        street=" ".join(folded_words(parts.street)) or None,
        place=" ".join(word for place in parts.places for word in folded_words(place)) or None,
        postcode=parse_postcode(parts.postcode),
    )


def _name(part: Address) -> str:
    return " ".join(text for text in (part.building, part.street, part.place) if text)


def _beside(house: Address) -> str | None:
    """Return the number beside a building's name: "2 Hawthorn Court" is its flat 2."""
    return house.number if _name(house) else None
