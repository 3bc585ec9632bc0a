"""Which service may ask which other, for which purpose: data, not code.

A service asks with the hop token of the request it serves. The rule names the purpose under which
the question is then asked (VICTIM_SAFEGUARD may screen a visit as OFFICER_SAFETY_VISIT; where it
names none, the question keeps its own), the classes of people that it is then about, in place of
the agreement's, and the only fields that come back. Whatever has no rule is refused.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from pydantic import ConfigDict, TypeAdapter, ValidationError

from ppit_gateway import errors
from ppit_gateway.domain.agreements import STRICT, FieldPath, Standing
from ppit_gateway.domain.decide import (
    Allowed,
    Authority,
    Question,
    Refused,
    grounds_of,
    incomplete,
    out_of_force,
    person_missing,
    unrecognised,
)
from ppit_gateway.domain.fields import publishes
from ppit_gateway.domain.operations import Operation, Routes, hidden
from ppit_platform.caller import Caller
from ppit_platform.codes import PurposeCode, SubjectClass


class HouseRulesUnusable(ValueError):
    """A table of house calls that does not fit the catalogue."""


@dataclass(frozen=True, slots=True)
class HouseRule:
    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    from_service: str
    from_purpose: PurposeCode | frozenset[PurposeCode]
    service: str
    method: str
    path: str
    purpose: PurposeCode | None
    subject_classes: frozenset[SubjectClass]
    fields: frozenset[FieldPath]

    @property
    def from_purposes(self) -> frozenset[PurposeCode]:
        one = self.from_purpose
        return frozenset({one}) if isinstance(one, PurposeCode) else one

    @property
    def purposes(self) -> frozenset[PurposeCode]:
        """Return the purposes under which a question may be asked by this rule."""
        return self.from_purposes if self.purpose is None else frozenset({self.purpose})


_TABLE = TypeAdapter(tuple[HouseRule, ...])


def read_house_rules(table: object, routes: Routes) -> tuple[HouseRule, ...]:
    """Read the table.

    ``HouseRulesUnusable`` if it names what nobody publishes or permits, or leaves out a field
    without which the answer misleads.
    """
    try:
        rules = _TABLE.validate_python(table)
    except ValidationError as failure:
        msg = "not a table of house calls"
        raise HouseRulesUnusable(msg) from failure
    for rule in rules:
        operation = routes.named(rule.service, rule.method, rule.path)
        if operation is None or not rule.purposes <= operation.rules.purposes:
            asked_as = ", ".join(sorted(rule.purposes))
            msg = f"{rule.service} {rule.method} {rule.path} as {asked_as} does not exist"
            raise HouseRulesUnusable(msg)
        if rule.subject_classes != operation.rules.subject_classes:
            msg = f"{operation.name} concerns other classes of people than its rule says"
            raise HouseRulesUnusable(msg)
        if wrong := _unknown(rule, operation) | hidden(operation.rules, rule.fields):
            msg = f"{operation.name} has other fields than {', '.join(sorted(wrong))}"
            raise HouseRulesUnusable(msg)
    return rules


def _unknown(rule: HouseRule, operation: Operation) -> set[str]:
    return {
        path
        for path in rule.fields
        if not any(publishes(shape, path) for shape in operation.answers.values())
    }


def decide_house_call(
    asking: str,
    caller: Caller,
    question: Question,
    standing: Standing,
    rules: Iterable[HouseRule],
) -> tuple[Allowed, PurposeCode] | Refused:
    """Decide a question of service ``asking`` on behalf of ``caller``; answer it as which purpose.

    The agreement of the original request is looked at again: it may have ended since.
    """
    authority, operation = authority_of(caller), question.operation
    rule = next(
        (
            one
            for one in rules
            if one.from_service == asking
            and caller.purpose in one.from_purposes
            and f"{one.service} {one.method} {one.path}" == operation.name
        ),
        None,
    )
    grounds = grounds_of(question, authority, standing, house_rule=rule is not None)
    refusal = house_refusal(question, authority, standing, known=rule is not None)
    if refusal or rule is None or standing.agreement is None:
        return Refused(refusal or errors.AgreementNotFound("ask for a new token"), grounds)
    people = min(operation.rules.max_people, caller.people_limit)
    scopes = frozenset({operation.rules.scope})
    actor, terms = caller.actor, standing.agreement
    return Allowed(terms, actor, scopes, rule.fields, people, grounds), (
        rule.purpose or caller.purpose
    )


def house_refusal(
    question: Question, authority: Authority, standing: Standing, *, known: bool
) -> errors.Denied | errors.TokenInvalid | None:
    """Say why a question inside the house is refused; ``known``: a rule lets it be asked."""
    unruled = None if known else errors.HouseCallNotPermitted("see the table of house calls")
    return (
        unrecognised(authority, standing)
        or out_of_force(standing)
        or unruled
        or person_missing(authority, question.operation.rules)
        or incomplete(question)
    )


def authority_of(caller: Caller) -> Authority:
    actor = caller.actor
    return Authority(
        client_id=caller.client_id,
        org_id=caller.org_id,
        user_id=actor.user_id if actor else None,
        assurance=actor.assurance if actor else None,
        agreement_id=caller.agreement_id,
        agreement_version=caller.agreement_version,
        purpose=caller.purpose,
        scopes=caller.scopes,
    )
