"""Who a person is at the services that hold people: chosen by somebody, never merged unseen."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from ppit_audit.domain.subjects import Subject
from ppit_matching import Band


@dataclass(frozen=True, slots=True)
class Candidate:
    """A subject who may be the person, with the matcher's reasons."""

    subject: Subject
    band: Band
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sought:
    """``crowded`` services hold more people alike than they looked at; ``unable`` did not look."""

    candidates: tuple[Candidate, ...]
    crowded: frozenset[str]
    unable: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Identified:
    """``subjects`` are taken for the person; in ``undecided`` services somebody has to choose."""

    subjects: tuple[Subject, ...]
    candidates: tuple[Candidate, ...] = ()
    undecided: tuple[str, ...] = ()
    unable: Mapping[str, str] | None = None

    @property
    def decided(self) -> bool:
        """Say that every service was asked, and that nobody has to choose any more."""
        return not self.undecided and not self.unable


def identify(sought: Sought, given: Sequence[Subject], not_among: Collection[str]) -> Identified:
    """Take whom somebody chose, and where nobody did the one candidate that is beyond doubt.

    ``not_among`` names services of whose candidates the person is none.
    """
    taken, undecided = list(given), list[str]()
    chosen = {one.service for one in given} | set(not_among)
    services = {one.subject.service for one in sought.candidates} | sought.crowded
    for service in sorted(services - chosen):
        of_it = [one for one in sought.candidates if one.subject.service == service]
        alone = len(of_it) == 1 and service not in sought.crowded
        if alone and of_it[0].band is Band.CONFIRMED:
            taken.append(of_it[0].subject)
        else:
            undecided.append(service)
    subjects = tuple(dict.fromkeys(taken))
    return Identified(subjects, sought.candidates, tuple(undecided), sought.unable)
