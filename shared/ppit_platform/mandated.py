"""A job works in chunks under a mandate that the gate checks anew at the start of each.

The mandate is kept beside the job with the effect that accepted it; the job names its id only. A
chunk is one unit of work with one fact. Its result may be read once that fact is in the log: rows
of results carry ``fact_id``, and reading them asks ``outbox.logged_of_job``.
"""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated, cast
from uuid import UUID

from fastapi import Depends, Request
from sqlalchemy import text

from ppit_platform import caller_claims, outbox
from ppit_platform.caller import Caller
from ppit_platform.chassis import Chassis
from ppit_platform.errors import InternalError
from ppit_platform.hop import Hop
from ppit_platform.house import GateUnavailable, HouseClient, MandateEnded
from ppit_platform.ids import new_id
from ppit_platform.pushing import push
from ppit_platform.unit import UnitOfWork

_KEEP = text("""
    INSERT INTO job_mandate (mandate_id, sealed, caller)
    VALUES (:mandate_id, :sealed, CAST(:caller AS jsonb))
""")
_READ = text("SELECT sealed, caller, ended_code FROM job_mandate WHERE mandate_id = :mandate_id")
_END = text("""
    UPDATE job_mandate SET ended_at = now(), ended_code = :code
     WHERE mandate_id = :mandate_id AND ended_at IS NULL
""")


class MandateMissing(InternalError):
    code = "MANDATE_MISSING"
    title = "A job was accepted without the authority that it needs"


class ChunkWithoutFact(InternalError):
    code = "AUDIT_FACT_MISSING"
    title = "A chunk of a job recorded no fact and was undone"


def mandate_of_request(request: Request) -> str | None:
    return cast("Hop", request.state.hop).mandate


SealedMandate = Annotated[str | None, Depends(mandate_of_request)]
"""The mandate that the gate sent with an idempotent request, for the job that it may start."""


async def keep_mandate(unit: UnitOfWork, sealed: str | None) -> UUID:
    """Store the mandate that the request's hop carried; return the id a job may name."""
    if sealed is None:
        msg = "the hop carries no mandate"
        raise MandateMissing(msg)
    mandate_id = new_id()
    values = {
        "mandate_id": mandate_id,
        "sealed": sealed,
        "caller": json.dumps(caller_claims.as_json(unit.caller)),
    }
    session = await unit.open()
    await (await session.connection()).execute(_KEEP, values)
    return mandate_id


async def caller_of(chassis: Chassis, mandate_id: UUID) -> Caller:
    """Return for whom a job works, or worked, whether its mandate still holds or not."""
    async with chassis.engine.connect() as connection:
        found = await connection.execute(_READ, {"mandate_id": mandate_id})
        return caller_claims.from_json(found.mappings().one()["caller"])


@dataclass(frozen=True, slots=True)
class MandatedJob:
    """One job of one mandate. Interrupted anywhere, it may be run again from the start."""

    chassis: Chassis
    house: HouseClient
    number: int
    mandate_id: UUID

    async def chunk(self, work: Callable[[UnitOfWork], Awaitable[None]]) -> None:
        """Do one chunk and hand its fact to the log.

        ``MandateEnded`` stops the job, and is remembered; ``GateUnavailable`` has it tried again:
        without a log nothing more is disclosed.
        """
        caller = await self._permitted()
        await self._settle()
        unit = UnitOfWork(caller, self.chassis.sessions)
        try:
            await unit.open()
            await work(unit)
            if unit.fact is None:
                msg = "each chunk leaves one fact"
                raise ChunkWithoutFact(msg)
            connection = await unit.session.connection()
            values = outbox.to_write(unit.fact, caller, job_id=self.number)
            await connection.execute(outbox.WRITE, values)
            await unit.session.commit()
        finally:
            await unit.session.close()
        await self._settle()

    async def _permitted(self) -> Caller:
        async with self.chassis.engine.connect() as connection:
            found = await connection.execute(_READ, {"mandate_id": self.mandate_id})
            row = found.mappings().one()
        if row["ended_code"] is not None:
            raise MandateEnded(cast("str", row["ended_code"]))
        try:
            await self.house.check_mandate(cast("str", row["sealed"]))
        except MandateEnded as ended:
            values = {"mandate_id": self.mandate_id, "code": ended.code}
            async with self.chassis.engine.begin() as connection:
                await connection.execute(_END, values)
            raise
        return caller_claims.from_json(row["caller"])

    async def _settle(self) -> None:
        """Leave no fact of this job behind: those of a run that was cut short come first.

        A log that does not acknowledge them is a log that does not answer.
        """
        async with self.chassis.engine.connect() as connection:
            pending = await outbox.of_job(connection, self.number)
        if await push(self.chassis.engine, self.house, pending) < len(pending):
            msg = "the log has not acknowledged all facts of the job"
            raise GateUnavailable(msg)
