"""One unit of work: one transaction under one caller's authority, and the one fact it leaves."""

from collections.abc import Mapping
from typing import Annotated, cast

from fastapi import Depends, Request
from sqlalchemy import RowMapping, TextClause, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import async_sessionmaker
from sqlmodel.ext.asyncio.session import AsyncSession

from ppit_platform import event_outbox
from ppit_platform.audit import AuditFact, Pseudonymiser
from ppit_platform.caller import Caller
from ppit_platform.chassis import chassis_of
from ppit_platform.errors import InternalError
from ppit_platform.events import Event

CONTEXT_SQL = ", ".join(
    f"set_config('ppit.{name}', :{name}, true)"
    for name in ("org_id", "purpose", "areas", "regime", "acting")
)
"""What row-level security reads: set for this transaction alone, and empty again after it."""

_OPEN = text(f"SELECT {CONTEXT_SQL}")


class FactRecordedTwice(InternalError):
    code = "AUDIT_FACT_TWICE"


def context_of(caller: Caller) -> dict[str, str]:
    """Return the values of the ``ppit.*`` settings for this caller."""
    return {
        "org_id": caller.org_id,
        "purpose": caller.purpose.value,
        "areas": ",".join(sorted(caller.areas)),
        "regime": caller.regime.value,
        "acting": caller.acting,
    }


class UnitOfWork:
    """The session of one request or one chunk of a job. Whoever runs it commits; nobody else."""

    def __init__(self, caller: Caller, sessions: async_sessionmaker[AsyncSession]) -> None:
        self.caller = caller
        self.session = sessions()
        self._fact: AuditFact | None = None
        self._opening: tuple[TextClause, dict[str, object]] = (_OPEN, {**context_of(caller)})
        self._opened = False
        self._copied = True

    @property
    def copied(self) -> bool:
        """Whether the chassis is to keep a copy of the answer."""
        return self._copied

    def keep_no_copy(self) -> None:
        """Say that the action has kept its whole answer in rows of its own."""
        self._copied = False

    @property
    def fact(self) -> AuditFact | None:
        return self._fact

    @property
    def opened(self) -> bool:
        return self._opened

    def record(self, fact: AuditFact) -> None:
        """Keep the one fact that this unit leaves in the log; a second is a fault of the code."""
        if self._fact is not None:
            msg = "one unit of work leaves one fact"
            raise FactRecordedTwice(msg)
        self._fact = fact

    async def announce(self, event: Event) -> None:
        """Have the organisation that the object belongs to told, if and when this unit commits."""
        session = await self.open()
        await event_outbox.write(await session.connection(), event)

    async def open(self) -> AsyncSession:
        """Begin the transaction if it has not begun; return the session, its context set."""
        if not self._opened:
            await self.open_with(_OPEN, {})
        return self.session

    async def open_with(self, statement: TextClause, values: Mapping[str, object]) -> RowMapping:
        """Begin with a statement that holds ``CONTEXT_SQL``; return the one row it answers."""
        self._opening = (statement, {**context_of(self.caller), **values})
        return await self._begin()

    async def restart(self) -> None:
        """Start over after a database error: roll back, begin again, set the context again.

        What was written or recorded before it is gone, so that an action whose register could not
        be read can still answer ``UNABLE_TO_SCREEN`` and leave its fact.
        """
        self._fact = None
        await self.session.rollback()
        await self._begin()

    async def _begin(self) -> RowMapping:
        try:
            row = await self._first_statement()
        except DBAPIError as failure:
            if not failure.connection_invalidated:
                raise
            # A pooled connection died since it was last used, and the pool has now dropped all of
            # its age. Nothing was done yet, so asking once more is cheaper than a ping each time.
            await self.session.rollback()
            row = await self._first_statement()
        self._opened = True
        return row

    async def _first_statement(self) -> RowMapping:
        statement, values = self._opening
        # The session's own typed exec() speaks only select(); this is text.
        connection = await self.session.connection()
        return (await connection.execute(statement, values)).mappings().one()


def unit_of_request(request: Request) -> UnitOfWork:
    return cast("UnitOfWork", request.state.unit)


def pseudonyms_of_request(request: Request) -> Pseudonymiser:
    return chassis_of(request.scope).pseudonyms


async def _session_of_request(unit: "Unit") -> AsyncSession:
    return await unit.open()


Unit = Annotated[UnitOfWork, Depends(unit_of_request)]
"""The request's unit of work: ``record`` its fact here; ``restart`` it after a failed read."""

AuditTrail = Unit
"""The same, named for what most actions need of it: ``trail.record(AuditFact(...))``."""

Pseudonyms = Annotated[Pseudonymiser, Depends(pseudonyms_of_request)]

Transaction = Annotated[AsyncSession, Depends(_session_of_request)]
"""The request's session, begun. The boundary commits it before the first byte of the answer."""
