"""What the log is told: identifiers, codes, counts and pseudonyms; never what anybody is called.

DPA 2018 s.62 asks for date, time, who, and to whom; we add the purpose and the rules that decided,
so that a decision can be replayed years later. The case reference is partner text: it goes in
sealed, never in a body. Facts are entries of their own, each once, whoever brings them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from dataclasses import fields as dataclass_fields
from typing import cast
from uuid import UUID

from pydantic import TypeAdapter, ValidationError

from ppit_gateway.domain.decide import POLICY_VERSION, Authority
from ppit_gateway.domain.filtering import Filtered
from ppit_gateway.domain.grounds import Grounds, Sent
from ppit_gateway.domain.operations import Operation
from ppit_platform.audit import AuditFact
from ppit_platform.caller import Actor, Caller
from ppit_platform.codes import LogOperation
from ppit_platform.dpop import Proof

SEALED_CASE = "case_reference"


class FactUnreadable(ValueError):
    """What a service sent as a fact is none."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one allowed request."""

    status: int
    response_sha256: str
    upstream_ms: int
    filtered: Filtered
    facts: tuple[AuditFact, ...]
    people_reserved: int
    failure: str | None


@dataclass(frozen=True, slots=True)
class Denial:
    """Who was refused, and what they asked. ``legal_basis`` is their agreement's, if they have one;
    ``case_reference`` is partner text.
    """

    request_id: UUID
    authority: Authority
    operation: Operation
    via: str | None
    grounds: Grounds
    proof: Proof | None = None
    legal_basis: str | None = None
    case_reference: str | None = None


_FACT = TypeAdapter(AuditFact)
_FACT_NAMES = frozenset(AuditFact(LogOperation.DISCLOSURE).as_json())
_RARE_NAMES = frozenset(one.name for one in dataclass_fields(AuditFact)) - _FACT_NAMES


def read_fact(value: object) -> AuditFact:
    """Read a fact back; ``FactUnreadable`` unless it has the names and types of one, no others."""
    names = list(cast("dict[object, object]", value)) if isinstance(value, dict) else []
    if {name for name in names if name not in _RARE_NAMES} != set[object](_FACT_NAMES):
        msg = "not the names of a fact"
        raise FactUnreadable(msg)
    try:
        return _FACT.validate_python(value)
    except ValidationError as failure:
        msg = "not the types of a fact"
        raise FactUnreadable(msg) from failure


def people_disclosed(facts: tuple[AuditFact, ...]) -> int:
    """Count the different people that the facts say were disclosed."""
    return len({subject for fact in facts for subject in fact.subjects_disclosed})


@dataclass(frozen=True, slots=True)
class Footing:
    """What an allowed request stands on. ``via`` is the service that asks, inside the house;
    ``proof`` is the partner's signature on this very question, where there is one.
    """

    legal_basis: str
    via: str | None
    grounds: Grounds
    proof: Proof | None


def intent(caller: Caller, operation: Operation, footing: Footing) -> dict[str, object]:
    """Say what is about to be asked, and on what footing the agreement lets it be."""
    return {
        **_who(caller),
        "operation": operation.name,
        "log_operation": operation.rules.log_operation.value,
        "decision": "ALLOWED",
        "policy_version": POLICY_VERSION,
        "legal_basis": footing.legal_basis,
        "scopes": sorted(caller.scopes),
        "people_reserved": caller.people_limit,
        "via": footing.via,
        "grounds": footing.grounds.as_json(),
        "proof": _proof(footing.proof),
    }


def outcome(caller: Caller, operation: Operation, result: Outcome) -> dict[str, object]:
    """Say what was answered: the names of the fields that left, never what stood in them."""
    withheld: dict[str, int] = {}
    for fact in result.facts:
        for reason, number in fact.withheld.items():
            withheld[reason] = withheld.get(reason, 0) + number
    return {
        **_who(caller),
        "operation": operation.name,
        "log_operation": operation.rules.log_operation.value,
        "status": result.status,
        "failure": result.failure,
        "response_sha256": result.response_sha256,
        "upstream_ms": result.upstream_ms,
        "facts": [str(fact.fact_id) for fact in result.facts],
        "people_reserved": result.people_reserved,
        "people_disclosed": people_disclosed(result.facts),
        "fields": sorted(result.filtered.passed),
        "fields_withheld": sorted(result.filtered.withheld),
        "fields_unpublished": sorted(result.filtered.unpublished),
        "withheld": withheld,
    }


def denied(denial: Denial, code: str) -> dict[str, object]:
    """Say that an authenticated caller was refused, and why."""
    authority = denial.authority
    return {
        "request_id": str(denial.request_id),
        "org_id": authority.org_id,
        "client_id": authority.client_id,
        "user_id": authority.user_id,
        "role": None if denial.grounds.role is None else denial.grounds.role.value,
        "agreement_id": authority.agreement_id,
        "agreement_version": authority.agreement_version,
        "purpose": authority.purpose.value,
        "operation": denial.operation.name,
        "log_operation": LogOperation.DENIED.value,
        "decision": code,
        "policy_version": POLICY_VERSION,
        "legal_basis": denial.legal_basis,
        "via": denial.via,
        "grounds": denial.grounds.as_json(),
        "proof": _proof(denial.proof),
    }


def sealed_case(denial: Denial) -> dict[str, str]:
    """Return the case that was given, if it has the form of one: to be sealed, never in a body."""
    if denial.case_reference is None or denial.grounds.case is not Sent.GIVEN:
        return {}
    return {SEALED_CASE: denial.case_reference}


def fact(
    service: str, caller: Caller, happened: AuditFact, *, job_id: str | None = None
) -> dict[str, object]:
    """Say what was done to whose data; the same text whether the gate saw it or it was pushed."""
    return {**_who(caller), "service": service, "job_id": job_id, "fact": happened.as_json()}


def covert(
    service: str, caller: Caller, happened: AuditFact, *, job_id: str | None = None
) -> dict[str, object]:
    """Say what was done, and when it will be said to whose data: the subjects are sealed."""
    unnamed = replace(happened, subjects_searched=(), subjects_disclosed=())
    return {
        **fact(service, caller, unnamed, job_id=job_id),
        "reveal_after": happened.covert_until.isoformat() if happened.covert_until else None,
    }


def alias(
    service: str, caller: Caller, happened: AuditFact, pair: tuple[str, str]
) -> dict[str, object]:
    """Say that two pseudonyms are one person from now on, and which fact says why."""
    merged = {"pseudonyms": list(pair), "fact_id": str(happened.fact_id)}
    return {**_who(caller), "service": service, **merged}


def reveal(service: str, caller: Caller, happened: AuditFact) -> dict[str, object]:
    """Say who ended a covert entry's time early, and which fact says why."""
    return {**_who(caller), "service": service, "fact_id": str(happened.fact_id)}


def _who(caller: Caller) -> dict[str, object]:
    return {
        "request_id": str(caller.request_id),
        "org_id": caller.org_id,
        "client_id": caller.client_id,
        "actor": _person(caller.actor),
        "purpose": caller.purpose.value,
        "regime": caller.regime.value,
        "agreement_id": caller.agreement_id,
        "agreement_version": caller.agreement_version,
    }


def _proof(proof: Proof | None) -> Mapping[str, str] | None:
    """Name the proof, which may be used once, and the digest of its text, which nobody else could
    have signed (RFC 9449).
    """
    return None if proof is None else {"id": proof.proof_id, "sha256": proof.sha256}


def _person(actor: Actor | None) -> Mapping[str, str] | None:
    if actor is None:
        return None
    return {"user_id": actor.user_id, "role": actor.role.value, "assurance": actor.assurance}
