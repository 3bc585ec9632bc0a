"""A person in the one form that keys and comparison understand."""

from collections.abc import Mapping
from dataclasses import dataclass

from ppit_matching.addresses.address import Address
from ppit_matching.dates.birth import NO_DATE, BirthDate
from ppit_matching.dates.parsing import parse_birth_date
from ppit_matching.text.stored import mapping_at, text_at, texts_at


@dataclass(frozen=True, slots=True)
class Person:
    """Folded (lower-case ASCII) name parts, a date of birth, an address, a phone in E.164,
    an e-mail address, a National Insurance number without its last letter, a sex ("F", "M").

    `joint`: the row named two people ("Mr & Mrs J Smith"), so its one date of birth may be
    the other's: such a row is never CONFIRMED.
    """

    given: tuple[str, ...] = ()
    family: tuple[str, ...] = ()
    known_as: tuple[str, ...] = ()
    former: tuple[str, ...] = ()
    generation: str | None = None
    joint: bool = False
    born: BirthDate = NO_DATE
    address: Address | None = None
    phone: str | None = None
    email: str | None = None
    national_insurance: str | None = None
    sex: str | None = None

    def as_json(self) -> dict[str, object]:
        """Give a JSON object without the fields that are empty; `from_json` reads it back equal."""
        fields: dict[str, object] = {
            "given": list(self.given),
            "family": list(self.family),
            "known_as": list(self.known_as),
            "former": list(self.former),
            "generation": self.generation,
            "joint": self.joint,
            "born": self.born.iso,
            "address": self.address.as_json() if self.address else None,
            "phone": self.phone,
            "email": self.email,
            "national_insurance": self.national_insurance,
            "sex": self.sex,
        }
        return {name: value for name, value in fields.items() if value}

    @staticmethod
    def from_json(stored: Mapping[str, object]) -> "Person":
        """Read what `as_json` wrote; raises MalformedRecord on anything else."""
        address = mapping_at(stored, "address")
        return Person(
            given=texts_at(stored, "given"),
            family=texts_at(stored, "family"),
            known_as=texts_at(stored, "known_as"),
            former=texts_at(stored, "former"),
            generation=text_at(stored, "generation"),
            joint=stored.get("joint") is True,
            born=parse_birth_date(text_at(stored, "born")),
            address=Address.from_json(address) if address is not None else None,
            phone=text_at(stored, "phone"),
            email=text_at(stored, "email"),
            national_insurance=text_at(stored, "national_insurance"),
            sex=text_at(stored, "sex"),
        )
