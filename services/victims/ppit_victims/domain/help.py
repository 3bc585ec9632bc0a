"""Who helps a victim and how far they have come: what a contact's outcome means."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from ppit_victims.domain.codes import AgencyRole, ContactOutcome, InterventionType, Stage

_STAGE_AFTER = {
    ContactOutcome.NO_CONTACT: Stage.TRYING,
    ContactOutcome.DECLINED: Stage.DECLINED,
    ContactOutcome.CLOSED: Stage.CLOSED,
}
"""Every other outcome means that the agency reached the victim and is helping."""


@dataclass(frozen=True, slots=True)
class Contact:
    """What one agency did on one occasion. ``at`` is when it happened."""

    agency: str
    intervention: InterventionType
    outcome: ContactOutcome
    at: datetime


@dataclass(frozen=True, slots=True)
class Helper:
    """One agency's part, all that a partner is pointed to. ``since`` is its first contact."""

    agency: str
    role: AgencyRole
    stage: Stage
    since: datetime


def helpers_of(contacts: Iterable[Contact]) -> tuple[Helper, ...]:
    """Return each agency that did anything, the one that began first of all as primary."""
    by_agency: dict[str, list[Contact]] = {}
    for contact in sorted(contacts, key=lambda each: each.at):
        by_agency.setdefault(contact.agency, []).append(contact)
    return tuple(
        Helper(
            agency,
            AgencyRole.PRIMARY if place == 0 else AgencyRole.SECONDARY,
            stage_after(done[-1].outcome),
            done[0].at,
        )
        for place, (agency, done) in enumerate(by_agency.items())
    )


def is_helped(helpers: Sequence[Helper]) -> bool:
    """Tell whether anybody is at it now: tried, declined and closed are no help."""
    return any(helper.stage is Stage.HELPING for helper in helpers)


def stage_after(outcome: ContactOutcome) -> Stage:
    return _STAGE_AFTER.get(outcome, Stage.HELPING)


def stage_of(helpers: Sequence[Helper]) -> Stage:
    """Return how far the victim has come: closed only when the last who helped has closed."""
    stages = {helper.stage for helper in helpers}
    for stage in (Stage.HELPING, Stage.TRYING, Stage.DECLINED, Stage.CLOSED):
        if stage in stages:
            return stage
    return Stage.REPORTED
