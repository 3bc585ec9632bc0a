"""How a victim stands now, worked out from all that is told of them and all that was done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ppit_victims.domain.codes import ClosedFor, Stage
from ppit_victims.domain.crimes import Crime, count_crimes
from ppit_victims.domain.help import Contact, Helper, helpers_of, stage_of
from ppit_victims.domain.need import Need, Situation, need_of
from ppit_victims.domain.safe_contact import SafeContact, all_of


@dataclass(frozen=True, slots=True)
class Standing:
    """``safe_contact`` joins what every partner said. ``crimes`` are those that surely happened."""

    safe_contact: SafeContact
    stage: Stage
    closed_for: ClosedFor | None
    died_on: str | None
    crimes: int
    need: Need
    helpers: tuple[Helper, ...]
    last_contact: datetime | None


def standing_of(
    records: Sequence[Crime], household: Sequence[Crime], contacts: Sequence[Contact]
) -> Standing:
    """Return the standing of one victim; ``household`` are the records of all who live there."""
    helpers = helpers_of(contacts)
    stage = stage_of(helpers)
    deaths = [record.told for record in records if record.told.deceased]
    closed_for = ClosedFor.HELP_ENDED if stage is Stage.CLOSED else None
    if deaths:
        stage, closed_for = Stage.CLOSED, ClosedFor.DECEASED
    crimes = count_crimes(records)
    at_home = max(crimes, count_crimes([*records, *household]))
    return Standing(
        safe_contact=all_of(record.told.safe_contact for record in records),
        stage=stage,
        closed_for=closed_for,
        died_on=next((told.died_on for told in deaths if told.died_on), None),
        crimes=crimes,
        need=need_of(Situation(records, crimes, at_home, stage)),
        helpers=helpers,
        last_contact=max((contact.at for contact in contacts), default=None),
    )
