"""Reads from an entry what it counted for when it passed: after a restart it counts on."""

import json
from collections.abc import Mapping
from typing import cast

from ppit_gateway.log.turnstile import Before

_COUNTS_NOTHING = "PEOPLE_QUOTA_EXCEEDED"
"""A spent day is refused before the caller's turn is taken."""


def passed_before(leaf: str, ago: float) -> Before:
    """Read the leaf of an intent or a denial that is ``ago`` seconds old."""
    body = cast("Mapping[str, object]", json.loads(leaf)["body"])
    proof = cast("Mapping[str, object] | None", body.get("proof"))
    return Before("" if proof is None else str(proof["id"]), _caller(body), max(0.0, ago))


def _caller(body: Mapping[str, object]) -> str:
    """Return the key of the caller's limits, as the gate counts it; "" where none was counted."""
    if body.get("via") is not None or body.get("decision") == _COUNTS_NOTHING:
        return ""
    actor = cast("Mapping[str, object]", body.get("actor") or body)
    return f"{body.get('org_id')}|{body.get('client_id')}|{actor.get('user_id') or ''}"
