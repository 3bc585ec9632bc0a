"""Shows one victim to whoever's area they live in."""

from uuid import UUID

from ppit_platform.codes import LogOperation
from ppit_victims.actions.desk import Desk
from ppit_victims.actions.facts import told_of
from ppit_victims.domain.views import VictimShown
from ppit_victims.errors import VictimUnknown

PROTECT_SCOPE = "victims:protect"


async def read_victim(victim_id: UUID, desk: Desk) -> tuple[VictimShown, bool]:
    """Return the victim, and whether their address is kept from this caller."""
    shown = await desk.victims.show(victim_id)
    if shown is None or desk.caller.people_limit < 1:
        msg = "no such victim in the districts of this agreement"
        raise VictimUnknown(msg)
    hidden = shown.hides_address and PROTECT_SCOPE not in desk.caller.scopes
    desk.unit.record(
        told_of(
            LogOperation.CONSULTATION,
            [victim_id],
            desk.pseudonyms,
            fields=("contacts", "person", "records", "safe_contact", "stage"),
            counts={"victims": 1},
            withheld={"PROTECTED": int(hidden)},
        )
    )
    return shown, hidden
