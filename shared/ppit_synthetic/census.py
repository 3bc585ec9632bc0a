"""The people being counted while a Kent is built: each gets a number, a birthday and a phone."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from ppit_synthetic.chance import happens
from ppit_synthetic.codes import BondKind, Origin, Sex
from ppit_synthetic.names import ORIGINS, Lineage, make_lineage, make_name
from ppit_synthetic.records import Bond, Resident, ResidentName

POPULATION_DAY = date(2026, 11, 1)
ADULT = 18
_YEAR = timedelta(days=365, hours=6)


@dataclass(slots=True)
class Census:
    """Everybody so far, who shares which home, and who is tied to whom."""

    rng: Random
    people: list[Resident] = field(default_factory=list[Resident])
    homes: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    bonds: list[Bond] = field(default_factory=list[Bond])

    def count(self, lineage: Lineage, sex: Sex, age: int) -> Resident:
        """Add a person of ``lineage`` aged ``age`` on the population day."""
        born = self.birthday(age)
        return self.enrol(make_name(self.rng, lineage, sex, born.year), sex, born, lineage.origin)

    def enrol(self, name: ResidentName, sex: Sex, born: date, origin: Origin) -> Resident:
        person_id = f"P{len(self.people) + 1:07d}"
        resident = Resident(person_id, name, sex, born, None, origin, self._phone())
        self.people.append(resident)
        return resident

    def amend(self, resident: Resident) -> None:
        """Put ``resident`` in the place of the entry that has its number."""
        self.people[int(resident.person_id[1:]) - 1] = resident

    def tie(self, kind: BondKind, first: Resident, second: Resident, since: date | None) -> None:
        self.bonds.append(Bond(kind, first.person_id, second.person_id, since))

    def birthday(self, age: int) -> date:
        return POPULATION_DAY - age * _YEAR - timedelta(days=self.rng.randrange(365))

    def lineage(self) -> Lineage:
        return make_lineage(self.rng, ORIGINS.draw(self.rng))

    def _phone(self) -> str | None:
        # Ofcom keeps these two ranges for drama. They hold 1,000 numbers each, so strangers share
        # them here more often than in life.
        if happens(self.rng, 0.35):
            return None
        prefix = "07700 900" if happens(self.rng, 0.75) else "01632 960"
        return f"{prefix}{self.rng.randrange(1000):03d}"


def age_of(resident: Resident) -> int:
    """Return whole years lived on the population day."""
    born, today = resident.born, POPULATION_DAY
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))
