"""Looks whether the register would still keep its own rules: as it is proposed, and as it is done.

Pointers are into the body of the proposal.
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any

from ppit_gateway.domain.agreements import Agreement, Signature
from ppit_gateway.domain.register import Client, KeySet, agreement_errors, read_keys
from ppit_partners.actions.desk import Desk
from ppit_partners.domain.changes import HOUSE_ROLES, Suspendable
from ppit_partners.domain.payloads import (
    AgreementVersion,
    ClientAgreements,
    ClientKeys,
    NewClient,
    NewPartner,
    Payload,
    Resume,
    Suspend,
    UserRole,
)
from ppit_partners.domain.terms import agreement_of
from ppit_partners.errors import ChangeInvalid, EntryUnknown, NotYours, RegisterMovedOn
from ppit_platform.clock import london_today
from ppit_platform.errors import FieldError


async def check_change(payload: Payload, desk: Desk) -> None:
    """Raise ``ChangeInvalid``, ``RegisterMovedOn`` or ``EntryUnknown`` for what cannot be done."""
    if not isinstance(payload, NewPartner):
        _found(await desk.stores.reader.partners(payload.org_id))
    await _CHECKS[type(payload)](payload, desk)


async def _new_partner(payload: NewPartner, desk: Desk) -> None:
    if await desk.stores.reader.partners(payload.org_id):
        raise _invalid([_double("/org_id")])


async def _new_client(payload: NewClient, desk: Desk) -> None:
    if await desk.stores.reader.clients(None, payload.client_id):
        raise _invalid([_double("/client_id")])
    await _check_keys(payload.client_id, payload.jwks, desk)
    await _check_agreements(payload.org_id, payload.client_id, payload.agreements, desk)


async def _client_keys(payload: ClientKeys, desk: Desk) -> None:
    await client_of(payload.org_id, payload.client_id, desk)
    await _check_keys(payload.client_id, payload.jwks, desk)


async def _client_agreements(payload: ClientAgreements, desk: Desk) -> None:
    await client_of(payload.org_id, payload.client_id, desk)
    await _check_agreements(payload.org_id, payload.client_id, payload.agreements, desk)


async def _user_role(payload: UserRole, desk: Desk) -> None:
    at_home = payload.org_id == desk.home.org_id
    if payload.role in HOUSE_ROLES and not (at_home and desk.hands().of_home):
        msg = "only the home organisation gives this role, and only to its own people"
        raise NotYours(msg)


async def _agreement_version(payload: AgreementVersion, desk: Desk) -> None:
    held = await desk.stores.reader.agreements(None, payload.agreement_id)
    newest = held[0].agreement if held else None
    if newest is not None and newest.partner != payload.org_id:
        raise _invalid([_double("/agreement_id")])
    if (newest.version if newest else 0) != payload.replaces:
        msg = "replaces is not the newest version"
        raise RegisterMovedOn(msg)
    # Who signs is known when it is approved: two unlike names stand for them.
    today = london_today()
    drawn = agreement_of(
        payload.terms,
        payload.agreement_id,
        payload.replaces + 1,
        payload.org_id,
        (Signature("first side", "first", today), Signature("second side", "second", today)),
    )
    errors = [*_unsaid(drawn, desk), *agreement_errors("/terms", drawn, desk.home.operations)]
    if errors:
        raise _invalid(errors)


async def _suspension(payload: Suspend | Resume, desk: Desk) -> None:
    if payload.what is Suspendable.CLIENT:
        await client_of(payload.org_id, payload.id, desk)
    elif payload.what is Suspendable.USER:
        _found([one for one in [await desk.stores.reader.user(payload.org_id, payload.id)] if one])
    else:
        _found(await desk.stores.reader.agreements(payload.org_id, payload.id))


_CHECKS: Mapping[type, Callable[[Any, Desk], Awaitable[None]]] = {
    NewPartner: _new_partner,
    NewClient: _new_client,
    ClientKeys: _client_keys,
    ClientAgreements: _client_agreements,
    UserRole: _user_role,
    AgreementVersion: _agreement_version,
    Suspend: _suspension,
    Resume: _suspension,
}


async def client_of(org_id: str, client_id: str, desk: Desk) -> Client:
    """Return an organisation's client; ``EntryUnknown`` if there is none, or it is another's."""
    found = await desk.stores.reader.clients(org_id, client_id)
    _found(found)
    return found[0]


async def _check_keys(client_id: str, jwks: KeySet, desk: Desk) -> None:
    keys, errors = read_keys(jwks, "/jwks")
    named = [key.key_id for key in keys.values()]
    others = await desk.stores.reader.keys_of_others(client_id, named)
    doubles = [
        FieldError(where, "DOUBLE", "a key id belongs to one client for good")
        for where, key in keys.items()
        if key.key_id in others or named.count(key.key_id) > 1
    ]
    if errors or doubles:
        raise _invalid([*errors, *doubles])


async def _check_agreements(
    org_id: str, client_id: str, agreements: Iterable[str], desk: Desk
) -> None:
    own = {
        one.agreement.agreement_id: one.agreement
        for one in await desk.stores.reader.agreements(org_id)
    }
    errors = [
        FieldError(f"/agreements/{place}", "UNKNOWN_AGREEMENT", "none that names this client")
        for place, name in enumerate(agreements)
        if name not in own or not own[name].admits(client_id)
    ]
    if errors:
        raise _invalid(errors)


def _unsaid(drawn: Agreement, desk: Desk) -> Iterable[FieldError]:
    """Ask of every new version what the public register asks, and whom it is about."""
    if drawn.entry is None:
        yield FieldError("/terms/entry", "MISSING", "the public register asks for it")
    asked = [one.rules for one in desk.home.operations if one.rules.scope in drawn.scopes]
    if not drawn.subject_classes and any(rules.subject_classes for rules in asked):
        yield FieldError("/terms/subject_classes", "MISSING", "its operations concern people")
    if drawn.retention_days is None:
        yield FieldError("/terms/retention_days", "MISSING", "the public register asks for it")


def _found(entries: Iterable[object]) -> None:
    if not list(entries):
        msg = "no such entry"
        raise EntryUnknown(msg)


def _double(pointer: str) -> FieldError:
    return FieldError(pointer, "DOUBLE", "it is there already")


def _invalid(errors: Iterable[FieldError]) -> ChangeInvalid:
    msg = "see errors"
    return ChangeInvalid(msg, tuple(errors))
