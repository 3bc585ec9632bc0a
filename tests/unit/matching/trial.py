"""A register and a gazetteer of one synthetic Kent, searched for every visit, with the score kept.

Indexes are plain dictionaries here: what is measured is keys, comparison and resolving, not SQL.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from ppit_matching import (
    Address,
    AddressText,
    Band,
    Person,
    PersonRecord,
    Ranked,
    ResolutionStatus,
    address_keys,
    address_query_keys,
    normalise_address,
    normalise_person,
    person_keys,
    query_keys,
    rank,
    resolve_address,
)
from ppit_synthetic import (
    GazetteerEntry,
    Kent,
    MarkerTruth,
    Noise,
    VisitCase,
    VisitPerson,
    make_kent,
)

K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Index:
    """What a service keeps in its database, in memory."""

    people: Mapping[str, Person]
    people_by_key: Mapping[int, frozenset[str]]
    doors: Mapping[str, Address]
    doors_by_key: Mapping[int, frozenset[str]]


@dataclass(slots=True)
class Score:
    """Counts of one trial. A pair is a person of a visit and a person on the register.

    `wrong` and `lost` name the visits by kind and number, so that one can be looked at.
    """

    true_pairs: int = 0
    true_found: int = 0
    true_bands: Counter[Band] = field(default_factory=Counter[Band])
    false_bands: Counter[Band] = field(default_factory=Counter[Band])
    addresses: int = 0
    address_candidates: int = 0
    addresses_right: int = 0
    addresses_listed: int = 0
    addresses_wrong: int = 0
    wrong: list[str] = field(default_factory=list[str])
    lost: list[str] = field(default_factory=list[str])

    def as_json(self) -> dict[str, object]:
        """Give recall and precision by band, cumulatively from the surest band down."""
        bands: dict[str, object] = {}
        true_so_far = false_so_far = 0
        for band in (Band.CONFIRMED, Band.PROBABLE, Band.POSSIBLE):
            true_so_far += self.true_bands[band]
            false_so_far += self.false_bands[band]
            bands[f"{band}_or_surer"] = {
                "recall": _share(true_so_far, self.true_pairs),
                "precision": _share(true_so_far, true_so_far + false_so_far),
                "true": true_so_far,
                "false": false_so_far,
            }
        return {
            "person_pairs": self.true_pairs,
            "person_candidate_recall": _share(self.true_found, self.true_pairs),
            "bands": bands,
            "addresses": self.addresses,
            "address_candidate_recall": _share(self.address_candidates, self.addresses),
            "address_resolved_right": _share(self.addresses_right, self.addresses),
            "address_right_or_listed": _share(
                self.addresses_right + self.addresses_listed, self.addresses
            ),
            "address_resolved_wrong": self.addresses_wrong,
            "confirmed_wrongly": self.wrong,
            "lost": self.lost,
        }


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def run_trial(seed: int, people: int, noise: Noise = Noise.EVERYDAY) -> Score:
    """Screen every visit of one Kent under an error model and keep the score."""
    kent = make_kent(seed, people, noise)
    index, markers = build_index(kent), _marked(kent)
    score = Score()
    for visit in kent.visits:
        _try_address(visit, index, score)
        for person, person_id in zip(visit.people, visit.person_ids, strict=False):
            _try_person(visit, person, person_id, (index, markers, score))
    return score


def _marked(kent: Kent) -> dict[str, str]:
    return {m.marker_id: m.person_id for m in kent.markers if m.person_id is not None}


def build_index(kent: Kent) -> Index:
    """Store the gazetteer, and the marked people as the register recorded them."""
    entries = {entry.uprn: entry for entry in kent.gazetteer}
    born = {person.person_id: person.born.isoformat() for person in kent.people}
    people = {
        marker.marker_id: _recorded(marker, entries[marker.recorded_uprn], born)
        for marker in kent.markers
        if marker.person_id is not None
    }
    doors = {uprn: normalise_address(_text(entry)) for uprn, entry in entries.items()}
    return Index(
        people,
        _by_key((name, person_keys(person)) for name, person in people.items()),
        doors,
        _by_key((uprn, address_keys(door)) for uprn, door in doors.items()),
    )


def _by_key(keyed: Iterable[tuple[str, frozenset[int]]]) -> dict[int, frozenset[str]]:
    found: defaultdict[int, set[str]] = defaultdict(set)
    for name, keys in keyed:
        for key in keys:
            found[key].add(name)
    return {key: frozenset(names) for key, names in found.items()}


def _text(entry: GazetteerEntry) -> AddressText:
    return AddressText((*entry.lines, entry.town), entry.postcode)


def _recorded(marker: MarkerTruth, entry: GazetteerEntry, born: Mapping[str, str]) -> Person:
    name = marker.recorded_name
    return normalise_person(
        PersonRecord(
            given=name.given if name else (),
            family=name.family if name else None,
            known_as=name.known_as if name else None,
            date_of_birth=born[marker.person_id or ""],
            address=_text(entry),
        )
    )


def _looked_up(keys: frozenset[int], by_key: Mapping[int, frozenset[str]]) -> set[str]:
    return {name for key in keys for name in by_key.get(key, frozenset())}


def _try_address(visit: VisitCase, index: Index, score: Score) -> None:
    if not visit.address_lines or visit.true_uprn is None:
        return
    query = normalise_address(AddressText(visit.address_lines, visit.postcode))
    candidates = _looked_up(address_query_keys(query), index.doors_by_key)
    answer = resolve_address(query, [(uprn, index.doors[uprn]) for uprn in sorted(candidates)])
    score.addresses += 1
    score.address_candidates += visit.true_uprn in candidates
    if answer.uprn == visit.true_uprn:
        score.addresses_right += 1
    elif answer.status is ResolutionStatus.RESOLVED:
        score.addresses_wrong += 1
    elif visit.true_uprn in answer.candidates:
        score.addresses_listed += 1


def search(query: Person, index: Index) -> tuple[set[str], tuple[Ranked[str], ...]]:
    """Return the candidates' names and their ranking."""
    found = _looked_up(query_keys(query), index.people_by_key)
    return found, rank(query, [(name, index.people[name]) for name in sorted(found)])


def _try_person(
    visit: VisitCase,
    typed: VisitPerson,
    person_id: str,
    kept: tuple[Index, Mapping[str, str], Score],
) -> None:
    index, markers, score = kept
    address = AddressText(visit.address_lines, visit.postcode) if visit.address_lines else None
    query = normalise_person(
        PersonRecord(full=typed.name, date_of_birth=typed.date_of_birth, address=address)
    )
    found, ranked = search(query, index)
    bands = {entry.key: entry.comparison.band for entry in ranked}
    for marker_id, marked in markers.items():
        band = bands.get(marker_id, Band.NONE)
        if marked != person_id:
            score.false_bands[band] += 1
            if band is Band.CONFIRMED:
                score.wrong.append(f"{visit.kind} {visit.case_id}")
            continue
        score.true_pairs += 1
        score.true_found += marker_id in found
        score.true_bands[band] += 1
        if band is Band.NONE:
            score.lost.append(f"{visit.kind} {visit.case_id}")
