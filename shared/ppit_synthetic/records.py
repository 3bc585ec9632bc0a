"""What a Kent is made of: places, people, where they lived when, markers, and visits with truth."""

from dataclasses import dataclass
from datetime import date

from ppit_synthetic.codes import (
    BondKind,
    Category,
    Dwelling,
    Measure,
    Mode,
    Noise,
    Origin,
    Sex,
    Story,
    Subject,
    VisitKind,
)


@dataclass(frozen=True, slots=True)
class District:
    """One of the twelve Kent districts, under its real GSS code."""

    area_gss: str
    name: str
    towns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GazetteerEntry:
    """One addressable door (or the block above its flats). ``lines`` stop before the town."""

    uprn: str
    lines: tuple[str, ...]
    postcode: str
    area_gss: str
    parent_uprn: str | None
    town: str
    dwelling: Dwelling


@dataclass(frozen=True, slots=True)
class ResidentName:
    """A name as the person's own tradition builds it.

    ``given`` are the given names in order, and the one in daily use may be the second.
    ``known_as`` is what people call them, where that is not ``given[0]``. ``former_family`` is the
    surname before a marriage.
    """

    given: tuple[str, ...]
    family: str
    known_as: str | None
    former_family: str | None

    @property
    def full(self) -> str:
        """Every given name, then the family name."""
        return " ".join((*self.given, self.family))


@dataclass(frozen=True, slots=True)
class Resident:
    """Somebody who does not exist. ``phone`` lies in Ofcom's ranges for drama."""

    person_id: str
    name: ResidentName
    sex: Sex
    born: date
    died: date | None
    origin: Origin
    phone: str | None

    @property
    def national_insurance(self) -> str:
        """A number nobody has: QQ is never given out. Unique up to a million people."""
        number = int(self.person_id[1:])
        return f"QQ{number % 1_000_000:06d}{'ABCD'[number % 4]}"


@dataclass(frozen=True, slots=True)
class Residence:
    """A stay at one address. ``moved_out`` is None for where the person lives now (or died)."""

    person_id: str
    uprn: str
    moved_in: date
    moved_out: date | None


@dataclass(frozen=True, slots=True)
class Bond:
    """Two people and what ties them. Father before son; ``since`` is the day of a marriage."""

    kind: BondKind
    first: str
    second: str
    since: date | None


@dataclass(frozen=True, slots=True)
class MarkerTruth:
    """A warning, and what the register knew when it was written.

    Exactly one of ``person_id`` and ``uprn`` is set, as ``subject`` says. ``recorded_uprn`` and
    ``recorded_name`` are what the register holds: for a person who has since moved or married they
    are the old address and the old surname. ``audience`` holds audience codes, among them
    ``DISTRICT:<gss code>``.
    """

    marker_id: str
    subject: Subject
    person_id: str | None
    uprn: str | None
    category: Category
    measures: tuple[Measure, ...]
    audience: tuple[str, ...]
    modes: tuple[Mode, ...]
    incident_date: date
    recorded_uprn: str
    recorded_name: ResidentName | None
    story: Story | None


@dataclass(frozen=True, slots=True)
class VisitPerson:
    """A person as the dispatcher named them: one line, and a date as typed (ISO or d/m/y)."""

    name: str
    date_of_birth: str | None


@dataclass(frozen=True, slots=True)
class Attending:
    """The party that goes. ``sexes`` holds one entry per officer."""

    count: int
    sexes: tuple[Sex, ...]

    @property
    def lone(self) -> bool:
        return self.count == 1


@dataclass(frozen=True, slots=True)
class VisitCase:
    """One visit as it was typed, and the truth about it.

    What was typed: ``address_lines`` (with the town last), ``postcode``, ``uprn``, ``people``,
    ``attending``, ``contact_mode``, ``audience``, ``area_gss``.

    The truth: ``expected_marker_ids`` are the markers that a perfect system raises for this visit,
    on any basis, and ``expected_measures`` what they ask of this party, most restrictive first.
    ``at_risk`` says that there is at least one. ``tolerated_marker_ids`` may be raised without
    being wrong: the register cannot know better (somebody's former home, a namesake answered as
    "seek advice"). Any other marker raised is a false alarm.
    ``confirmable_marker_ids`` are about a person whom the visit names, and may be said to be.
    ``must_not_confirm_ids`` are about somebody else (a twin, a namesake, another resident): saying
    that the person named is their subject is the worst error there is, though the address may well
    raise them.
    ``must_not_read_clear`` holds for every visit at risk and for an address that nobody could
    recognise: such a visit may be answered "unable to screen", never "no known markers".
    ``true_uprn`` and ``person_ids`` say where the visit really goes and who was really meant.
    """

    case_id: str
    kind: VisitKind
    address_lines: tuple[str, ...]
    postcode: str | None
    uprn: str | None
    people: tuple[VisitPerson, ...]
    attending: Attending
    contact_mode: Mode
    audience: str
    area_gss: str
    expected_marker_ids: tuple[str, ...]
    expected_measures: tuple[Measure, ...]
    at_risk: bool
    tolerated_marker_ids: tuple[str, ...]
    confirmable_marker_ids: tuple[str, ...]
    must_not_confirm_ids: tuple[str, ...]
    must_not_read_clear: bool
    true_uprn: str | None
    person_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Kent:
    """A whole county that does not exist. ``as_of`` is the day on which its visits happen."""

    seed: int
    noise: Noise
    as_of: date
    districts: tuple[District, ...]
    gazetteer: tuple[GazetteerEntry, ...]
    people: tuple[Resident, ...]
    residences: tuple[Residence, ...]
    bonds: tuple[Bond, ...]
    markers: tuple[MarkerTruth, ...]
    visits: tuple[VisitCase, ...]
