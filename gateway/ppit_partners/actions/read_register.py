"""Reads the register: an organisation its own entries, the home organisation all of them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar
from uuid import UUID

from ppit_gateway.domain.register import Client, Partner
from ppit_partners.actions.desk import Desk
from ppit_partners.domain.changes import Change, ChangeState
from ppit_partners.errors import EntryUnknown
from ppit_partners.storage.register import AgreementStands, Part
from ppit_platform.audit import AuditFact
from ppit_platform.codes import LogOperation

T = TypeVar("T")
PAGE = 100
"""Entries of one page."""


@dataclass(frozen=True, slots=True)
class Listed(Generic[T]):
    """One page, and whether there is ``more`` after it."""

    items: list[T]
    more: bool


async def list_partners(after: str | None, desk: Desk) -> Listed[Partner]:
    found = await desk.stores.reader.partners(desk.sees, Part(after, PAGE + 1))
    return _page(found, "partners", desk)


async def read_partner(org_id: str, desk: Desk) -> Partner:
    allowed = desk.sees in {None, org_id}
    return _one(await desk.stores.reader.partners(org_id) if allowed else [], "partners", desk)


async def list_clients(after: str | None, desk: Desk) -> Listed[Client]:
    found = await desk.stores.reader.clients(desk.sees, part=Part(after, PAGE + 1))
    return _page(found, "clients", desk)


async def read_client(client_id: str, desk: Desk) -> Client:
    return _one(await desk.stores.reader.clients(desk.sees, client_id), "clients", desk)


async def list_agreements(after: str | None, desk: Desk) -> Listed[AgreementStands]:
    found = await desk.stores.reader.agreements(desk.sees, part=Part(after, PAGE + 1))
    return _page(found, "agreements", desk)


async def read_agreement(agreement_id: str, desk: Desk) -> AgreementStands:
    found = await desk.stores.reader.agreements(desk.sees, agreement_id)
    return _one(found, "agreements", desk)


async def list_changes(
    state: ChangeState | None, before: tuple[datetime, UUID] | None, desk: Desk
) -> Listed[Change]:
    found = await desk.stores.proposals.newest(state, before, PAGE + 1)
    return _page(found, "changes", desk)


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


def _page(found: list[T], what: str, desk: Desk) -> Listed[T]:
    return Listed(_told(found[:PAGE], what, desk), more=len(found) > PAGE)


def _told(found: list[T], what: str, desk: Desk) -> list[T]:
    fact = AuditFact(LogOperation.CONSULTATION, fields=(what,), counts={what: len(found)})
    desk.unit.record(fact)
    return found


def _one(found: list[T], what: str, desk: Desk) -> T:
    if not found:
        msg = "no such entry"
        raise EntryUnknown(msg)
    return _told(found, what, desk)[0]
