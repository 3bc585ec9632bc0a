"""A partner's request: who asks, what is asked, may they, and then the order of disclosure."""

from contextlib import closing
from datetime import UTC, datetime
from typing import cast

from opentelemetry.trace import SpanKind

from ppit_gateway import errors
from ppit_gateway.actions.count_failures import FailureCounter
from ppit_gateway.domain.decide import Authority, Question, Refused, decide
from ppit_gateway.domain.operations import Operation
from ppit_gateway.domain.record import Denial
from ppit_gateway.proxy.asking import brings_file, read_large, read_small
from ppit_gateway.proxy.authenticate import Authenticator
from ppit_gateway.proxy.disclose import deny, disclose
from ppit_gateway.proxy.door import Visit
from ppit_gateway.proxy.gate import Gate, Permitted
from ppit_gateway.proxy.reply import Reply
from ppit_gateway.proxy.room import ReadingRoom
from ppit_platform.errors import NotFound
from ppit_platform.spool import Spooled


class Partners:
    """Answers ``/<service>/v1/...``; everything else is not for the services."""

    def __init__(self, gate: Gate, authenticator: Authenticator, failures: FailureCounter) -> None:
        self._gate = gate
        self._authenticator = authenticator
        self._failures = failures
        self._room = ReadingRoom()
        self._services = frozenset(one.service for one in gate.routes.operations)

    async def answer(self, visit: Visit) -> Reply | None:
        service, _, rest = visit.arrival.path.removeprefix("/").partition("/")
        if service not in self._services:
            return None
        now = datetime.now(UTC)
        try:
            authority = self._authenticator.authenticate(visit.arrival.headers, service, now)
            operation = route(self._gate, service, visit.arrival.method, f"/{rest}")
            return await self._answer(visit, authority, operation, f"/{rest}")
        except errors.TokenInvalid:
            # The log is told once a minute how many, not of each.
            self._failures.note(None, now)
            raise

    async def _answer(
        self, visit: Visit, authority: Authority, operation: Operation, path: str
    ) -> Reply:
        headers = visit.arrival.headers
        with self._gate.tracer.start_as_current_span(
            operation.name, kind=SpanKind.SERVER, record_exception=False
        ) as span:
            span.set_attribute("ppit.request_id", str(visit.request_id))
            span.set_attribute("ppit.org_id", authority.org_id)
            question = Question(
                operation, headers.get("case-reference"), headers.get("idempotency-key")
            )
            answer = self._of_file if brings_file(visit, operation) else self._of_json
            reply = await answer(visit, authority, question, path)
            span.set_attribute("http.response.status_code", reply.status)
            return reply

    async def _of_json(
        self, visit: Visit, authority: Authority, question: Question, path: str
    ) -> Reply:
        asked = await read_small(visit, path, question.operation)
        permitted = await self._permitted(visit, authority, question)
        return await disclose(self._gate, permitted, asked)

    async def _of_file(
        self, visit: Visit, authority: Authority, question: Question, path: str
    ) -> Reply:
        # Decided before, so that no file is taken from whoever may not send it; and again when it
        # is in, minutes later, because an agreement may have ended in the meantime.
        await self._permitted(visit, authority, question)
        with self._room.place(authority.org_id):
            asked = await read_large(visit, path, question.operation)
            with closing(cast("Spooled", asked.body).file):
                permitted = await self._permitted(visit, authority, question)
                return await disclose(self._gate, permitted, asked)

    async def _permitted(self, visit: Visit, authority: Authority, question: Question) -> Permitted:
        gate, operation = self._gate, question.operation
        standing = await gate.registry.standing(
            authority.client_id, authority.agreement_id, authority.user_id
        )
        decision = decide(question, authority, standing)
        if isinstance(decision, Refused):
            if isinstance(decision.reason, errors.Denied):
                denial = Denial(visit.request_id, authority, operation, None)
                raise await deny(gate, denial, decision.reason)
            raise decision.reason
        return Permitted(
            request_id=visit.request_id,
            authority=authority,
            operation=operation,
            allowed=decision,
            purpose=authority.purpose,
            case_reference=question.case_reference or "",
            idempotency_key=question.idempotency_key if operation.rules.idempotent else None,
            via=None,
        )


def route(gate: Gate, service: str, method: str, path: str) -> Operation:
    """Find the operation; 404 for an unknown path, 405 for a method that it does not have."""
    found = gate.routes.at(service, path)
    if not found:
        msg = "no operation has this path"
        raise NotFound(msg)
    if method not in found:
        msg = "see Allow"
        raise errors.MethodNotAllowed(msg, frozenset(found))
    return found[method]
