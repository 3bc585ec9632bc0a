"""Writes an agreed change into the register: in the transaction in which it is agreed."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from ppit_gateway.domain.agreements import Signature, Status
from ppit_gateway.domain.register import Client, Partner, User
from ppit_gateway.storage.entries import RegisterConflict
from ppit_partners.actions.check_change import client_of
from ppit_partners.actions.desk import Desk
from ppit_partners.domain.changes import Change, Suspendable
from ppit_partners.domain.payloads import (
    AgreementVersion,
    ClientAgreements,
    ClientKeys,
    NewClient,
    NewPartner,
    Resume,
    Suspend,
    UserRole,
    payload_of,
)
from ppit_partners.domain.terms import agreement_of
from ppit_partners.errors import RegisterMovedOn
from ppit_platform.clock import LONDON


async def apply_change(change: Change, desk: Desk) -> None:
    """Apply a change that was decided; ``RegisterMovedOn`` if the register contradicts it now."""
    payload = payload_of(change)
    try:
        await _WRITES[type(payload)](payload, change, desk)
    except RegisterConflict as failure:
        msg = "it contradicts an entry that is there now"
        raise RegisterMovedOn(msg) from failure


async def _new_partner(payload: NewPartner, _: Change, desk: Desk) -> None:
    await desk.stores.register.partner(Partner(payload.org_id, payload.name))


async def _new_client(payload: NewClient, _: Change, desk: Desk) -> None:
    await desk.stores.register.client(
        Client(
            client_id=payload.client_id,
            org_id=payload.org_id,
            jwks=payload.jwks,
            agreements=frozenset(payload.agreements),
            sandbox=payload.sandbox,
        )
    )


async def _client_keys(payload: ClientKeys, _: Change, desk: Desk) -> None:
    client = await client_of(payload.org_id, payload.client_id, desk)
    await desk.stores.register.client(replace(client, jwks=payload.jwks))


async def _client_agreements(payload: ClientAgreements, _: Change, desk: Desk) -> None:
    client = await client_of(payload.org_id, payload.client_id, desk)
    await desk.stores.register.client(replace(client, agreements=frozenset(payload.agreements)))


async def _user_role(payload: UserRole, _: Change, desk: Desk) -> None:
    before = await desk.stores.reader.user(payload.org_id, payload.user_id)
    # A new role does not take up again whom somebody has suspended.
    status = before.status if before else Status.ACTIVE
    await desk.stores.register.user(User(payload.user_id, payload.org_id, payload.role, status))


async def _agreement_version(payload: AgreementVersion, change: Change, desk: Desk) -> None:
    (partner,) = await desk.stores.reader.partners(payload.org_id)
    proposed = change.proposed_by, change.proposed_at
    decided = change.decided_by or "", desk.now
    by_home = change.proposed_org == desk.home.org_id != payload.org_id
    theirs, ours = (decided, proposed) if by_home else (proposed, decided)
    signatures = _signature(partner.name, *theirs), _signature(desk.home.controller, *ours)
    await desk.stores.register.agreement(
        agreement_of(
            payload.terms,
            payload.agreement_id,
            payload.replaces + 1,
            payload.org_id,
            signatures,
        )
    )


def _signature(organisation: str, acting: str, at: datetime) -> Signature:
    """Name who signed as the log names them: organisation and person."""
    return Signature(organisation, acting, at.astimezone(LONDON).date())


async def _suspend(payload: Suspend, _: Change, desk: Desk) -> None:
    await _set(payload, Status.SUSPENDED, desk)


async def _resume(payload: Resume, _: Change, desk: Desk) -> None:
    await _set(payload, Status.ACTIVE, desk)


async def _set(payload: Suspend | Resume, status: Status, desk: Desk) -> None:
    register = desk.stores.register
    if payload.what is Suspendable.CLIENT:
        await register.client_status(payload.id, status)
    elif payload.what is Suspendable.USER:
        await register.user_status(payload.org_id, payload.id, status)
    else:
        await register.agreement_status(payload.id, status)


_WRITES: Mapping[type, Callable[[Any, Change, Desk], Awaitable[None]]] = {
    NewPartner: _new_partner,
    NewClient: _new_client,
    ClientKeys: _client_keys,
    ClientAgreements: _client_agreements,
    UserRole: _user_role,
    AgreementVersion: _agreement_version,
    Suspend: _suspend,
    Resume: _resume,
}
