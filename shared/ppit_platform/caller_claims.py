"""A caller as JSON, the same in hop tokens, mandates and outbox rows, and strictly back."""

from collections.abc import Mapping
from typing import cast
from uuid import UUID

from ppit_platform.caller import Actor, Caller
from ppit_platform.codes import ProcessingRegime, PurposeCode, Role


class CallerUnreadable(ValueError):
    """JSON that no gate of this version wrote."""


def as_json(caller: Caller) -> dict[str, object]:
    actor = caller.actor
    return {
        "request_id": str(caller.request_id),
        "org_id": caller.org_id,
        "client_id": caller.client_id,
        "actor": actor
        and {"user_id": actor.user_id, "role": actor.role.value, "assurance": actor.assurance},
        "purpose": caller.purpose.value,
        "regime": caller.regime.value,
        "agreement_id": caller.agreement_id,
        "agreement_version": caller.agreement_version,
        "case_reference": caller.case_reference,
        "scopes": sorted(caller.scopes),
        "areas": sorted(caller.areas),
        "audiences": sorted(caller.audiences),
        "people_limit": caller.people_limit,
    }


def from_json(value: object) -> Caller:
    """Rebuild a caller; ``CallerUnreadable`` for anything that ``as_json`` did not write."""
    try:
        fields = cast("Mapping[str, object]", value)
        return Caller(
            request_id=UUID(_text(fields["request_id"])),
            org_id=_text(fields["org_id"]),
            client_id=_text(fields["client_id"]),
            actor=_actor(fields["actor"]),
            purpose=PurposeCode(fields["purpose"]),
            regime=ProcessingRegime(fields["regime"]),
            agreement_id=_text(fields["agreement_id"]),
            agreement_version=_number(fields["agreement_version"]),
            case_reference=_text(fields["case_reference"]),
            scopes=_texts(fields["scopes"]),
            areas=_texts(fields["areas"]),
            audiences=_texts(fields["audiences"]),
            people_limit=_number(fields["people_limit"]),
        )
    except (KeyError, TypeError, ValueError) as failure:
        msg = "not a caller"
        raise CallerUnreadable(msg) from failure


def _actor(value: object) -> Actor | None:
    if value is None:
        return None
    fields = cast("Mapping[str, object]", value)
    return Actor(_text(fields["user_id"]), Role(fields["role"]), _text(fields["assurance"]))


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _number(value: object) -> int:
    if type(value) is not int:
        raise TypeError
    return value


def _texts(value: object) -> frozenset[str]:
    if not isinstance(value, list):
        raise TypeError
    return frozenset(_text(item) for item in cast("list[object]", value))
