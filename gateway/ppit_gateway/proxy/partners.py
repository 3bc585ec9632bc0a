"""A partner's request: who asks, what is asked, may they, and then the order of disclosure."""

from datetime import UTC, datetime

from opentelemetry.trace import SpanKind

from ppit_gateway import errors
from ppit_gateway.actions.count_failures import FailureCounter
from ppit_gateway.domain.decide import Authority, Question, Refused, decide
from ppit_gateway.domain.operations import Operation
from ppit_gateway.domain.record import Denial
from ppit_gateway.proxy.authenticate import Authenticator
from ppit_gateway.proxy.body import read_body
from ppit_gateway.proxy.disclose import deny, disclose
from ppit_gateway.proxy.door import Visit
from ppit_gateway.proxy.gate import Gate, Permitted
from ppit_gateway.proxy.guard import Arrival
from ppit_gateway.proxy.hopping import Asked
from ppit_gateway.proxy.reply import Reply
from ppit_platform.errors import NotFound
from ppit_platform.strict_json import check_content_type


class Partners:
    """Answers ``/<service>/v1/...``; everything else is not for the services."""

    def __init__(self, gate: Gate, authenticator: Authenticator, failures: FailureCounter) -> None:
        self._gate = gate
        self._authenticator = authenticator
        self._failures = failures
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
        gate, headers = self._gate, visit.arrival.headers
        asked = await read_asked(visit, path)
        with gate.tracer.start_as_current_span(
            operation.name, kind=SpanKind.SERVER, record_exception=False
        ) as span:
            span.set_attribute("ppit.request_id", str(visit.request_id))
            span.set_attribute("ppit.org_id", authority.org_id)
            question = Question(
                operation, headers.get("case-reference"), headers.get("idempotency-key")
            )
            permitted = await self._permitted(visit, authority, question)
            reply = await disclose(gate, permitted, asked, visit.started)
            span.set_attribute("http.response.status_code", reply.status)
            return reply

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


async def read_asked(visit: Visit, path: str) -> Asked:
    """Read the body of what is asked: JSON where there is one (415), none with a GET (400)."""
    arrival: Arrival = visit.arrival
    body = await read_body(visit.receive, arrival.length)
    kind = arrival.headers.get("content-type")
    if arrival.method == "GET" and body:
        msg = "a GET has no body"
        raise errors.BadRequest(msg)
    if body or kind is not None:
        check_content_type(kind)
    target = f"{path}?{arrival.query}" if arrival.query else path
    return Asked(target, kind or "", body)
