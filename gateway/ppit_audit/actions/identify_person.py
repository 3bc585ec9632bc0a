"""Finds out whom a report is about: the subjects given, or those that services hold of a person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ppit_audit.actions.desk import RESOLVING, Desk
from ppit_audit.domain.identifying import Identified, identify
from ppit_audit.domain.subjects import Subject

FINDING = "/v1/audit/people"
_NOT_BY_NAME = "NOT_SEARCHABLE_BY_NAME"


@dataclass(frozen=True, slots=True)
class Whom:
    """Subjects, or a person as ``ppit_platform.finding_people`` takes one, or both: the subjects
    are then what somebody chose among the candidates of their services.
    """

    subjects: tuple[Subject, ...]
    person: Mapping[str, object] | None = None
    not_among: Sequence[str] = ()


async def identified(whom: Whom, desk: Desk) -> Identified:
    """Ask every service that holds people; one that cannot find them by name is named too."""
    if whom.person is None:
        return Identified(whom.subjects)
    holding = {one.service for one in desk.home.operations if one.template == RESOLVING}
    finding = {one.service for one in desk.home.operations if one.template == FINDING}
    sought = await desk.services.find(whom.person, sorted(finding))
    found = identify(sought, whom.subjects, whom.not_among)
    others = dict.fromkeys(sorted(holding - finding), _NOT_BY_NAME)
    # Whoever was chosen there is asked about there: somebody found them in another way.
    chosen = {one.service for one in whom.subjects} | set(whom.not_among)
    unable = {name: code for name, code in others.items() if name not in chosen}
    return Identified(
        found.subjects, found.candidates, found.undecided, {**sought.unable, **unable}
    )


def found_among(whom: Whom, found: Identified) -> int | None:
    """Return of how many the person was found, for the log; None where nobody was looked for."""
    return None if whom.person is None else len(found.candidates)
