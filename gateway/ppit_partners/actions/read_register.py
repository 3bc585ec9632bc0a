"""Reads the register: an organisation its own entries, the home organisation all of them."""

from typing import TypeVar
from uuid import UUID

from ppit_gateway.domain.register import Client, Partner
from ppit_partners.actions.desk import Desk
from ppit_partners.domain.changes import Change, ChangeState
from ppit_partners.errors import EntryUnknown
from ppit_partners.storage.register import AgreementStands
from ppit_platform.audit import AuditFact
from ppit_platform.codes import LogOperation

T = TypeVar("T")


async def list_partners(desk: Desk) -> list[Partner]:
    return _told(await desk.stores.reader.partners(desk.sees), "partners", desk)


async def read_partner(org_id: str, desk: Desk) -> Partner:
    allowed = desk.sees in {None, org_id}
    return _one(await desk.stores.reader.partners(org_id) if allowed else [], "partners", desk)


async def list_clients(desk: Desk) -> list[Client]:
    return _told(await desk.stores.reader.clients(desk.sees), "clients", desk)


async def read_client(client_id: str, desk: Desk) -> Client:
    return _one(await desk.stores.reader.clients(desk.sees, client_id), "clients", desk)


async def list_agreements(desk: Desk) -> list[AgreementStands]:
    return _told(await desk.stores.reader.agreements(desk.sees), "agreements", desk)


async def read_agreement(agreement_id: str, desk: Desk) -> AgreementStands:
    found = await desk.stores.reader.agreements(desk.sees, agreement_id)
    return _one(found, "agreements", desk)


async def list_changes(state: ChangeState | None, desk: Desk) -> list[Change]:
    return _told(await desk.stores.proposals.newest(state), "changes", desk)


async def read_change(change_id: UUID, desk: Desk) -> Change:
    found = await desk.stores.proposals.one(change_id)
    return _one([] if found is None else [found], "changes", desk)


async def my_agreements(desk: Desk) -> list[AgreementStands]:
    """Return the agreements that the asking client may act under."""
    caller = desk.caller
    (client,) = await desk.stores.reader.clients(caller.org_id, caller.client_id)
    held = await desk.stores.reader.agreements(caller.org_id)
    mine = [one for one in held if one.agreement.agreement_id in client.agreements]
    return _told(mine, "agreements", desk)


def _told(found: list[T], what: str, desk: Desk) -> list[T]:
    fact = AuditFact(LogOperation.CONSULTATION, fields=(what,), counts={what: len(found)})
    desk.unit.record(fact)
    return found


def _one(found: list[T], what: str, desk: Desk) -> T:
    if not found:
        msg = "no such entry"
        raise EntryUnknown(msg)
    return _told(found, what, desk)[0]
