"""One entry of the log as an auditor reads it: its leaf is the evidence, the rest is for finding.

What an entry does not say is None: entries of other kinds than requests say less.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import cast
from uuid import UUID

CASE = "case_reference"
"""The name under which the log seals a case reference (``domain/record.py`` of the gate)."""


@dataclass(frozen=True, slots=True)
class LogEntry:
    """``text`` is the leaf, whose SHA-256 (RFC 6962, with its prefix) is ``leaf_hash`` in hex."""

    index: int
    kind: str
    key: str
    recorded_at: datetime
    leaf_hash: str
    text: str
    case_reference: str | None

    @property
    def body(self) -> Mapping[str, object]:
        leaf = cast("Mapping[str, object]", json.loads(self.text))
        return _object(leaf.get("body"))


@dataclass(frozen=True, slots=True)
class Said:
    """Who did what to whom, as far as one entry says it; an alias names both that are one."""

    request_id: UUID | None
    org_id: str | None
    client_id: str | None
    user_id: str | None
    role: str | None
    purpose: str | None
    agreement_id: str | None
    agreement_version: int | None
    service: str | None
    operation: str | None
    log_operation: str | None
    via: str | None
    decision: str | None
    status: int | None
    response_sha256: str | None
    fields: tuple[str, ...]
    fields_withheld: tuple[str, ...]
    searched: frozenset[str]
    disclosed: frozenset[str]
    withheld: Mapping[str, int]
    counts: Mapping[str, int]


def said_by(entry: LogEntry) -> Said:
    """Read an entry of any kind; what its kind does not have is None or empty."""
    body = entry.body
    actor, fact = _object(body.get("actor")), _object(body.get("fact"))
    operation = _text(body.get("operation"))
    return Said(
        request_id=_uuid(body.get("request_id")),
        org_id=_text(body.get("org_id")),
        client_id=_text(body.get("client_id")),
        user_id=_text(actor.get("user_id")) or _text(body.get("user_id")),
        role=_text(actor.get("role")),
        purpose=_text(body.get("purpose")),
        agreement_id=_text(body.get("agreement_id")),
        agreement_version=_number(body.get("agreement_version")),
        service=_text(body.get("service")) or (operation or "").partition(" ")[0] or None,
        operation=operation,
        log_operation=_text(fact.get("operation")) or _text(body.get("log_operation")),
        via=_text(body.get("via")),
        decision=_text(body.get("decision")),
        status=_number(body.get("status")),
        response_sha256=_text(body.get("response_sha256")),
        fields=_texts(fact.get("fields")) or _texts(body.get("fields")),
        fields_withheld=_texts(body.get("fields_withheld")),
        searched=frozenset(
            (*_texts(fact.get("subjects_searched")), *_texts(body.get("pseudonyms")))
        ),
        disclosed=frozenset(_texts(fact.get("subjects_disclosed"))),
        withheld=_numbers(fact.get("withheld")),
        counts=_numbers(fact.get("counts")),
    )


def _object(value: object) -> Mapping[str, object]:
    return cast("Mapping[str, object]", value) if isinstance(value, dict) else {}


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _number(value: object) -> int | None:
    return value if isinstance(value, int) else None


def _texts(value: object) -> tuple[str, ...]:
    listed = cast("list[object]", value) if isinstance(value, list) else []
    return tuple(one for one in listed if isinstance(one, str))


def _numbers(value: object) -> Mapping[str, int]:
    return {name: one for name, one in _object(value).items() if isinstance(one, int)}


def _uuid(value: object) -> UUID | None:
    try:
        return UUID(str(value))
    except ValueError:
        return None
