"""An answer as it was given then: made once more of what the service kept, judged by its digest.

The service kept it before the gate took from it what the agreement did not let leave. What is made
of it is the very answer if, and only if, it has the digest that the log holds (s.66(2)(b)).
"""

import hashlib
import json
from dataclasses import dataclass
from enum import StrEnum

from ppit_audit.domain.entry import Said
from ppit_gateway.domain.agreements import EVERY_FIELD
from ppit_gateway.domain.fields import Shape
from ppit_gateway.domain.filtering import filtered
from ppit_gateway.domain.listing import as_json


class Replay(StrEnum):
    """``EXACT``: byte for byte. ``DIFFERENT``: kept, but not with the digest that left."""

    EXACT = "EXACT"
    DIFFERENT = "DIFFERENT"
    NOT_KEPT = "NOT_KEPT"
    NOT_ANSWERED = "NOT_ANSWERED"
    UNABLE = "UNABLE"


@dataclass(frozen=True, slots=True)
class Kept:
    """What a service kept, or None; ``unable`` is why it could not be asked."""

    text: str | None
    unable: str | None


@dataclass(frozen=True, slots=True)
class Replayed:
    replay: Replay
    answer: str | None = None
    unable: str | None = None


def replay(kept: Kept, said: Said, shape: Shape) -> Replayed:
    """Make the answer of what was kept; ``shape`` is what the operation publishes."""
    if kept.unable is not None:
        return Replayed(Replay.UNABLE, unable=kept.unable)
    if kept.text is None:
        return Replayed(Replay.NOT_KEPT)
    made = [_left(kept.text, shape, allowed) for allowed in _allowed(said)]
    exact = (one for one in made if hashlib.sha256(one).hexdigest() == said.response_sha256)
    found = next(exact, None)
    if found is None:
        return Replayed(Replay.DIFFERENT, made[-1].decode())
    return Replayed(Replay.EXACT, found.decode())


def _allowed(said: Said) -> tuple[frozenset[str], ...]:
    """Return what the agreement may have let leave: everything, or what the log says did."""
    return frozenset({EVERY_FIELD}), frozenset(said.fields)


def _left(text: str, shape: Shape, allowed: frozenset[str]) -> bytes:
    return as_json(filtered(json.loads(text), shape, allowed).value)
