"""The order of disclosure: reserve, say it in the log, ask, look at the answer, log it, let it go.

Nothing of an answer leaves before the entry that says so is durable. Whatever fails on the way
ends in a refusal without personal data.
"""

import hashlib
import logging
import time
from dataclasses import dataclass, replace

from sqlalchemy.exc import SQLAlchemyError

from ppit_gateway import errors
from ppit_gateway.domain import record
from ppit_gateway.domain.decide import Authority
from ppit_gateway.domain.filtering import Filtered
from ppit_gateway.log.canonical import NotCanonical
from ppit_gateway.log.client import Passed
from ppit_gateway.log.entries import Draft
from ppit_gateway.log.errors import (
    BreadthRefused,
    EntryRefused,
    LogConflict,
    LogUnavailable,
    PassedBefore,
    TurnRefused,
)
from ppit_gateway.log.proofs import receipt_header
from ppit_gateway.log.turnstile import Needs, Seen
from ppit_gateway.log.wire import NO_NEEDS
from ppit_gateway.proxy.answer_reader import ServiceAnswer
from ppit_gateway.proxy.facts import entries_of
from ppit_gateway.proxy.gate import Gate, Permitted
from ppit_gateway.proxy.hopping import Asked, service_request
from ppit_gateway.proxy.judge import Judged, judge
from ppit_gateway.proxy.limits import needs_of, seen_by, too_many
from ppit_gateway.proxy.reply import Reply, problem
from ppit_gateway.storage.quota import Reservation
from ppit_platform.caller import Caller
from ppit_platform.deadline import TooSlow
from ppit_platform.errors import ServiceError

_NOTHING = Filtered(None, frozenset(), frozenset(), frozenset())
_NOT_ANSWERED = (
    errors.ReducedCapacity,
    errors.ServiceUnavailable,
    errors.ServiceTimeout,
    errors.BadUpstream,
    errors.PeopleQuotaExceeded,
)
_KEPT_FOR_THE_LOG = 0.5
_LEAST_SECONDS = 0.05
_log = logging.getLogger("ppit.gate")


@dataclass(frozen=True, slots=True)
class _Answered:
    """What became of the question: an answer that may leave, or the failure instead of it."""

    reply: Reply
    judged: Judged | None
    failure: ServiceError | None
    milliseconds: int


async def disclose(gate: Gate, permitted: Permitted, asked: Asked) -> Reply:
    """Answer one permitted request.

    Raises ``PeopleQuotaExceeded`` when the day is spent, ``TooManyRequests`` and ``AbnormalUsage``
    where a limit is reached, and ``LogUnavailable`` when the log does not answer: before the
    service was asked, or after, with its answer held back.
    """
    reservation = await _reserve(gate, permitted)
    caller = permitted.caller(reservation.people if reservation else 0)
    # Until it is known how many were disclosed, all of them count as if they were.
    disclosed = caller.people_limit
    try:
        try:
            await _admitted(gate, permitted, _intent(permitted, caller))
        except ServiceError:
            disclosed = 0
            raise
        answered = await _ask(gate, permitted, caller, asked)
        disclosed = record.people_disclosed(answered.judged.facts) if answered.judged else 0
        # Where the log does not answer it may yet say that these were disclosed: they stay counted.
        passed = await _conclude(gate, permitted, caller, answered)
    finally:
        await _give_back(gate, reservation, disclosed)
    headers = {
        **answered.reply.headers,
        "audit-receipt": receipt_header(passed.receipts[0], passed.proof),
    }
    reply = answered.reply
    return Reply(reply.status, reply.body, reply.content_type, headers)


async def deny(
    gate: Gate, denial: record.Denial, failure: errors.Denied, needs: Needs = NO_NEEDS
) -> ServiceError:
    """Say a refusal in the log and return it. ``LogUnavailable`` if even that cannot be said.

    Refusals count as requests do: where a limit is reached, that is what is returned instead.
    """
    said, sealed = record.denied(denial, failure.code), record.sealed_case(denial)
    draft = Draft("denied", str(denial.request_id), said, sealed)
    try:
        await _counted(gate, denial.authority, draft, needs)
    except (errors.ProofInvalid, errors.TooManyRequests) as instead:
        return instead
    return failure


def _intent(permitted: Permitted, caller: Caller) -> Draft:
    allowed = permitted.allowed
    legal_basis = allowed.agreement.legal_basis
    footing = record.Footing(legal_basis, permitted.via, allowed.grounds, permitted.proof)
    said = record.intent(caller, permitted.operation, footing)
    sealed = {record.SEALED_CASE: permitted.case_reference}
    return Draft("intent", str(caller.request_id), said, sealed)


async def _admitted(gate: Gate, permitted: Permitted, intent: Draft) -> None:
    """Make the intent durable, if the log's turnstile lets it pass."""
    if permitted.via is not None:
        # Inside the house it is the partner's own request that was counted.
        await _passed(gate, [intent], NO_NEEDS)
        return
    needs = needs_of(
        permitted.allowed.agreement,
        permitted.authority,
        permitted.operation,
        permitted.proof.proof_id if permitted.proof else "",
    )
    try:
        await _counted(gate, permitted.authority, intent, needs)
    except BreadthRefused as refusal:
        _log.warning("abnormal_usage id=%s client=%s", intent.key, permitted.authority.client_id)
        denial = _denial(permitted)
        failure = errors.AbnormalUsage("wait an hour; that you asked is in the log")
        raise await deny(gate, denial, failure, replace(needs, breadth=None)) from refusal


def _denial(permitted: Permitted) -> record.Denial:
    return record.Denial(
        permitted.request_id,
        permitted.authority,
        permitted.operation,
        permitted.via,
        permitted.allowed.grounds,
        permitted.proof,
        permitted.allowed.agreement.legal_basis,
        permitted.case_reference,
    )


async def _reserve(gate: Gate, permitted: Permitted) -> Reservation | None:
    wanted = permitted.allowed.people_wanted
    if wanted == 0:
        return None
    agreement = permitted.allowed.agreement
    reservation = await gate.quota.reserve(
        agreement.agreement_id, want=wanted, most=agreement.people_per_day
    )
    if reservation is None:
        msg = "it opens again at midnight in London"
        failure = errors.PeopleQuotaExceeded(msg)
        denial = _denial(permitted)
        needs = Needs(permitted.proof.proof_id if permitted.proof else "")
        raise await deny(gate, denial, failure, needs)
    return reservation


async def _ask(gate: Gate, permitted: Permitted, caller: Caller, asked: Asked) -> _Answered:
    begun = time.monotonic()
    try:
        answer = await _service_answer(gate, permitted, caller, asked, begun)
        judged = judge(answer, permitted, asked.form, caller.people_limit)
    except _NOT_ANSWERED as failure:
        _log.warning("upstream_failed id=%s code=%s", caller.request_id, failure.code)
        reply = problem(failure, caller.request_id, resource=gate.issuer)
        return _Answered(reply, None, failure, _milliseconds(begun))
    reply = Reply(judged.status, judged.body, judged.content_type, judged.headers)
    return _Answered(reply, judged, None, _milliseconds(begun))


async def _service_answer(
    gate: Gate, permitted: Permitted, caller: Caller, asked: Asked, begun: float
) -> ServiceAnswer:
    """Ask the service, if it has room and answers at all, within the time that is left."""
    whole = min(gate.seconds, asked.seconds) + asked.seconds_to_pass_on - _KEPT_FOR_THE_LOG
    left = max(_LEAST_SECONDS, whole - (begun - asked.started))
    service = permitted.operation.service
    with gate.load.place(service, permitted.authority.org_id) as passage:
        request = service_request(gate, permitted, caller, asked, seconds=left)
        try:
            answer = await gate.upstreams.ask(service, request, seconds=left)
        except (errors.ServiceUnavailable, errors.ServiceTimeout):
            passage.failed = True
            raise
        passage.failed = False
        return answer


async def _conclude(
    gate: Gate, permitted: Permitted, caller: Caller, answered: _Answered
) -> Passed:
    """Make the outcome and its facts durable, together, and have the outcome proved."""
    judged = answered.judged
    facts = judged.facts if judged else ()
    outcome = record.Outcome(
        status=answered.reply.status,
        response_sha256=hashlib.sha256(answered.reply.body).hexdigest(),
        upstream_ms=answered.milliseconds,
        filtered=judged.filtered if judged else _NOTHING,
        facts=facts,
        people_reserved=caller.people_limit,
        failure=answered.failure.code if answered.failure else None,
    )
    said = record.outcome(caller, permitted.operation, outcome)
    sealed = {record.SEALED_CASE: permitted.case_reference}
    service = permitted.operation.service
    return await _passed(
        gate,
        [
            Draft("outcome", str(caller.request_id), said, sealed),
            *(draft for one in facts for draft in entries_of(service, caller, one)),
        ],
        NO_NEEDS,
        prove=True,
        seen=None if permitted.via else seen_by(permitted.authority, facts),
    )


async def _counted(gate: Gate, authority: Authority, draft: Draft, needs: Needs) -> None:
    """Make one entry durable, if it may pass, and remember what is left.

    Raises ``ProofInvalid`` or ``TooManyRequests`` where its turn has not come, and
    ``BreadthRefused``.
    """
    try:
        passed = await _passed(gate, [draft], needs)
    except PassedBefore as refusal:
        msg = "this proof was used before; make one for each request"
        raise errors.ProofInvalid(msg) from refusal
    except TurnRefused as refusal:
        gate.remembered.note(authority, needs.limits, refusal.turns)
        raise too_many(refusal.turns) from refusal
    gate.remembered.note(authority, needs.limits, passed.turns)


async def _passed(
    gate: Gate,
    drafts: list[Draft],
    needs: Needs,
    *,
    seen: Seen | None = None,
    prove: bool = False,
) -> Passed:
    """Return what the log says when all are durable."""
    try:
        return await gate.log.pass_through(drafts, needs, seen=seen, prove=prove)
    except (LogConflict, EntryRefused, NotCanonical) as failure:
        # The log holds something else under our request's id: whatever it is, not our leave.
        _log.exception("log_refused kind=%s id=%s", drafts[0].kind, drafts[0].key)
        msg = "the log did not take the entry"
        raise LogUnavailable(msg) from failure


async def _give_back(gate: Gate, reservation: Reservation | None, disclosed: int) -> None:
    if reservation is None:
        return
    unused = max(0, reservation.people - disclosed)
    try:
        await gate.quota.conclude(reservation, unused)
    except (SQLAlchemyError, TooSlow):
        # They stay reserved until midnight: too few disclosures, never too many.
        _log.warning("quota_kept agreement=%s people=%d", reservation.agreement_id, unused)


def _milliseconds(begun: float) -> int:
    return int((time.monotonic() - begun) * 1000)
