"""All that is held of one victim, and how their newest version is made of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from ppit_platform.codes import ProcessingRegime
from ppit_victims.domain.codes import Stage
from ppit_victims.domain.crimes import Crime
from ppit_victims.domain.help import Contact
from ppit_victims.domain.standing import Standing, standing_of
from ppit_victims.domain.told import Told

MOST_ENTRIES = 300
"""The newest records of a victim that are weighed. Of those before them what matters most is kept:
whom not to ring, and that somebody died.
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """One record that speaks of a victim: what it tells, whose it is, where they live by it."""

    mention_id: UUID
    org_id: str
    regime: ProcessingRegime
    crime: Crime
    area_gss: str | None
    household: str | None
    resolved: bool
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Head:
    """What the newest version said; None of it for a victim who is new."""

    version: int
    standing: tuple[object, ...]
    said: Told = field(default_factory=Told)


@dataclass(frozen=True, slots=True)
class Dossier:
    """``household`` are the entries of everybody else at the same door."""

    victim_id: UUID
    head: Head | None
    entries: tuple[Entry, ...]
    household: tuple[Entry, ...]
    contacts: tuple[Contact, ...]

    @property
    def home(self) -> Entry:
        """Where they live, as far as crimes tell: of the newest the one with a known door.

        A protection tells of a place that nobody is to be shown, so that it counts last.
        """
        return max(self.entries, key=_by_recency)

    @property
    def standing(self) -> Standing:
        crimes = [entry.crime for entry in self.entries if entry.crime.told.crime]
        if self.head is not None and len(self.entries) == MOST_ENTRIES:
            crimes.append(Crime("register", "before", self.head.said))
        at_home = [entry.crime for entry in self.household if entry.crime.told.crime]
        return standing_of(crimes, at_home, self.contacts)

    @property
    def reporters(self) -> tuple[str, ...]:
        return tuple(sorted({entry.org_id for entry in self.entries}))

    @property
    def regime(self) -> ProcessingRegime:
        """Return the stricter law where records came under both (DPA 2018 s.36(4))."""
        part3 = ProcessingRegime.PART3_LAW_ENFORCEMENT
        regimes = {entry.regime for entry in self.entries}
        return part3 if part3 in regimes else ProcessingRegime.UK_GDPR


def is_on_worklist(standing: Standing) -> bool:
    """Tell whether somebody is to call: a crime was told of, and nothing has closed it."""
    return standing.crimes > 0 and standing.stage is not Stage.CLOSED


def fingerprint(standing: Standing, home: Entry, reporters: Sequence[str]) -> tuple[object, ...]:
    """Return what a new version would say anew; a household's news may leave it as it was."""
    return (
        standing.stage.value,
        standing.died_on,
        standing.crimes,
        standing.need.score,
        standing.need.table_version,
        [mode.value for mode in standing.safe_contact.do_not_contact],
        list(standing.safe_contact.notes),
        str(home.mention_id),
        list(reporters),
        standing.last_contact,
    )


def _by_recency(entry: Entry) -> tuple[bool, str, bool, datetime]:
    told = entry.crime.told
    return (told.crime, told.happened_on or "", entry.resolved, entry.recorded_at)
