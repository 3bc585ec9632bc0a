"""May this be asked? A pure rule over what the token says, what the agreement says, and the clock.

The effective authority is what the token, the agreement and the role all allow; whatever is not
allowed is refused, with the first reason that applies. Each decision carries its grounds, from
which ``replay`` makes it again.
"""

from dataclasses import dataclass

from ppit_gateway import errors
from ppit_gateway.domain.access_tokens import IDP
from ppit_gateway.domain.agreements import Agreement, Standing
from ppit_gateway.domain.fields import publishes
from ppit_gateway.domain.grounds import Grounds, Sent, sent
from ppit_gateway.domain.narrowing import narrowed_to
from ppit_gateway.domain.operations import Operation, Rules
from ppit_gateway.domain.roles import narrowed
from ppit_gateway.domain.wording import CASE_REFERENCE, IDEMPOTENCY_KEY
from ppit_platform.caller import Actor
from ppit_platform.codes import PurposeCode

POLICY_VERSION = "gate-3"
"""Stands in every entry of the log: which rules decided. Any change of a rule here is a new one."""


@dataclass(frozen=True, slots=True)
class Authority:
    """What a verified token says: who, under which agreement, for which one purpose."""

    client_id: str
    org_id: str
    user_id: str | None
    assurance: str | None
    agreement_id: str
    agreement_version: int
    purpose: PurposeCode
    scopes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Question:
    """What a request asks, as far as a decision depends on it."""

    operation: Operation
    case_reference: str | None
    idempotency_key: str | None
    fields: frozenset[str] | None = None
    """Those asked for by name; None: all that the agreement allows."""


@dataclass(frozen=True, slots=True)
class Allowed:
    agreement: Agreement
    actor: Actor | None
    scopes: frozenset[str]
    fields: frozenset[str]
    people_wanted: int
    grounds: Grounds


@dataclass(frozen=True, slots=True)
class Refused:
    reason: errors.Denied | errors.TokenInvalid
    grounds: Grounds


def decide(question: Question, authority: Authority, standing: Standing) -> Allowed | Refused:
    """Decide one request from a partner."""
    rules, agreement = question.operation.rules, standing.agreement
    grounds = grounds_of(question, authority, standing)
    refusal = (
        unrecognised(authority, standing)
        or out_of_force(standing)
        or _beyond_purpose(authority, standing, rules)
        or _beyond_scope(authority, standing, rules)
        or _beyond_classes(standing, rules)
        or _beyond_fields(question, standing, grounds)
        or incomplete(question)
    )
    if refusal or agreement is None:
        return Refused(refusal or errors.AgreementNotFound("ask for a new token"), grounds)
    return Allowed(
        agreement,
        actor_of(authority, standing),
        _effective(authority, standing, agreement),
        _fields(question, agreement),
        rules.max_people,
        grounds,
    )


def grounds_of(
    question: Question,
    authority: Authority,
    standing: Standing,
    *,
    house_rule: bool | None = None,
) -> Grounds:
    """Return all that a rule of this module looks at; ``house_rule``: whether one let it be asked.

    None for a partner's own question.
    """
    rules, asked = question.operation.rules, question.fields
    return Grounds(
        at=standing.at,
        client_active=standing.client_active,
        bound=standing.bound,
        suspended=standing.suspended,
        role=standing.role,
        version=standing.agreement.version if standing.agreement else None,
        asked_as=authority.purpose,
        scope=rules.scope,
        scopes=tuple(sorted(authority.scopes)),
        serves_purpose=authority.purpose in rules.purposes,
        person_required=rules.person_required,
        case=sent(question.case_reference, CASE_REFERENCE),
        key=sent(question.idempotency_key, IDEMPOTENCY_KEY) if rules.idempotent else Sent.UNNEEDED,
        fields=None if asked is None else tuple(sorted(asked)),
        published=asked is None or all(_published(question.operation, one) for one in asked),
        house_rule=house_rule,
        assurance=authority.assurance,
        classes=tuple(sorted(rules.subject_classes)),
    )


def _published(operation: Operation, path: str) -> bool:
    return any(publishes(shape, path) for shape in operation.answers.values())


def _fields(question: Question, agreement: Agreement) -> frozenset[str]:
    """Return what may leave: what is asked for by name, and what would mislead if it were away."""
    rules = question.operation.rules
    allowed = agreement.fields.get(rules.scope, frozenset())
    if question.fields is None:
        return allowed
    return narrowed_to(question.fields, allowed)[0] | rules.essential_fields


def _beyond_classes(standing: Standing, rules: Rules) -> errors.Denied | None:
    """Refuse what is about people of a class that the agreement does not name."""
    if (
        standing.agreement is None
        or not rules.subject_classes <= standing.agreement.subject_classes
    ):
        return errors.SubjectClassNotPermitted("see the operation's published subject_classes")
    return None


def _beyond_fields(
    question: Question, standing: Standing, grounds: Grounds
) -> errors.Denied | None:
    if question.fields is None or standing.agreement is None:
        return None
    allowed = standing.agreement.fields.get(question.operation.rules.scope, frozenset())
    if not grounds.published or narrowed_to(question.fields, allowed)[1]:
        return errors.FieldNotPermitted("see the agreement's fields and the published answer")
    return None


def actor_of(authority: Authority, standing: Standing) -> Actor | None:
    if authority.user_id is None or standing.role is None:
        return None
    return Actor(authority.user_id, standing.role, authority.assurance or "")


def unrecognised(
    authority: Authority, standing: Standing
) -> errors.Denied | errors.TokenInvalid | None:
    """Refuse a token whose client, person or agreement version no longer stands."""
    if not standing.client_active:
        return errors.TokenInvalid("the client is not active")
    if authority.user_id is not None and standing.role is None:
        return errors.TokenInvalid("the person is not active")
    if standing.agreement is None or not _bound(standing.agreement, authority, standing):
        return errors.AgreementNotFound("the client is not registered under it")
    if standing.agreement.version != authority.agreement_version:
        return errors.TokenInvalid("the agreement has a new version; ask for a new token")
    vouched = authority.user_id is not None and authority.assurance != IDP
    if vouched and not standing.agreement.vouches_for_users:
        return errors.UserNotVouched("ask as the machine, or agree it in a new version")
    return None


def _bound(agreement: Agreement, authority: Authority, standing: Standing) -> bool:
    return standing.bound and agreement.admits(authority.client_id)


def out_of_force(standing: Standing) -> errors.Denied | None:
    """Refuse what is suspended or outside its dates, by the database's clock at this moment."""
    if standing.suspended:
        return errors.AgreementSuspended("its parties know why")
    if standing.agreement is not None and not standing.agreement.in_force(standing.at):
        return errors.AgreementExpired("see its first and last day")
    return None


def _beyond_purpose(authority: Authority, standing: Standing, rules: Rules) -> errors.Denied | None:
    if standing.agreement is None or authority.purpose not in standing.agreement.purposes:
        return errors.PurposeNotPermitted("see the agreement's purposes")
    if authority.purpose not in rules.purposes:
        return errors.OperationNotPermitted("see the operation's published purposes")
    return None


def _beyond_scope(authority: Authority, standing: Standing, rules: Rules) -> errors.Denied | None:
    agreement = standing.agreement
    if agreement is None or rules.scope not in _effective(authority, standing, agreement):
        return errors.InsufficientScope(rules.scope)
    return person_missing(authority, rules)


def person_missing(authority: Authority, rules: Rules) -> errors.Denied | None:
    """Refuse a machine what only a person may do."""
    if rules.person_required and authority.user_id is None:
        return errors.PersonRequired("ask for a token that names the person")
    return None


def _effective(authority: Authority, standing: Standing, agreement: Agreement) -> frozenset[str]:
    return narrowed(authority.scopes & agreement.scopes, standing.role)


def incomplete(question: Question) -> errors.Denied | None:
    """Refuse a question without its case, or without the key that its operation needs."""
    if question.case_reference is None:
        return errors.CaseReferenceRequired("send Case-Reference")
    if CASE_REFERENCE.fullmatch(question.case_reference) is None:
        return errors.CaseReferenceInvalid("send 3 to 40 of A-Z 0-9 / -")
    if not question.operation.rules.idempotent:
        return None
    if question.idempotency_key is None:
        return errors.IdempotencyKeyRequired("send Idempotency-Key")
    if IDEMPOTENCY_KEY.fullmatch(question.idempotency_key) is None:
        return errors.IdempotencyKeyInvalid("send 8 to 64 of A-Z a-z 0-9 _ -")
    return None
