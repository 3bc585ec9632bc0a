"""What callers hand in: a list of people as typed, column by column."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

Texts = Sequence[str | None]
# Begins the name of a column of `others` that is also a part of the address lines.
ADDRESS_PART = "address part: "


@dataclass(frozen=True, slots=True)
class PeopleTexts:
    """A set of `records` people; every column that is given has that many entries.

    Names come whole (`full`), in parts, or both (the parts win). `source` names the list a record
    came from. `others` are columns that describe the person in ways this package does not know
    (place of birth, occupation): they are compared as texts and their weight is learnt. One whose
    name begins with `ADDRESS_PART` repeats a part of the address: it counts in a list without
    households only.
    """

    records: int
    full: Texts | None = None
    given: Texts | None = None
    middle: Texts | None = None
    family: Texts | None = None
    known_as: Texts | None = None
    date_of_birth: Texts | None = None
    address_lines: tuple[Texts, ...] = ()
    postcode: Texts | None = None
    phone: Texts | None = None
    email: Texts | None = None
    national_insurance: Texts | None = None
    sex: Texts | None = None
    source: Texts | None = None
    others: Mapping[str, Texts] = field(default_factory=dict[str, Texts])
