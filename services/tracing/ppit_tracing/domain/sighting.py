"""What sources say of people at addresses, and the files in which they say it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from ppit_matching import BirthDate, Person
from ppit_tracing.domain.codes import EvidenceClass, SourceName

FileKey: TypeAlias = tuple[SourceName, str]

_SAYS_WHERE = frozenset(EvidenceClass) - {
    EvidenceClass.SUPPRESSION_GONEAWAY,
    *(kind for kind in EvidenceClass if kind.startswith("DEATH_")),
}


@dataclass(frozen=True, slots=True)
class Held:
    """An address as the source has it: what a certificate shows, word for word."""

    address: str
    postcode: str


@dataclass(frozen=True, slots=True)
class Sighting:
    """A source's word that somebody was at an address, from one day to another.

    ``lineage`` names the fact behind it: two bureaux fed by one credit account carry one lineage
    and are one source. ``subject_ref`` is the source's own key for the person in whose file it
    stands. ``uprn`` is None where the address was not resolved: it then proves nothing.
    """

    sighting_id: str
    source: SourceName
    evidence: EvidenceClass
    lineage: str
    subject_ref: str
    person: Person
    uprn: str | None
    first_seen: date
    last_seen: date
    held: Held

    @property
    def file(self) -> FileKey:
        return self.source, self.subject_ref

    @property
    def says_where(self) -> bool:
        """Tell whether it places somebody; a gone-away notice says where somebody is not."""
        return self.evidence in _SAYS_WHERE


@dataclass(frozen=True, slots=True)
class PersonFile:
    """All that one source holds under one key of its own: one person, as that source believes."""

    key: FileKey
    sightings: tuple[Sighting, ...]

    @property
    def uprns(self) -> frozenset[str]:
        return frozenset(seen.uprn for seen in self.sightings if seen.uprn)

    @property
    def born(self) -> BirthDate | None:
        """The one whole birthday that the file gives; None where it gives none, or two."""
        given = {seen.person.born for seen in self.sightings if seen.person.born.full}
        return next(iter(given)) if len(given) == 1 else None


def files_of(sightings: Iterable[Sighting]) -> tuple[PersonFile, ...]:
    """Group sightings by the file in which they stand, in the order of the files' keys."""
    grouped: defaultdict[FileKey, list[Sighting]] = defaultdict(list)
    for seen in sightings:
        grouped[seen.file].append(seen)
    return tuple(PersonFile(key, tuple(grouped[key])) for key in sorted(grouped))


def disputed_lineages(sightings: Iterable[Sighting]) -> frozenset[str]:
    """Return the lineages that stand in two files of one source.

    One account cannot be two people's: one of the files is wrong, and nobody can tell which.
    """
    holders: defaultdict[tuple[str, SourceName], set[str]] = defaultdict(set)
    for seen in sightings:
        holders[seen.lineage, seen.source].add(seen.subject_ref)
    return frozenset(lineage for (lineage, _), refs in holders.items() if len(refs) > 1)
