"""Routes that show the register: to an organisation its own entries, to the home all of them."""

from typing import Annotated

from fastapi import APIRouter, Path

from ppit_partners.actions import read_register
from ppit_partners.api.desk import AtTheDesk
from ppit_partners.api.entry_wire import (
    AgreementList,
    AgreementShown,
    ClientList,
    ClientShown,
    Me,
    PartnerList,
    PartnerShown,
    agreement_shown,
    client_shown,
    partner_shown,
)
from ppit_partners.api.rules import reading
from ppit_platform.cursor import AtPage, Page

router = APIRouter(prefix="/v1", tags=["register"])

_AGREEMENT = ("agreement_id", "version", "status")
Id = Annotated[str, Path(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")]


@router.get("/me", **reading(essential_fields=("org_id", "client_id")))
async def get_me(desk: AtTheDesk) -> Me:
    """Say who asks, under which agreements, with which limits, and how much of today is spent."""
    caller, actor = desk.caller, desk.caller.actor
    return Me(
        org_id=caller.org_id,
        client_id=caller.client_id,
        user_id=actor.user_id if actor else None,
        role=actor.role if actor else None,
        agreement_id=caller.agreement_id,
        agreement_version=caller.agreement_version,
        agreements=tuple(map(agreement_shown, await read_register.my_agreements(desk))),
    )


@router.get("/partners", **reading(essential_fields=("items.org_id",)))
async def get_partners(desk: AtTheDesk, page: AtPage) -> PartnerList:
    """List the organisations of the register: all for the home organisation, else one's own.

    100 to a page (RFC 8288), as every list here.
    """
    listed = await read_register.list_partners(_after(page), desk)
    if listed.more:
        page.goes_on_after({"after": listed.items[-1].org_id})
    return PartnerList(items=tuple(map(partner_shown, listed.items)))


@router.get("/partners/{org_id}", **reading(essential_fields=("org_id",)))
async def get_partner(org_id: Id, desk: AtTheDesk) -> PartnerShown:
    """Show an organisation. 404 ``NOT_FOUND`` also where it is another than one's own."""
    return partner_shown(await read_register.read_partner(org_id, desk))


@router.get("/clients", **reading(essential_fields=("items.client_id", "items.status")))
async def get_clients(desk: AtTheDesk, page: AtPage) -> ClientList:
    """List the machines that ask, with the ids of their keys."""
    listed = await read_register.list_clients(_after(page), desk)
    if listed.more:
        page.goes_on_after({"after": listed.items[-1].client_id})
    return ClientList(items=tuple(map(client_shown, listed.items)))


@router.get("/clients/{client_id}", **reading(essential_fields=("client_id", "status")))
async def get_client(client_id: Id, desk: AtTheDesk) -> ClientShown:
    """Show a machine. 404 ``NOT_FOUND`` also where it is another organisation's."""
    return client_shown(await read_register.read_client(client_id, desk))


@router.get("/agreements", **reading(essential_fields=tuple(f"items.{one}" for one in _AGREEMENT)))
async def get_agreements(desk: AtTheDesk, page: AtPage) -> AgreementList:
    """List the newest version of each agreement, as it executes and as the public register's."""
    listed = await read_register.list_agreements(_after(page), desk)
    if listed.more:
        page.goes_on_after({"after": listed.items[-1].agreement.agreement_id})
    return AgreementList(items=tuple(map(agreement_shown, listed.items)))


@router.get("/agreements/{agreement_id}", **reading(essential_fields=_AGREEMENT))
async def get_agreement(agreement_id: Id, desk: AtTheDesk) -> AgreementShown:
    """Show an agreement: the terms that execute, and in ``register_entry`` the 18 fields.

    They are those of the register of information sharing agreements under chapters 1 to 4 of part
    5 of the Digital Economy Act 2017. 404 ``NOT_FOUND`` also for another organisation's.
    """
    return agreement_shown(await read_register.read_agreement(agreement_id, desk))


def _after(page: Page) -> str | None:
    return None if page.after is None else str(page.after["after"])
