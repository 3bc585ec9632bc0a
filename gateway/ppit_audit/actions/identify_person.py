"""Finds out whom a report is about: the subjects given, or those that services hold of a person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ppit_audit.actions.desk import Desk
from ppit_audit.domain.identifying import Identified, identify
from ppit_audit.domain.subjects import Subject


@dataclass(frozen=True, slots=True)
class Whom:
    """Subjects, or a person as ``ppit_platform.finding_people`` takes one, or both: the subjects
    are then what somebody chose among the candidates of their services.
    """

    subjects: tuple[Subject, ...]
    person: Mapping[str, object] | None = None
    not_among: Sequence[str] = ()


async def identified(whom: Whom, desk: Desk) -> Identified:
    """Ask every service that knows people; one that could not look is named."""
    if whom.person is None:
        return Identified(whom.subjects)
    sought = await desk.services.find(whom.person, sorted(desk.answering))
    return identify(sought, whom.subjects, whom.not_among)


def found_among(whom: Whom, found: Identified) -> int | None:
    """Return of how many the person was found, for the log; None where nobody was looked for."""
    return None if whom.person is None else len(found.candidates)
