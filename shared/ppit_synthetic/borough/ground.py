"""What every part of a borough stands on: a Kent, its truth indexed, and ways to draw people."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from random import Random

from ppit_synthetic.borough.quirks import Quirks
from ppit_synthetic.borough.quirks_everyday import EVERYDAY_QUIRKS
from ppit_synthetic.borough.quirks_held_out import HELD_OUT_QUIRKS
from ppit_synthetic.census import ADULT
from ppit_synthetic.chance import stream
from ppit_synthetic.codes import BondKind, Noise
from ppit_synthetic.dispatcher import Dispatcher, train
from ppit_synthetic.lookup import Lookup, look_up
from ppit_synthetic.records import Kent, Resident
from ppit_synthetic.typed import TypedAddress, as_held

_QUIRKS = {Noise.EVERYDAY: EVERYDAY_QUIRKS, Noise.HELD_OUT: HELD_OUT_QUIRKS}


@dataclass(frozen=True, slots=True)
class Ground:
    """One Kent as the borough sees it. ``adults`` live; ``alike`` are people by the same name."""

    kent: Kent
    truth: Lookup
    adults: tuple[Resident, ...]
    spouse_of: dict[str, str]
    alike: dict[tuple[str, str], tuple[Resident, ...]]
    dispatcher: Dispatcher
    quirks: Quirks

    @property
    def as_of(self) -> date:
        return self.kent.as_of

    def facts(self, label: str) -> Random:
        """Draw what is true: the same under either error model."""
        return stream(self.kent.seed, f"borough/{label}")

    def writing(self, label: str) -> Random:
        """Draw how it was written down, which is each error model's own."""
        return stream(self.kent.seed, f"borough/{self.kent.noise}/{label}")

    def person(self, person_id: str) -> Resident:
        return self.truth.residents[person_id]

    def home_on(self, person_id: str, day: date) -> str | None:
        """Return where somebody lived on ``day``; None before the first stay on record."""
        stays = self.truth.stays[person_id]
        return next(
            (s.uprn for s in stays if s.moved_in <= day and (not s.moved_out or day < s.moved_out)),
            None,
        )

    def address(self, uprn: str) -> TypedAddress:
        return as_held(self.truth.entries[uprn])

    def town(self, uprn: str) -> str:
        return self.truth.entries[uprn].town

    def namesakes(self, person: Resident, uprn: str) -> tuple[str, ...]:
        """Return the living of the same name who are near ``uprn``, or of the same birthday."""
        return tuple(
            other.person_id
            for other in self.alike[name_key(person)]
            if other.person_id != person.person_id
            and (home := self.truth.home_of(other.person_id))
            and (self.town(home) == self.town(uprn) or other.born == person.born)
        )


def name_key(person: Resident) -> tuple[str, str]:
    return person.name.given[0], person.name.family


def survey(kent: Kent) -> Ground:
    truth = look_up(kent)
    alike: defaultdict[tuple[str, str], list[Resident]] = defaultdict(list)
    for person in kent.people:
        alike[name_key(person)].append(person)
    married = [bond for bond in kent.bonds if bond.kind is BondKind.MARRIED]
    spouse_of = {b.first: b.second for b in married} | {b.second: b.first for b in married}
    return Ground(
        kent=kent,
        truth=truth,
        adults=tuple(p for p in kent.people if not p.died and is_grown(p, kent.as_of)),
        spouse_of=spouse_of,
        alike={key: tuple(people) for key, people in alike.items()},
        dispatcher=train(kent.gazetteer),
        quirks=_QUIRKS[kent.noise],
    )


def grown_on(person: Resident) -> date:
    """Return the eighteenth birthday; the day after for those born on a leap day."""
    born = person.born
    leap = (born.month, born.day) == (2, 29)
    return date(born.year + ADULT, 3, 1) if leap else born.replace(year=born.year + ADULT)


def is_grown(person: Resident, day: date) -> bool:
    return grown_on(person) <= day


def some(rng: Random, people: Iterable[Resident], wanted: int) -> list[Resident]:
    """Draw ``wanted`` people, each once: all of them, in any order, if there are no more."""
    pool = list(people)
    return rng.sample(pool, min(wanted, len(pool)))
