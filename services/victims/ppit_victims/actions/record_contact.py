"""Records what an agency did for a victim, and what came of it."""

from datetime import timedelta
from uuid import UUID

from ppit_platform.codes import LogOperation
from ppit_platform.ids import new_id
from ppit_victims.actions.desk import Desk
from ppit_victims.actions.facts import told_of
from ppit_victims.actions.register import restand
from ppit_victims.domain.help import Contact
from ppit_victims.domain.views import Summary
from ppit_victims.errors import ContactNotYet, VictimUnknown
from ppit_victims.storage.clearance import take_the_pen, whole_register
from ppit_victims.storage.contacts import ContactMade

_CLOCKS_APART = timedelta(minutes=5)


async def record_contact(
    victim_id: UUID, contact: Contact, note: str | None, desk: Desk
) -> tuple[UUID, Summary]:
    """Store a contact and return its id, and how the victim stands after it."""
    if contact.at > desk.now + _CLOCKS_APART:
        msg = "send when it happened"
        raise ContactNotYet(msg)
    await take_the_pen(desk.session)
    if not await desk.victims.is_open(victim_id):
        msg = "no such victim in the districts of this agreement"
        raise VictimUnknown(msg)
    made = ContactMade(new_id(), victim_id, contact, note)
    await desk.contacts.add(made, desk.origin)
    async with whole_register(desk.session):
        await restand([victim_id], desk.origin, desk.register)
        summary = (await desk.victims.summaries([victim_id]))[victim_id]
    desk.unit.record(
        told_of(
            LogOperation.ALTERATION,
            [victim_id],
            desk.pseudonyms,
            fields=("contact", "stage"),
            counts={"contacts": 1},
        )
    )
    return made.contact_id, summary
