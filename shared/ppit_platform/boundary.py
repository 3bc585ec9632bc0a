"""The wall around every service: one hop, one transaction, one fact, and only then an answer.

The gate's seal is checked, the request runs in one transaction, its answer is held back; the fact,
the effect and the kept answer are committed together; then the envelope leaves. A failed commit is
never a 2xx, and a 2xx without its fact is a fault that leaves no effect.
"""

import logging
import traceback
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Receive, Scope, Send

from ppit_platform import idempotency, kept_answers, outbox
from ppit_platform.answer import Answer, answer_of, problem_answer
from ppit_platform.arrival import Arrival, arrived, the_header
from ppit_platform.audit import AuditFact
from ppit_platform.caller import Caller
from ppit_platform.chassis import Chassis, chassis_of
from ppit_platform.db import database_failure
from ppit_platform.errors import InternalError, ServiceError
from ppit_platform.idempotency import Key
from ppit_platform.ids import new_id
from ppit_platform.strict_json import check_content_type, parse
from ppit_platform.telemetry import request_span
from ppit_platform.unit import UnitOfWork

OPEN_PATHS = frozenset({"/livez", "/readyz", "/openapi.json", "/docs"})
"""What anybody on the private socket may read: no record of anyone."""

_log = logging.getLogger("ppit.boundary")


class FactMissing(InternalError):
    code = "AUDIT_FACT_MISSING"
    title = "An answer without its audit fact was held back"


@dataclass(frozen=True, slots=True)
class _Arrived:
    """One request that the gate sealed for this service."""

    chassis: Chassis
    arrival: Arrival
    scope: Scope
    receive: Receive

    @property
    def caller(self) -> Caller:
        return self.arrival.hop.caller


class Boundary:
    """ASGI middleware that every service app wears outermost."""

    def __init__(self, app: ASGIApp, *, keeps_answers: bool = False) -> None:
        self._app = app
        self._keeps_answers = keeps_answers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] in OPEN_PATHS:
            await self._app(scope, receive, send)
            return
        try:
            answer = await self._answer(scope, receive)
        except ClientDisconnect:
            # Nobody waits for an answer, and nothing was begun.
            return
        await answer.send(send)

    async def _answer(self, scope: Scope, receive: Receive) -> Answer:
        chassis = chassis_of(scope)
        try:
            arrival = await arrived(chassis, scope, receive)
        except ServiceError as failure:
            # Whoever this is, it is not the gate with a whole request: no envelope for it.
            return problem_answer(failure, new_id())
        request = _Arrived(chassis, arrival, scope, receive)
        with request_span(chassis.tracer, scope, request.caller) as ended:
            answer = await self._governed(request)
            ended(answer.status)
        return answer.in_envelope()

    async def _governed(self, request: _Arrived) -> Answer:
        request_id = request.caller.request_id
        try:
            return await request.chassis.deadline.hold(
                self._run(request), at_most=request.arrival.seconds
            )
        except ServiceError as failure:
            return problem_answer(failure, request_id)
        except SQLAlchemyError as failure:
            _report(failure, request)
            return problem_answer(database_failure(failure), request_id)
        except Exception as failure:  # noqa: BLE001  # the last line: what it says may name people
            _report(failure, request)
            msg = "report the instance of this problem"
            return problem_answer(InternalError(msg), request_id)

    async def _run(self, request: _Arrived) -> Answer:
        unit = UnitOfWork(request.caller, request.chassis.sessions)
        try:
            if request.arrival.body:
                check_content_type(the_header(request.scope, "content-type"))
                parse(request.arrival.body)
            return await self._transact(request, unit)
        finally:
            request.arrival.close()
            await unit.session.close()

    async def _transact(self, request: _Arrived, unit: UnitOfWork) -> Answer:
        key = idempotency.key_of(request.arrival.hop)
        if key is None:
            return await self._conclude(request, unit, await self._ask(request, unit), None)
        seal = request.chassis.seal
        found = await unit.open_with(idempotency.OPEN_AND_LOOK, key.to_look())
        before = idempotency.replayed(key, found, seal)
        if before is None:
            return await self._conclude(request, unit, await self._ask(request, unit), key)
        answer, fact = before
        unit.record(fact)
        return await self._conclude(request, unit, answer, None)

    async def _ask(self, request: _Arrived, unit: UnitOfWork) -> Answer:
        caller, arrival = request.caller, request.arrival
        state = {
            **request.scope.get("state", {}),
            "unit": unit,
            "caller": caller,
            "hop": arrival.hop,
            "upload": arrival.upload,
            "request_id": caller.request_id,
        }
        scope = {**request.scope, "state": state}
        return await answer_of(self._app, scope, arrival.body, request.receive)

    async def _conclude(
        self, request: _Arrived, unit: UnitOfWork, answer: Answer, key: Key | None
    ) -> Answer:
        """Commit the effect with its fact and what is kept of its answer, or leave nothing."""
        if answer.is_refusal:
            await unit.session.rollback()
            return answer
        fact = unit.fact
        if fact is None:
            msg = "the operation recorded no fact"
            raise FactMissing(msg)
        await unit.open()
        connection = await unit.session.connection()
        written, seal = outbox.to_write(fact, unit.caller), request.chassis.seal
        answered = self._answered(request, unit, answer, fact)
        if key is None:
            statement = outbox.WRITE_ANSWERED if answered else outbox.WRITE
            await connection.execute(statement, {**written, **answered})
        else:
            statement = outbox.WRITE_ANSWERED_AND_KEEP if answered else outbox.WRITE_AND_KEEP
            values = {**written, **answered, **idempotency.to_keep(key, answer, fact, seal)}
            if (await connection.execute(statement, values)).first() is None:
                msg = "ask again in a moment"
                raise idempotency.KeyInFlight(msg)
        await unit.session.commit()
        return replace(answer, facts=(fact.as_json(),))

    def _answered(
        self, request: _Arrived, unit: UnitOfWork, answer: Answer, fact: AuditFact
    ) -> dict[str, object]:
        """Return what keeps an answer about people; nothing where none is to be kept."""
        if not (self._keeps_answers and unit.copied and kept_answers.is_kept(answer, fact)):
            return {}
        return kept_answers.to_keep(
            request.caller.request_id,
            answer,
            request.chassis.seal,
            days=request.arrival.hop.retention_days,
        )


def _report(failure: Exception, request: _Arrived) -> None:
    # The words of an exception may hold what people sent: its type and place never do.
    frames = traceback.extract_tb(failure.__traceback__)
    place = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "nowhere"
    request_id = request.caller.request_id
    _log.error("request_failed id=%s type=%s at=%s", request_id, type(failure).__name__, place)
