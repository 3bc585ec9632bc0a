"""A partner's request: who asks, what is asked, may they, and then the order of disclosure."""

from contextlib import closing
from dataclasses import replace
from datetime import datetime
from typing import cast

from opentelemetry.trace import SpanKind

from ppit_gateway import errors
from ppit_gateway.actions.count_failures import FailureCounter
from ppit_gateway.actions.limit_failures import FailureLimit
from ppit_gateway.domain.agreements import Standing
from ppit_gateway.domain.decide import Authority, Question, Refused, decide
from ppit_gateway.domain.lifecycle import with_lifecycle
from ppit_gateway.domain.narrowing import read_fields
from ppit_gateway.domain.operations import Operation
from ppit_gateway.domain.record import Denial
from ppit_gateway.domain.scenarios import HEADER, scenario
from ppit_gateway.log.turnstile import Needs
from ppit_gateway.proxy.asking import brings_file, read_large, read_small
from ppit_gateway.proxy.authenticate import Authenticator, Shown
from ppit_gateway.proxy.disclose import deny, disclose
from ppit_gateway.proxy.door import METADATA_PATH, Visit
from ppit_gateway.proxy.gate import Gate, Permitted
from ppit_gateway.proxy.limits import limits_of
from ppit_gateway.proxy.reply import Reply, problem
from ppit_gateway.proxy.room import ReadingRoom
from ppit_gateway.proxy.turns import Turns
from ppit_platform.errors import NotFound, ServiceError
from ppit_platform.spool import Spooled


class Partners:
    """Answers ``/<service>/v1/...``; everything else is not for the services."""

    def __init__(
        self,
        gate: Gate,
        authenticator: Authenticator,
        failures: FailureCounter,
        tries: FailureLimit,
    ) -> None:
        self._gate = gate
        self._authenticator = authenticator
        self._failures = failures
        self._tries = tries
        self._room = ReadingRoom()
        self._turns = Turns()
        self._resource = f"{gate.issuer}{METADATA_PATH}"
        self._services = frozenset(one.service for one in gate.routes.operations)

    async def answer(self, visit: Visit) -> Reply | None:
        service, _, rest = visit.arrival.path.removeprefix("/").partition("/")
        if service not in self._services:
            return None
        now = self._gate.now()
        known = self._authenticator.known(visit.arrival, service, now)
        await self._turns.wait(known.org_id if known else f"from {visit.address}")
        if known is not None and (waits := self._must_wait(visit, known)) is not None:
            return waits
        try:
            shown = self._authenticator.authenticate(visit.arrival, service, now)
        except errors.Unauthenticated as failure:
            raise await self._failed(visit, failure, now) from failure
        try:
            operation = self._admitted(visit, shown, (service, f"/{rest}"), now)
            reply = await self._answer(visit, shown, operation, f"/{rest}")
        except errors.TokenInvalid as failure:
            self._failures.note(shown.authority.client_id, now)
            reply = self._refusal(visit, failure)
        except ServiceError as failure:
            reply = self._refusal(visit, failure)
        return replace(reply, headers={**reply.headers, **self._told(shown, now)})

    def _must_wait(self, visit: Visit, known: Authority) -> Reply | None:
        """Refuse a caller who has been told to wait, before the work of looking at their proof.

        Nothing is decided, used up or answered by it. To whoever shows a stolen token it tells that
        its owner has asked too much, and until when.
        """
        try:
            self._gate.remembered.check(known)
        except errors.TooManyRequests as failure:
            told = self._gate.remembered.headers(known)
            reply = self._refusal(visit, failure)
            return replace(reply, headers={**reply.headers, **told})
        return None

    async def _failed(
        self, visit: Visit, failure: errors.Unauthenticated, now: datetime
    ) -> ServiceError:
        """Return what a failed try is answered: the failure, or to wait (A9)."""
        if failure.challenge is None:
            return failure
        # The log is told once a minute how many, not of each.
        self._failures.note(None, now)
        if isinstance(failure, errors.TokenExpired):
            return failure
        seconds = await self._tries.note(f"from {visit.address}")
        return failure if seconds is None else errors.TooManyBadTokens(seconds)

    def _admitted(
        self, visit: Visit, shown: Shown, place: tuple[str, str], now: datetime
    ) -> Operation:
        """Find what is asked, for a caller who has not just been told to wait."""
        proof = shown.proof
        if proof is not None and proof.nonce is not None:
            self._check_nonce(proof.nonce, proof.thumbprint, now)
        operation = route(self._gate, place[0], visit.arrival.method, place[1])
        ending = operation.rules.lifecycle
        if ending is not None and ending.over(now):
            raise errors.OperationRetired(ending.headers())
        # Their last token, or another machine's of theirs, may have been told: this one is new.
        self._gate.remembered.check(shown.authority)
        return operation

    def _check_nonce(self, nonce: str, thumbprint: str, now: datetime) -> None:
        if not self._gate.nonces.accepts(nonce, thumbprint, now):
            msg = "use the DPoP-Nonce of this answer"
            raise errors.NonceWrong(msg)

    def _refusal(self, visit: Visit, failure: ServiceError) -> Reply:
        return problem(failure, visit.request_id, resource=self._resource)

    def _told(self, shown: Shown, now: datetime) -> dict[str, str]:
        """Return what every authenticated caller is told: what is left, and the next nonce."""
        told = self._gate.remembered.headers(shown.authority)
        if shown.proof is not None:
            told["dpop-nonce"] = self._gate.nonces.issue(shown.proof.thumbprint, now)
        return told

    async def _answer(self, visit: Visit, shown: Shown, operation: Operation, path: str) -> Reply:
        headers = visit.arrival.headers
        said = {
            "ppit.request_id": str(visit.request_id),
            "ppit.org_id": shown.authority.org_id,
        }
        with self._gate.tracer.start_as_current_span(
            operation.name, kind=SpanKind.SERVER, attributes=said, record_exception=False
        ) as span:
            query, fields = read_fields(visit.arrival.query)
            if query != visit.arrival.query:
                visit = replace(visit, arrival=replace(visit.arrival, query=query))
            question = Question(
                operation, headers.get("case-reference"), headers.get("idempotency-key"), fields
            )
            answer = self._of_file if brings_file(visit, operation) else self._of_json
            reply = await answer(visit, shown, question, path)
            span.set_attribute("http.response.status_code", reply.status)
            told = with_lifecycle({**reply.headers}, operation.rules.lifecycle)
            return replace(reply, headers=told)

    async def _of_json(self, visit: Visit, shown: Shown, question: Question, path: str) -> Reply:
        asked = await read_small(visit, path, question.operation)
        permitted = await self._permitted(visit, shown, question)
        return await disclose(self._gate, permitted, asked)

    async def _of_file(self, visit: Visit, shown: Shown, question: Question, path: str) -> Reply:
        # Decided before, so that no file is taken from whoever may not send it; and again when it
        # is in, minutes later, because an agreement may have ended in the meantime.
        await self._permitted(visit, shown, question)
        with self._room.place(shown.authority.org_id):
            asked = await read_large(visit, path, question.operation)
            with closing(cast("Spooled", asked.body).file):
                permitted = await self._permitted(visit, shown, question)
                return await disclose(self._gate, permitted, asked)

    async def _permitted(self, visit: Visit, shown: Shown, question: Question) -> Permitted:
        gate, operation, authority = self._gate, question.operation, shown.authority
        standing = await gate.registry.standing(
            authority.client_id, authority.agreement_id, authority.user_id
        )
        if gate.registry.watch.revoked(shown.token_id):
            msg = "it was taken back"
            raise errors.TokenInvalid(msg)
        wanted = visit.arrival.headers.get(HEADER)
        if failure := scenario(wanted, sandbox=standing.sandbox and standing.client_active):
            raise failure
        decision = decide(question, authority, standing)
        if isinstance(decision, Refused):
            raise await self._refused(visit, shown, operation, standing, decision)
        return Permitted(
            request_id=visit.request_id,
            authority=authority,
            operation=operation,
            allowed=decision,
            purpose=authority.purpose,
            case_reference=question.case_reference or "",
            idempotency_key=question.idempotency_key if operation.rules.idempotent else None,
            via=None,
            proof=shown.proof,
        )

    async def _refused(  # what a refusal is said with
        self,
        visit: Visit,
        shown: Shown,
        operation: Operation,
        standing: Standing,
        decision: Refused,
    ) -> ServiceError:
        if not isinstance(decision.reason, errors.Denied):
            return decision.reason
        denial = Denial(
            visit.request_id,
            shown.authority,
            operation,
            None,
            decision.grounds,
            shown.proof,
            standing.legal_basis,
            visit.arrival.headers.get("case-reference"),
        )
        once = shown.proof.proof_id if shown.proof else ""
        needs = Needs(once, limits_of(standing.agreement, shown.authority))
        return await deny(self._gate, denial, decision.reason, needs)


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
