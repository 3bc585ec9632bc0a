"""What services ask of the gate for a standing order: does it still hold, and whom to tell what.

An event goes to the webhooks service under a hop of the house's own, for the organisation that the
object belongs to. No partner can ask that operation: it is in no published document.
"""

import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from http import HTTPStatus
from typing import cast

from ppit_gateway import errors
from ppit_gateway.domain.agreements import Standing
from ppit_gateway.domain.decide import out_of_force, unrecognised
from ppit_gateway.domain.house_calls import authority_of
from ppit_gateway.proxy.connection import ServiceRequest
from ppit_gateway.proxy.gate import Gate
from ppit_platform import caller_claims
from ppit_platform.audit import ENVELOPE_TYPE, Envelope, EnvelopeBroken
from ppit_platform.caller import Caller
from ppit_platform.caller_claims import CallerUnreadable
from ppit_platform.codes import PurposeCode
from ppit_platform.events import BATCH, EventType
from ppit_platform.hop import HOP_LIFE, Hop, body_digest, seal_hop
from ppit_platform.house_caller import the_house
from ppit_platform.spool import JSON

WEBHOOKS = "webhooks"
_TAKE = "/v1/events"
_UNREADABLE = (KeyError, TypeError, AttributeError, ValueError)
_log = logging.getLogger("ppit.gate")


async def check_standing(
    gate: Gate, service: str, asked: Mapping[str, object]
) -> dict[str, object]:
    """Say whether an order that outlives its token still holds, under the agreement as it is now.

    ``asked`` is ``{"caller", "services"}``. Client and agreement must stand and be in force, the
    agreement must grant some scope of ``service``, and some agreement of the client one of each of
    ``services``. Another version of an agreement is no end.
    """
    try:
        caller = caller_claims.from_json(asked["caller"])
        services = frozenset(cast("list[str]", asked["services"]))
    except (*_UNREADABLE, CallerUnreadable) as failure:
        msg = "a caller and the services are expected"
        raise errors.BadRequest(msg) from failure
    standing = await gate.registry.standing(caller.client_id, caller.agreement_id, None)
    refusal = _refusal(caller, standing)
    if refusal is None and service not in _services(standing):
        refusal = errors.InsufficientScope.code
    if refusal is None and not services <= await _covered(gate, caller):
        refusal = errors.InsufficientScope.code
    if refusal is not None or standing.agreement is None:
        return {"allowed": False, "code": refusal}
    return {"allowed": True, "agreement_version": standing.agreement.version}


def _refusal(caller: Caller, standing: Standing) -> str | None:
    agreement = standing.agreement
    if agreement is None:
        return errors.AgreementNotFound.code
    authority = replace(
        authority_of(caller), user_id=None, assurance=None, agreement_version=agreement.version
    )
    refusal = unrecognised(authority, standing) or out_of_force(standing)
    return None if refusal is None else refusal.code


def _services(standing: Standing) -> frozenset[str]:
    scopes = standing.agreement.scopes if standing.agreement else frozenset[str]()
    return frozenset(scope.partition(":")[0] for scope in scopes)


async def _covered(gate: Gate, caller: Caller) -> frozenset[str]:
    """Return the services that any agreement in force grants the client something of."""
    covered: frozenset[str] = frozenset()
    for agreement_id in await gate.registry.agreements_of(caller.client_id):
        standing = await gate.registry.standing(caller.client_id, agreement_id, None)
        if _refusal(replace(caller, agreement_id=agreement_id), standing) is None:
            covered |= _services(standing)
    return covered


async def take_events(gate: Gate, service: str, asked: Mapping[str, object]) -> dict[str, object]:
    """Hand events of ``service`` on and say which were taken, now or before.

    ``asked`` is ``{"events": [Event.as_json()]}``. One that is not the service's own to announce
    is not taken. ``ServiceUnavailable`` if the webhooks service is away.
    """
    events = asked.get("events")
    if not isinstance(events, list) or len(cast("list[object]", events)) > BATCH:
        msg = f"a list of at most {BATCH} events"
        raise errors.BadRequest(msg)
    by_owner: dict[str, list[Mapping[str, object]]] = {}
    for event in cast("list[object]", events):
        owner = _owner(service, event)
        if owner is not None:
            by_owner.setdefault(owner, []).append(cast("Mapping[str, object]", event))
    taken: list[str] = []
    for org_id, theirs in by_owner.items():
        taken += await _handed_on(gate, service, org_id, theirs)
    return {"taken": taken}


def _owner(service: str, event: object) -> str | None:
    try:
        fields = cast("Mapping[str, object]", event)
        if EventType(fields["type"]).service == service and isinstance(fields["org_id"], str):
            return fields["org_id"]
    except _UNREADABLE as failure:
        _log.error("event_unreadable service=%s type=%s", service, type(failure).__name__)
        return None
    _log.error("event_not_its_own service=%s", service)
    return None


async def _handed_on(
    gate: Gate, service: str, org_id: str, events: Sequence[Mapping[str, object]]
) -> list[str]:
    caller = replace(
        the_house(service, PurposeCode.PARTNER_ADMINISTRATION, "EVENTS"), org_id=org_id
    )
    body = json.dumps({"events": events}).encode()
    answer = await gate.upstreams.ask(WEBHOOKS, _sealed(gate, caller, body), seconds=gate.seconds)
    try:
        if answer.content_type == ENVELOPE_TYPE and answer.status == HTTPStatus.OK:
            said = cast("dict[str, list[str]]", json.loads(Envelope.unpack(answer.body).body))
            return said["taken"]
    except (EnvelopeBroken, *_UNREADABLE) as failure:
        msg = "its answer broke off"
        raise errors.BadUpstream(msg) from failure
    _log.error("events_refused service=%s status=%d", service, answer.status)
    return []


def _sealed(gate: Gate, caller: Caller, body: bytes) -> ServiceRequest:
    key = gate.hop_keys.get(WEBHOOKS)
    if key is None:
        msg = "it has no hop key here"
        raise errors.ServiceUnavailable(msg)
    hop = Hop(
        caller=caller,
        audience=WEBHOOKS,
        method="POST",
        path=_TAKE,
        body_sha256=body_digest(body),
        idempotency_key=None,
        idempotency_fingerprint=None,
        mandate=None,
        expires=datetime.now(UTC) + HOP_LIFE,
    )
    headers = {
        "Authorization": f"Hop {seal_hop(hop, key)}",
        "X-Request-ID": str(caller.request_id),
        "Content-Type": JSON,
    }
    return ServiceRequest("POST", _TAKE, headers, body)
