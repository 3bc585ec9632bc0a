"""Which column of a gazetteer file is which: the layouts in which gazetteers are handed over.

Known: parts as in AddressBase Plus and Royal Mail's PAF (BUILDING_NUMBER, THOROUGHFARE), parts as
in OS NGD (subname, name, number), a council's LPI (SAO and PAO with start, end and suffix), lines
(line_1, line_2), or the whole address in one column. Headings count without signs and capitals.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from ppit_matching.addresses.address import Address
from ppit_matching.addresses.components import AddressParts, address_of_parts
from ppit_matching.addresses.parsing import normalise_address
from ppit_matching.addresses.typed import AddressText

# The first of each that is there is taken; of streets, places and lines, every one in order.
ONE = {
    "uprn": "uprn trueuprn uniquepropertyreferencenumber",
    "parent": "parentuprn uprnparent primaryuprn parent",
    "area": "areagss lowertierlocalauthoritygsscode localauthoritycode ladcode lad24cd lad23cd",
    "postcode": "postcode postcodelocator abppostcode pcds pcode postalcode postcd",
    "sub_building": "subbuildingname subbuilding subname saotext flat flatnumber unit",
    "building": "buildingname building paotext housename name",
    "number": "buildingnumber housenumber streetnumber houseno number",
}
MANY = {
    "street": "dependentthoroughfare dependentthoroughfarename thoroughfare thoroughfarename "
    "streetdescription streetdescriptor streetname street",
    "place": "doubledependentlocality dependentlocality localityname locality townname posttown "
    "town city",
    "line": "line1 line2 line3 line4 line5 address1 address2 address3 address4 address5 "
    "addressline1 addressline2 addressline3 addressline4 addressline5 addressconcat address "
    "fulladdress singlelineaddress abpaddress addr1 addr2 addr3 addr4 addressfull addressline "
    "addresstext addressstring propertyaddress siteaddress lines",
}
# A council's numbers: from, its letter, to, its letter; of the flat and of the house.
NUMBERS = {
    "flat_number": ("saostartnumber", "saostartsuffix", "saoendnumber", "saoendsuffix"),
    "house_number": ("paostartnumber", "paostartsuffix", "paoendnumber", "paoendsuffix"),
}


class LayoutUnknown(ValueError):
    """The headings do not say where an address stands. Names what is missing."""


@dataclass(frozen=True, slots=True)
class GazetteerRow:
    """One entry as it stands in a file; texts are empty where it says nothing."""

    uprn: str
    parent_uprn: str
    area: str
    address: Address


@dataclass(frozen=True, slots=True)
class Layout:
    """Where each field stands: `at` by name, several places where there are several columns."""

    at: dict[str, tuple[int, ...]]

    def read(self, row: Sequence[str]) -> GazetteerRow:
        """Read one row, which has a text for every heading."""
        return GazetteerRow(
            self._text(row, "uprn"),
            self._text(row, "parent"),
            self._text(row, "area"),
            self._by_lines(row) if "line" in self.at else self._by_parts(row),
        )

    def _by_lines(self, row: Sequence[str]) -> Address:
        lines = (*self._texts(row, "line"), *self._texts(row, "place"))
        return normalise_address(AddressText(lines, self._text(row, "postcode") or None))

    def _by_parts(self, row: Sequence[str]) -> Address:
        streets = self._texts(row, "street")
        flat, house = self._number(row, "flat_number"), self._number(row, "house_number")
        sub_building, building = self._text(row, "sub_building"), self._text(row, "building")
        return address_of_parts(
            AddressParts(
                sub_building=f"flat {flat}, {sub_building}" if flat else sub_building,
                building=building,
                number=self._text(row, "number") or house,
                street=streets[0] if streets else "",
                places=(*streets[1:], *self._texts(row, "place")),
                postcode=self._text(row, "postcode"),
            )
        )

    def _number(self, row: Sequence[str], field: str) -> str:
        """Put a council's number together: "2a", or "2-6"."""
        places = self.at.get(field, ())
        if not places:
            return ""
        first, letter, last, last_letter = (_whole(row[at]) if at >= 0 else "" for at in places)
        end = f"-{last}{last_letter}" if last else ""
        return f"{first}{letter}{end}" if first else ""

    def _text(self, row: Sequence[str], field: str) -> str:
        return next(iter(self._texts(row, field)), "")

    def _texts(self, row: Sequence[str], field: str) -> tuple[str, ...]:
        found = (_whole(row[at]) for at in self.at.get(field, ()))
        return tuple(text for text in found if text)


def layout_of(headings: Sequence[str]) -> Layout:
    """Return the layout of a file with these headings, or raise LayoutUnknown."""
    plain = {_plain(heading): at for at, heading in reversed(list(enumerate(headings)))}
    at: dict[str, tuple[int, ...]] = {}
    for field, known in chain(ONE.items(), MANY.items()):
        found = tuple(plain[name] for name in known.split() if name in plain)
        if found:
            at[field] = found if field in MANY else found[:1]
    for field, names in NUMBERS.items():
        if names[0] in plain:
            at[field] = tuple(plain.get(name, -1) for name in names)
    if "street" in at:
        at.pop("line", None)  # the whole address beside its parts
    missing = [field for field in ("uprn",) if field not in at]
    if not {"line", "street"} & set(at):
        missing.append("street or address")
    if missing:
        msg = f"no column for {' or for '.join(missing)}"
        raise LayoutUnknown(msg)
    return Layout(at)


def _plain(heading: str) -> str:
    return "".join(letter for letter in heading.lower() if letter.isalnum())


def _whole(text: str) -> str:
    """Return the text without spaces around, and a number that came as 14.0 as 14."""
    bare = text.strip()
    return bare[:-2] if bare.endswith(".0") and bare[:-2].isdigit() else bare
