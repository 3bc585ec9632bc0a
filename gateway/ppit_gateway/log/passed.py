"""Reads from entries what they counted for when they passed: after a restart it counts on."""

import json
from collections.abc import AsyncIterable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from ppit_gateway.log.turnstile import Before, Seen, SeenBefore

PASSAGES = ("intent", "denied")
DISCLOSURES = ("intent", "fact")
_COUNTS_NOTHING = "PEOPLE_QUOTA_EXCEEDED"
"""A spent day is refused before the caller's turn is taken."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """An entry as it is hashed, ``ago`` seconds old."""

    kind: str
    text: str
    ago: float

    @property
    def body(self) -> Mapping[str, object]:
        return cast("Mapping[str, object]", json.loads(self.text)["body"])


async def passed_before(leaves: AsyncIterable[Leaf]) -> list[Before]:
    """Read from ``PASSAGES`` which proofs they used up, and whose turns."""
    found: list[Before] = []
    async for leaf in leaves:
        body = leaf.body
        proof = cast("Mapping[str, object] | None", body.get("proof"))
        found.append(Before("" if proof is None else str(proof["id"]), _caller(body), leaf.ago))
    return found


def _caller(body: Mapping[str, object]) -> str:
    """Return the key of the caller's limits, as the gate counts it; "" where none was counted."""
    if body.get("via") is not None or body.get("decision") == _COUNTS_NOTHING:
        return ""
    actor = cast("Mapping[str, object]", body.get("actor") or body)
    return f"{body.get('org_id')}|{body.get('client_id')}|{actor.get('user_id') or ''}"


async def seen_before(leaves: AsyncIterable[Leaf]) -> list[SeenBefore]:
    """Read from ``DISCLOSURES``, the youngest first, whom persons were shown.

    As the gate counts it: by answers to their own questions, not by what a service asked inside
    the house or a job did. Whom a covert fact names is sealed, and counts no more.
    """
    found: dict[str, list[SeenBefore]] = {}
    async for leaf in leaves:
        body = leaf.body
        request = str(body.get("request_id"))
        if leaf.kind == "intent":
            if body.get("via") is not None:
                # What was said of a request comes after its intent: it has been read already.
                found.pop(request, None)
        elif (seen := _seen(body)) is not None:
            found.setdefault(request, []).append(SeenBefore(seen, leaf.ago))
    return [one for several in found.values() for one in several]


def _seen(body: Mapping[str, object]) -> Seen | None:
    actor = cast("Mapping[str, str] | None", body.get("actor"))
    fact = cast("Mapping[str, Sequence[str]]", body.get("fact") or {})
    people = fact.get("subjects_disclosed")
    if actor is None or not people or body.get("job_id") is not None:
        return None
    return Seen(f"{body.get('org_id')}|{actor['user_id']}", tuple(people))
