"""The authority of a job, as it was sealed when its request was accepted."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import cast
from uuid import UUID

from sqlalchemy import text
from sqlmodel.ext.asyncio.session import AsyncSession

from ppit_platform import caller_claims
from ppit_platform.caller import Caller
from ppit_platform.chassis import Chassis
from ppit_platform.unit import UnitOfWork

_READ = text("SELECT sealed, caller FROM job_mandate WHERE mandate_id = :mandate_id")


@dataclass(frozen=True, slots=True)
class KeptMandate:
    sealed: str
    caller: Caller


async def kept_mandate(chassis: Chassis, mandate_id: UUID) -> KeptMandate:
    async with chassis.engine.connect() as connection:
        found = await connection.execute(_READ, {"mandate_id": mandate_id})
        row = found.mappings().one()
    return KeptMandate(cast("str", row["sealed"]), caller_claims.from_json(row["caller"]))


@asynccontextmanager
async def looking(chassis: Chassis, caller: Caller) -> AsyncGenerator[AsyncSession]:
    """Open a session in the caller's context for a job to see how far it is; nothing is written."""
    unit = UnitOfWork(caller, chassis.sessions)
    try:
        yield await unit.open()
    finally:
        await unit.session.close()
