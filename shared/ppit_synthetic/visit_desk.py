"""The desk where visits are written: who can be picked for a case, and how a case is put down."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import TypeVar

from ppit_synthetic.chance import happens
from ppit_synthetic.codes import Dwelling, Mode, Sex, Story, VisitKind
from ppit_synthetic.dispatcher import Dispatcher
from ppit_synthetic.lookup import Lookup, MarkerIndex
from ppit_synthetic.records import (
    Attending,
    GazetteerEntry,
    MarkerTruth,
    Resident,
    VisitCase,
    VisitPerson,
)
from ppit_synthetic.typed import ErrorModel, TypedAddress, as_held
from ppit_synthetic.visit_truth import Named, Party, hidden_from_the_register, judge

T = TypeVar("T")
_TRIES = 60
ANY_OFFICER = ("WARDENS", "TRADING_STANDARDS")
NOTHING_TYPED = TypedAddress((), None)


class KentTooSmall(ValueError):
    """A Kent has nobody to play a part in some kind of visit."""


@dataclass(frozen=True, slots=True)
class Written:
    """A person as written down. ``who`` is the truth; ``birthday`` is None where none was given."""

    who: Resident
    name: str
    birthday: str | None


@dataclass(frozen=True, slots=True)
class Desk:
    """One Kent's truth, one error model, one stream of chance.

    ``quiet`` are homes that no marker concerns and where nobody's marker is hidden, lived in by
    people without a marked double.
    """

    rng: Random
    truth: Lookup
    markers: MarkerIndex
    model: ErrorModel
    dispatcher: Dispatcher
    quiet: tuple[str, ...]
    double_of: dict[str, str]
    full_names: Counter[str]

    def pick(self, pool: Sequence[T], what: str) -> T:
        if not pool:
            raise KentTooSmall(what)
        return self.rng.choice(pool)

    def entry(self, uprn: str) -> GazetteerEntry:
        return self.truth.entries[uprn]

    def subject(self, marker: MarkerTruth) -> Resident:
        return self.truth.residents[marker.person_id or ""]

    def birthday(self, person: Resident) -> str:
        return self.model.write_date(self.rng, person.born)

    def badly_typed(self, uprn: str) -> TypedAddress:
        """Type an address until the errors leave it one door's and no other's."""
        entry = self.entry(uprn)
        for _ in range(_TRIES):
            typed = self.model.address(self.rng, as_held(entry))
            if typed != as_held(entry) and self.dispatcher.recognises(typed, entry):
                return typed
        return TypedAddress(entry.lines, entry.postcode)

    def plainly_named(self, person: Resident) -> Written:
        """Write the name in use in full or without the middle names, with the birthday."""
        short = f"{person.name.given[0]} {person.name.family}"
        name = person.name.full if happens(self.rng, 0.5) else short
        return Written(person, name, self.birthday(person))

    def party(self, uprn: str, marker: MarkerTruth | None = None) -> Party:
        """Send somebody to whom ``marker`` speaks. A district's officers visit their own area."""
        sexes = [self._sex() for _ in range(1 if happens(self.rng, 0.6) else 2)]
        own = f"DISTRICT:{self.entry(uprn).area_gss}"
        audiences = [
            audience
            for audience in (marker.audience if marker else ANY_OFFICER)
            if audience == own or not audience.startswith("DISTRICT:")
        ]
        attending = Attending(len(sexes), tuple(sexes))
        return Party(attending, Mode.HOME_VISIT, self.rng.choice(audiences))

    def _sex(self) -> Sex:
        return Sex.FEMALE if happens(self.rng, 0.5) else Sex.MALE


@dataclass(frozen=True, slots=True)
class Slip:
    """A visit before its truth is worked out. ``uprn`` is where it goes; ``by_uprn`` if typed."""

    kind: VisitKind
    uprn: str
    typed: TypedAddress
    party: Party
    people: tuple[Written, ...] = ()
    by_uprn: bool = False
    recognisable: bool = True


Recipe = Callable[[Desk], Slip]


def put_down(desk: Desk, slip: Slip, case_id: str) -> VisitCase:
    """Work out the truth of a slip and write the case."""
    named = tuple(
        Named(w.who, w.birthday is not None, desk.double_of.get(w.who.person_id))
        for w in slip.people
    )
    truth = judge(desk.truth, desk.markers, slip.uprn, named, slip.party)
    if not slip.recognisable:
        # No system can be asked to know; whatever it raises for a door hereabouts is over-careful.
        truth = replace(truth, expected=(), measures=(), tolerated=_hereabouts(desk, slip))
    at_risk = bool(truth.expected)
    return VisitCase(
        case_id=case_id,
        kind=slip.kind,
        address_lines=slip.typed.lines,
        postcode=slip.typed.postcode,
        uprn=slip.uprn if slip.by_uprn else None,
        people=tuple(VisitPerson(w.name, w.birthday) for w in slip.people),
        attending=slip.party.attending,
        contact_mode=slip.party.mode,
        audience=slip.party.audience,
        area_gss=desk.entry(slip.uprn).area_gss,
        expected_marker_ids=truth.expected,
        expected_measures=truth.measures,
        at_risk=at_risk,
        tolerated_marker_ids=truth.tolerated,
        confirmable_marker_ids=truth.confirmable,
        must_not_confirm_ids=truth.must_not_confirm,
        must_not_read_clear=at_risk or not slip.recognisable,
        true_uprn=slip.uprn if slip.recognisable else None,
        person_ids=tuple(w.who.person_id for w in slip.people),
    )


def _hereabouts(desk: Desk, slip: Slip) -> tuple[str, ...]:
    town = desk.entry(slip.uprn).town
    return tuple(
        marker.marker_id
        for marker in desk.markers.by_id.values()
        if desk.entry(marker.recorded_uprn).town == town
    )


def quiet_homes(truth: Lookup, markers: MarkerIndex, bonded: Iterable[str]) -> tuple[str, ...]:
    doubles = set(bonded)
    return tuple(
        uprn
        for uprn, people in truth.living_at.items()
        if uprn not in markers.recorded_at
        and truth.entries[uprn].dwelling in {Dwelling.HOUSE, Dwelling.FLAT}
        and not hidden_from_the_register(truth, markers, uprn)
        and doubles.isdisjoint(people)
    )


def told(markers: MarkerIndex, story: Story) -> list[MarkerTruth]:
    return [marker for marker in markers.by_id.values() if marker.story is story]
