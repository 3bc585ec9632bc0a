"""What is true about one visit: which markers concern it, and what may be said of whom."""

from collections.abc import Iterable
from dataclasses import dataclass

from ppit_synthetic.codes import Measure, Mode
from ppit_synthetic.lookup import Lookup, MarkerIndex
from ppit_synthetic.marker_rules import binds, speaks_to
from ppit_synthetic.records import Attending, MarkerTruth, Resident


@dataclass(frozen=True, slots=True)
class Named:
    """A person whom the visit names, and whether a birthday came with it.

    ``double`` is the twin or namesake of the person, who may bear quite another surname: a sister
    has no Singh.
    """

    resident: Resident
    has_birthday: bool
    double: str | None


@dataclass(frozen=True, slots=True)
class Party:
    """Who goes, how, and for whom."""

    attending: Attending
    mode: Mode
    audience: str


@dataclass(frozen=True, slots=True)
class VisitTruth:
    """Markers by what a perfect system does with them. See ``VisitCase`` for the words."""

    expected: tuple[str, ...]
    measures: tuple[Measure, ...]
    tolerated: tuple[str, ...]
    confirmable: tuple[str, ...]
    must_not_confirm: tuple[str, ...]


def judge(
    truth: Lookup, markers: MarkerIndex, uprn: str, named: tuple[Named, ...], party: Party
) -> VisitTruth:
    """Judge a visit to ``uprn`` that names ``named``, against everything that is true."""
    concerned = {m.marker_id: m for m in _concerned(truth, markers, uprn, named)}
    allowed = {
        marker_id: marker
        for marker_id, marker in markers.by_id.items()
        if speaks_to(marker, party.audience, party.mode)
    }
    binding = {
        marker_id: measures
        for marker_id, marker in concerned.items()
        if marker_id in allowed
        and (measures := [m for m in marker.measures if binds(m, party.attending, party.mode)])
    }
    meant = {person.resident.person_id for person in named}
    doubles = [m for m in markers.by_id.values() if _is_double(truth, m, named, meant)]
    tolerable = {m.marker_id for m in markers.recorded_at.get(uprn, ())}
    tolerable |= {m.marker_id for m in doubles if _cannot_be_told_apart(truth, m, named)}
    tolerable |= set(concerned)
    here = {**concerned, **{m.marker_id: m for m in markers.recorded_at.get(uprn, ())}}
    others = [m for m in here.values() if m.person_id and meant and m.person_id not in meant]
    wrongly = {m.marker_id for m in (*others, *doubles)}
    asked = {measure for measures in binding.values() for measure in measures}
    return VisitTruth(
        expected=tuple(sorted(binding)),
        measures=tuple(measure for measure in Measure if measure in asked),
        tolerated=tuple(sorted((tolerable & set(allowed)) - set(binding))),
        confirmable=tuple(sorted(m.marker_id for m in allowed.values() if m.person_id in meant)),
        must_not_confirm=tuple(sorted(wrongly)),
    )


def hidden_from_the_register(truth: Lookup, markers: MarkerIndex, uprn: str) -> set[str]:
    """Return the people at ``uprn`` whose marker is held at another address alone.

    Nobody could know of them unless the visit names them: a visit that does not would have a truth
    that no register can tell.
    """
    return {
        person_id
        for person_id in truth.living_at.get(uprn, ())
        for marker in markers.of_person.get(person_id, ())
        if marker.recorded_uprn != uprn
    }


def _concerned(
    truth: Lookup, markers: MarkerIndex, uprn: str, named: tuple[Named, ...]
) -> Iterable[MarkerTruth]:
    yield from markers.at_address.get(uprn, ())
    for person_id in truth.living_at.get(uprn, ()):
        yield from markers.of_person.get(person_id, ())
    for person in named:
        yield from markers.of_person.get(person.resident.person_id, ())


def _is_double(
    truth: Lookup, marker: MarkerTruth, named: tuple[Named, ...], meant: set[str]
) -> bool:
    """Say whether a marker's subject is somebody else who could pass for a person named."""
    if marker.person_id is None or marker.person_id in meant:
        return False
    subject = truth.residents[marker.person_id]
    return any(
        subject.person_id == person.double
        or (
            _same_family(subject, person.resident)
            and (subject.born == person.resident.born or _same_first(subject, person.resident))
        )
        for person in named
    )


def _cannot_be_told_apart(truth: Lookup, marker: MarkerTruth, named: tuple[Named, ...]) -> bool:
    """Say whether seeking advice about a double is reasonable: no birthday says otherwise."""
    subject = truth.residents[marker.person_id or ""]
    return any(
        subject.born == person.resident.born or not person.has_birthday
        for person in named
        if _same_family(subject, person.resident)
    )


def _same_family(one: Resident, other: Resident) -> bool:
    return one.name.family == other.name.family


def _same_first(one: Resident, other: Resident) -> bool:
    return bool(_called(one) & _called(other))


def _called(person: Resident) -> set[str]:
    return {person.name.given[0], person.name.known_as or person.name.given[0]}
