"""Find the truth about a person or an address quickly."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from ppit_synthetic.records import GazetteerEntry, Kent, MarkerTruth, Residence, Resident

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Lookup:
    """Indexes over the truth of one Kent. The dead live nowhere; blocks are lived in by nobody."""

    entries: dict[str, GazetteerEntry]
    residents: dict[str, Resident]
    stays: dict[str, tuple[Residence, ...]]
    living_at: dict[str, tuple[str, ...]]
    flats_of: dict[str, tuple[str, ...]]

    def home_of(self, person_id: str) -> str | None:
        """Return the UPRN where a person lives now; None for the dead."""
        if self.residents[person_id].died:
            return None
        return next(s.uprn for s in self.stays[person_id] if s.moved_out is None)


def index_truth(
    gazetteer: Iterable[GazetteerEntry],
    people: Iterable[Resident],
    residences: Iterable[Residence],
) -> Lookup:
    residents = {person.person_id: person for person in people}
    entries = {entry.uprn: entry for entry in gazetteer}
    stays: defaultdict[str, list[Residence]] = defaultdict(list)
    living: defaultdict[str, list[str]] = defaultdict(list)
    flats: defaultdict[str, list[str]] = defaultdict(list)
    for stay in residences:
        stays[stay.person_id].append(stay)
        if stay.moved_out is None and residents[stay.person_id].died is None:
            living[stay.uprn].append(stay.person_id)
    for entry in entries.values():
        if entry.parent_uprn:
            flats[entry.parent_uprn].append(entry.uprn)
    return Lookup(entries, residents, _frozen(stays), _frozen(living), _frozen(flats))


def look_up(kent: Kent) -> Lookup:
    return index_truth(kent.gazetteer, kent.people, kent.residences)


@dataclass(frozen=True, slots=True)
class MarkerIndex:
    """Markers by what they follow."""

    by_id: dict[str, MarkerTruth]
    of_person: dict[str, tuple[MarkerTruth, ...]]
    at_address: dict[str, tuple[MarkerTruth, ...]]
    recorded_at: dict[str, tuple[MarkerTruth, ...]]


def index_markers(markers: Iterable[MarkerTruth]) -> MarkerIndex:
    by_id = {marker.marker_id: marker for marker in markers}
    of_person: defaultdict[str, list[MarkerTruth]] = defaultdict(list)
    at_address: defaultdict[str, list[MarkerTruth]] = defaultdict(list)
    recorded_at: defaultdict[str, list[MarkerTruth]] = defaultdict(list)
    for marker in by_id.values():
        recorded_at[marker.recorded_uprn].append(marker)
        if marker.person_id:
            of_person[marker.person_id].append(marker)
        if marker.uprn:
            at_address[marker.uprn].append(marker)
    return MarkerIndex(by_id, _frozen(of_person), _frozen(at_address), _frozen(recorded_at))


def _frozen(found: Mapping[str, list[T]]) -> dict[str, tuple[T, ...]]:
    return {key: tuple(values) for key, values in found.items()}
