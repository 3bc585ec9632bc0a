"""Writes a checked register into the database, all of it or nothing."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from ppit_gateway.domain.agreements import Status
from ppit_gateway.domain.register import Register
from ppit_gateway.storage.entries import (
    RegisterConflict,
    write_agreement,
    write_client,
    write_partner,
    write_status,
    write_user,
)
from ppit_gateway.storage.issuers import write_issuer

__all__ = ["Loaded", "RegisterConflict", "RegisterWriter"]


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many of each the file held."""

    partners: int
    clients: int
    users: int
    agreements: int


class RegisterWriter:
    """Writes registers for ``load-register``; nothing that serves requests holds one."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def write(self, register: Register) -> Loaded:
        """Write all of it in one transaction; ``RegisterConflict`` leaves everything as it was."""
        async with self._engine.begin() as connection:
            return await _load(connection, register)


async def _load(connection: AsyncConnection, register: Register) -> Loaded:
    for partner in register.partners:
        await write_partner(connection, partner)
    for index, agreement in enumerate(register.agreements):
        await write_agreement(connection, f"/agreements/{index}", agreement)
        suspended = agreement.agreement_id in register.suspended
        status = Status.SUSPENDED if suspended else Status.ACTIVE
        await write_status(connection, agreement.agreement_id, status)
    for index, client in enumerate(register.clients):
        await write_client(connection, f"/clients/{index}", client)
    for user in register.users:
        await write_user(connection, user)
    for index, issuer in enumerate(register.issuers):
        await write_issuer(connection, f"/issuers/{index}", issuer)
    return Loaded(
        len(register.partners),
        len(register.clients),
        len(register.users),
        len(register.agreements),
    )
