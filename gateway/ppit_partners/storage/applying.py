"""Writes an agreed change into the register that the gate decides by, in the caller's transaction.

A trigger on each of these tables tells every worker of the gate that the register is another.
"""

from sqlalchemy import text

from ppit_gateway.domain.agreements import Agreement, Status
from ppit_gateway.domain.register import Client, Partner, User
from ppit_gateway.storage import entries
from ppit_platform.db import Transaction

_CLIENT_STATUS = text("UPDATE client SET status = :status WHERE client_id = :subject")
_USER_STATUS = text("""
    UPDATE partner_user SET status = :status WHERE org_id = :org_id AND user_id = :subject
""")


class RegisterHand:
    """Writes single entries. ``entries.RegisterConflict`` for what contradicts the register."""

    def __init__(self, session: Transaction) -> None:
        self._session = session

    async def partner(self, partner: Partner) -> None:
        await entries.write_partner(await self._session.connection(), partner)

    async def client(self, client: Client) -> None:
        await entries.write_client(await self._session.connection(), "", client)

    async def user(self, user: User) -> None:
        await entries.write_user(await self._session.connection(), user)

    async def agreement(self, agreement: Agreement) -> None:
        await entries.write_agreement(await self._session.connection(), "", agreement)

    async def agreement_status(self, agreement_id: str, status: Status) -> None:
        await entries.write_status(await self._session.connection(), agreement_id, status)

    async def client_status(self, client_id: str, status: Status) -> None:
        values = {"subject": client_id, "status": status.value}
        await (await self._session.connection()).execute(_CLIENT_STATUS, values)

    async def user_status(self, org_id: str, user_id: str, status: Status) -> None:
        values = {"org_id": org_id, "subject": user_id, "status": status.value}
        await (await self._session.connection()).execute(_USER_STATUS, values)
