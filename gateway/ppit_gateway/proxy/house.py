"""The internal listener: a service asks another, brings its facts, or asks if a job may go on.

Every question inside the house is decided and logged like a partner's. It is asked with the hop
token of the request that the service serves, or with the mandate of its job.
"""

import asyncio
import json
import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import cast

from ppit_gateway import errors
from ppit_gateway.domain import record
from ppit_gateway.domain.decide import Question, Refused, out_of_force, unrecognised
from ppit_gateway.domain.house_calls import HouseRule, authority_of, decide_house_call
from ppit_gateway.log.canonical import NotCanonical
from ppit_gateway.log.entries import Draft
from ppit_gateway.log.errors import EntryRefused, LogConflict
from ppit_gateway.proxy.asking import read_small
from ppit_gateway.proxy.body import read_body
from ppit_gateway.proxy.disclose import deny, disclose
from ppit_gateway.proxy.door import Visit
from ppit_gateway.proxy.facts import entries_of
from ppit_gateway.proxy.gate import Gate, Permitted
from ppit_gateway.proxy.house_orders import check_standing, take_events
from ppit_gateway.proxy.partners import route
from ppit_gateway.proxy.reply import Reply
from ppit_platform import caller_claims, strict_json
from ppit_platform.caller import Caller
from ppit_platform.caller_claims import CallerUnreadable
from ppit_platform.deadline import TIME_LEFT, seconds_of
from ppit_platform.hop import read_hop
from ppit_platform.house import EVENTS_PATH, FACTS_PATH, MANDATES_PATH, STANDINGS_PATH
from ppit_platform.ids import new_id
from ppit_platform.mandate import open_mandate
from ppit_platform.service_call import ServiceRequest, open_service_call
from ppit_platform.tokens import InvalidToken, SharedKey, shared_key_name_of

_FOR_ITSELF = frozenset({FACTS_PATH, MANDATES_PATH, STANDINGS_PATH, EVENTS_PATH})
LARGEST_BODY = 16 * 1024 * 1024
_MOST_FACTS = 500
_UNREADABLE = (KeyError, TypeError, AttributeError, record.FactUnreadable, CallerUnreadable)
_log = logging.getLogger("ppit.gate")


@dataclass(frozen=True, slots=True)
class _Asker:
    """The service that asks, on behalf of whom, for how many people at most."""

    service: str
    caller: Caller


class House:
    """Answers what services ask of the gate."""

    def __init__(self, gate: Gate, rules: Iterable[HouseRule]) -> None:
        self._gate = gate
        self._rules = tuple(rules)
        self._services = frozenset(one.service for one in gate.routes.operations)

    async def answer(self, visit: Visit) -> Reply | None:
        path = visit.arrival.path
        if path in _FOR_ITSELF:
            return await self._for_itself(visit, path)
        service, _, rest = path.removeprefix("/").partition("/")
        if service not in self._services:
            return None
        return await self._on_behalf(visit, service, f"/{rest}")

    async def _for_itself(self, visit: Visit, path: str) -> Reply:
        if visit.arrival.method != "POST":
            msg = "see Allow"
            raise errors.MethodNotAllowed(msg, frozenset({"POST"}))
        body = await read_body(visit.receive, visit.arrival.length)
        service = self._service_of(visit, ServiceRequest("POST", path, body))
        document = strict_json.parse(body, max_bytes=LARGEST_BODY)
        if not isinstance(document, dict):
            msg = "an object is expected"
            raise errors.BadRequest(msg)
        fields = cast("Mapping[str, object]", document)
        if path == FACTS_PATH:
            return await self._take_facts(service, fields.get("facts"))
        if path == STANDINGS_PATH:
            return _json(await check_standing(self._gate, service, fields))
        if path == EVENTS_PATH:
            return _json(await take_events(self._gate, service, fields))
        return await self._check_mandate(service, fields.get("mandate"))

    def _service_of(self, visit: Visit, request: ServiceRequest) -> str:
        raw = _credential(visit, "Hop ")
        try:
            key = self._key_of(raw)
            return open_service_call(raw, request, key=key, now=datetime.now(UTC))
        except InvalidToken as failure:
            raise errors.TokenInvalid(str(failure)) from failure

    def _key_of(self, raw: str) -> SharedKey:
        key = self._gate.hop_keys.get(shared_key_name_of(raw))
        if key is None:
            msg = "no service of this house"
            raise InvalidToken(msg)
        return key

    async def _take_facts(self, service: str, facts: object) -> Reply:
        """Log facts that were pushed; answer which of them are in the log now."""
        if not isinstance(facts, list) or len(cast("list[object]", facts)) > _MOST_FACTS:
            msg = f"a list of at most {_MOST_FACTS} facts"
            raise errors.BadRequest(msg)
        read = [_pushed(service, pushed) for pushed in cast("list[object]", facts)]
        entries = [drafts for drafts in read if drafts]
        # Side by side, so that they share a commit; one that is refused does not hold up the rest.
        logged = await asyncio.gather(*(self._logged(drafts) for drafts in entries))
        return _json(
            {"logged": [drafts[0].key for drafts, yes in zip(entries, logged, strict=True) if yes]}
        )

    async def _logged(self, drafts: Sequence[Draft]) -> bool:
        try:
            await self._gate.log.append_many(drafts)
        except (LogConflict, EntryRefused, NotCanonical) as failure:
            # The log holds another fact of this id, or none could hold this one: the service keeps
            # it, and we hear of it.
            _log.error("fact_refused id=%s type=%s", drafts[0].key, type(failure).__name__)
            return False
        return True

    async def _check_mandate(self, service: str, raw: object) -> Reply:
        """Say whether a job may go on: its mandate lasts, and what it rests on still stands."""
        now = datetime.now(UTC)
        try:
            mandate = open_mandate(str(raw), key=self._gate.mandate_key.public, now=now)
        except InvalidToken:
            return _json({"allowed": False, "code": "MANDATE_ENDED"})
        if mandate.service != service:
            return _json({"allowed": False, "code": "MANDATE_OF_ANOTHER_SERVICE"})
        authority = authority_of(mandate.caller)
        standing = await self._gate.registry.standing(
            authority.client_id, authority.agreement_id, authority.user_id
        )
        refusal = unrecognised(authority, standing) or out_of_force(standing)
        if refusal is not None:
            return _json({"allowed": False, "code": refusal.code})
        return _json({"allowed": True})

    async def _on_behalf(self, visit: Visit, service: str, path: str) -> Reply:
        asker = self._asker(visit)
        caller = asker.caller
        operation = route(self._gate, service, visit.arrival.method, path)
        asked = await read_small(visit, path, operation)
        asked = replace(asked, seconds=seconds_of(visit.arrival.headers.get(TIME_LEFT.lower())))
        authority = authority_of(caller)
        standing = await self._gate.registry.standing(
            authority.client_id, authority.agreement_id, authority.user_id
        )
        key = visit.arrival.headers.get("idempotency-key")
        question = Question(operation, caller.case_reference, key)
        decision = decide_house_call(asker.service, caller, question, standing, self._rules)
        request_id = new_id()
        if isinstance(decision, Refused):
            if isinstance(decision.reason, errors.Denied):
                denial = record.Denial(
                    request_id,
                    authority,
                    operation,
                    asker.service,
                    decision.grounds,
                    legal_basis=standing.legal_basis,
                    case_reference=caller.case_reference,
                )
                raise await deny(self._gate, denial, decision.reason)
            raise decision.reason
        allowed, purpose = decision
        permitted = Permitted(
            request_id=request_id,
            authority=authority,
            operation=operation,
            allowed=allowed,
            purpose=purpose,
            case_reference=caller.case_reference,
            idempotency_key=key if operation.rules.idempotent else None,
            via=asker.service,
        )
        return await disclose(self._gate, permitted, asked)

    def _asker(self, visit: Visit) -> _Asker:
        now = datetime.now(UTC)
        header = visit.arrival.headers.get("authorization", "")
        try:
            if header.startswith("Mandate "):
                raw = header.removeprefix("Mandate ")
                mandate = open_mandate(raw, key=self._gate.mandate_key.public, now=now)
                return _Asker(mandate.service, mandate.caller)
            raw = _credential(visit, "Hop ")
            key = self._key_of(raw)
            hop = read_hop(raw, key=key, audience=key.name, now=now)
            self._gate.origin.check(hop)
            return _Asker(key.name, hop.caller)
        except InvalidToken as failure:
            raise errors.TokenInvalid(str(failure)) from failure


def _credential(visit: Visit, scheme: str) -> str:
    header = visit.arrival.headers.get("authorization", "")
    if not header.startswith(scheme):
        msg = "this listener answers services of the house only"
        raise errors.Unauthenticated(msg)
    return header.removeprefix(scheme)


def _pushed(service: str, value: object) -> list[Draft]:
    """Return what the log shall be told; of what is no fact nothing: its service keeps it."""
    try:
        fields = cast("Mapping[str, object]", value)
        happened = record.read_fact(fields["fact"])
        caller = caller_claims.from_json(fields["caller"])
        job_id = fields.get("job_id")
    except _UNREADABLE as failure:
        _log.error("fact_unreadable service=%s type=%s", service, type(failure).__name__)
        return []
    return entries_of(service, caller, happened, job_id=None if job_id is None else str(job_id))


def _json(value: Mapping[str, object]) -> Reply:
    return Reply(200, json.dumps(value).encode())
