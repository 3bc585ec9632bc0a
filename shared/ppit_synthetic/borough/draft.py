"""A partner's row while it is being filled in: what each cell would hold before any layout."""

from dataclasses import dataclass, field
from datetime import date
from random import Random

from ppit_synthetic.borough.codes import Trap
from ppit_synthetic.borough.ground import Ground
from ppit_synthetic.codes import Sex
from ppit_synthetic.records import Resident
from ppit_synthetic.typed import TypedAddress


@dataclass(slots=True)
class Draft:
    """What a clerk is about to write down. ``whole_name`` is set where a couple fills one cell.

    ``other`` is the second person of a couple; ``spoilt`` names the parts that an error has
    already hit, so that no second one makes the row unreadable.
    """

    person: Resident
    other: Resident | None
    uprn: str
    title: str
    forenames: str
    family: str
    birthday: str
    address: TypedAddress
    phone: str
    reference: str
    whole_name: str = ""
    note: str = ""
    spoilt: set[str] = field(default_factory=set[str])

    @property
    def one_cell_name(self) -> str:
        return self.whole_name or f"{self.title} {self.forenames} {self.family}"

    @property
    def one_cell_address(self) -> str:
        """Every line, the postcode last unless an error has put it elsewhere."""
        return ", ".join((*self.address.lines, *filter(None, (self.address.postcode,))))


@dataclass(frozen=True, slots=True)
class Pen:
    """What a clerk writes with: one stream of chance and the truth to write down, or to miss."""

    rng: Random
    ground: Ground
    date_style: str

    def begin(
        self, person: Resident, uprn: str, reference: str, other: Resident | None = None
    ) -> Draft:
        return Draft(
            person=person,
            other=other,
            uprn=uprn,
            title=_title(person, married=person.person_id in self.ground.spouse_of),
            forenames=person.name.given[0],
            family=person.name.family,
            birthday=self.write(person.born),
            address=self.ground.address(uprn),
            phone=person.phone or "",
            reference=reference,
        )

    def write(self, day: date) -> str:
        return day.strftime(self.date_style)


def _title(person: Resident, *, married: bool) -> str:
    if person.sex is Sex.MALE:
        return "Mr"
    return "Mrs" if married else "Miss"


@dataclass(frozen=True, slots=True)
class Layout:
    """How one partner's file looks, and which errors its clerks make."""

    file_name: str
    columns: tuple[str, ...]
    encoding: str
    line_end: str
    date_style: str
    profile: tuple[Trap, ...]
