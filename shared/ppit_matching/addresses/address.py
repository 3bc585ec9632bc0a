"""An address in the one form that keys and the resolver understand."""

from collections.abc import Mapping
from dataclasses import dataclass

from ppit_matching.text.stored import text_at


@dataclass(frozen=True, slots=True)
class Address:
    """Folded parts: flat "2a", number "14", building "rose cottage", street "mill lane",
    place "deal", postcode "CT14 7AA". Any may be missing.
    """

    flat: str | None = None
    number: str | None = None
    building: str | None = None
    street: str | None = None
    place: str | None = None
    postcode: str | None = None

    @property
    def district(self) -> str | None:
        """The outward half: "CT14"."""
        return self.postcode.split(" ")[0] if self.postcode else None

    @property
    def sector(self) -> str | None:
        """All but the last two letters: "CT14 7"."""
        return self.postcode[:-2] if self.postcode else None

    @property
    def has_door(self) -> bool:
        """Whether anything tells this door from its neighbours."""
        return bool(self.number or self.building or self.flat)

    def as_json(self) -> dict[str, object]:
        """Give a JSON object without the fields that are empty; `from_json` reads it back equal."""
        fields: dict[str, object] = {
            "flat": self.flat,
            "number": self.number,
            "building": self.building,
            "street": self.street,
            "place": self.place,
            "postcode": self.postcode,
        }
        return {name: value for name, value in fields.items() if value}

    @staticmethod
    def from_json(stored: Mapping[str, object]) -> "Address":
        """Read what `as_json` wrote; raises MalformedRecord on anything else."""
        return Address(
            flat=text_at(stored, "flat"),
            number=text_at(stored, "number"),
            building=text_at(stored, "building"),
            street=text_at(stored, "street"),
            place=text_at(stored, "place"),
            postcode=text_at(stored, "postcode"),
        )
