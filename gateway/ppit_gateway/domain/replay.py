"""Makes a decision again from what the log says of it and the agreement as it stood.

Two things go in: the body of an ``intent`` or ``denied`` entry, and the stored version of the
agreement that its grounds name. What comes out must be what the entry says; whoever audits the gate
needs neither its database of that day nor its clock. Refusals by a count (429) are not of these
rules: they replay as allowed.
"""

from collections.abc import Mapping
from typing import cast

from pydantic import ValidationError

from ppit_gateway.domain.agreements import Agreement, Standing
from ppit_gateway.domain.decide import (
    POLICY_VERSION,
    Authority,
    Question,
    Refused,
    decide,
)
from ppit_gateway.domain.fields import Shape
from ppit_gateway.domain.grounds import GROUNDS, Grounds, Sent
from ppit_gateway.domain.house_calls import house_refusal
from ppit_gateway.domain.operations import Operation, Rules
from ppit_platform.codes import LogOperation

ALLOWED = "ALLOWED"
_BEFORE_CLASSES = "gate-2"
"""Its rules are ours but for one: no operation said yet which classes of people it concerns."""
_AS_SENT: Mapping[Sent, tuple[str | None, str | None]] = {
    Sent.UNNEEDED: (None, None),
    Sent.MISSING: (None, None),
    Sent.INVALID: ("", ""),
    Sent.GIVEN: ("REPLAYED", "replayed-key"),
}
"""A case reference and a key that are judged like those that were sent, and were never sent."""


class NotReplayable(ValueError):
    """An entry of other rules than ours, or without grounds, or not of that agreement."""


def replay(body: Mapping[str, object], agreement: Agreement | None) -> str:
    """Return ``ALLOWED`` or the code of the refusal.

    ``agreement`` is the version that the grounds name, None where they name none.
    """
    policy = body.get("policy_version")
    if policy not in (POLICY_VERSION, _BEFORE_CLASSES):
        msg = f"decided by {policy}, not by {POLICY_VERSION}"
        raise NotReplayable(msg)
    try:
        grounds = GROUNDS.validate_python(body.get("grounds"))
        authority = _authority(body, grounds)
    except (ValidationError, KeyError, TypeError) as failure:
        msg = "it does not say what it rests on"
        raise NotReplayable(msg) from failure
    if (grounds.classes is None) != (policy == _BEFORE_CLASSES):
        msg = "it does not say what its rules looked at"
        raise NotReplayable(msg)
    if grounds.version != (agreement.version if agreement else None):
        msg = "it rests on another version of the agreement"
        raise NotReplayable(msg)
    return _decided(_question(grounds), authority, _standing(grounds, agreement), grounds)


def _decided(question: Question, authority: Authority, standing: Standing, grounds: Grounds) -> str:
    if grounds.house_rule is not None:
        refusal = house_refusal(question, authority, standing, known=grounds.house_rule)
        return refusal.code if refusal else ALLOWED
    decision = decide(question, authority, standing)
    return decision.reason.code if isinstance(decision, Refused) else ALLOWED


def _authority(body: Mapping[str, object], grounds: Grounds) -> Authority:
    actor = cast("Mapping[str, str] | None", body.get("actor"))
    user_id = actor["user_id"] if actor else cast("str | None", body.get("user_id"))
    return Authority(
        client_id=str(body["client_id"]),
        org_id=str(body["org_id"]),
        user_id=user_id,
        assurance=grounds.assurance,
        agreement_id=str(body["agreement_id"]),
        agreement_version=cast("int", body["agreement_version"]),
        purpose=grounds.asked_as,
        scopes=frozenset(grounds.scopes),
    )


def _question(grounds: Grounds) -> Question:
    asked = None if grounds.fields is None else frozenset(grounds.fields)
    rules = Rules(
        scope=grounds.scope,
        log_operation=LogOperation.DISCLOSURE,
        purposes=frozenset({grounds.asked_as} if grounds.serves_purpose else ()),
        max_people=0,
        subject_classes=frozenset(grounds.classes or ()),
        person_required=grounds.person_required,
        idempotent=grounds.key is not Sent.UNNEEDED,
        essential_fields=frozenset(),
    )
    shape = _publishing(asked or ()) if grounds.published else Shape()
    operation = Operation("replay", "GET", "/", rules, {200: shape})
    return Question(operation, _AS_SENT[grounds.case][0], _AS_SENT[grounds.key][1], asked)


def _standing(grounds: Grounds, agreement: Agreement | None) -> Standing:
    return Standing(
        at=grounds.at,
        client_active=grounds.client_active,
        bound=grounds.bound,
        agreement=agreement,
        suspended=grounds.suspended,
        role=grounds.role,
    )


def _publishing(paths: frozenset[str] | tuple[str, ...]) -> Shape:
    """Return a schema that publishes these dotted paths."""
    fields: dict[str, set[str]] = {}
    for path in paths:
        name, _, rest = path.partition(".")
        fields.setdefault(name, set()).update({rest} if rest else ())
    return Shape(
        plain=True, fields={name: _publishing(tuple(rest)) for name, rest in fields.items()}
    )
