"""An answer as it was given then: made once more of what the service kept, judged by its digest.

The service kept it before the gate took from it what the agreement did not let leave. What is made
of it is the very answer if, and only if, it has the digest that the log holds (s.66(2)(b)).
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import cast

from ppit_audit.domain.entry import Said
from ppit_gateway.domain.agreements import EVERY_FIELD
from ppit_gateway.domain.fields import Shape
from ppit_gateway.domain.filtering import filtered
from ppit_gateway.domain.listing import Form, as_json, as_list, item_of
from ppit_gateway.domain.operations import Operation


class Replay(StrEnum):
    """``EXACT``: byte for byte. ``DIFFERENT``: kept, but not with the digest that left.
    ``ERASED``: kept, until its time was over or somebody's right asked for it.
    """

    EXACT = "EXACT"
    DIFFERENT = "DIFFERENT"
    ERASED = "ERASED"
    NOT_KEPT = "NOT_KEPT"
    NOT_ANSWERED = "NOT_ANSWERED"
    UNABLE = "UNABLE"


@dataclass(frozen=True, slots=True)
class Kept:
    """What a service kept, or None; ``unable`` is why it could not be asked."""

    text: str | None
    unable: str | None
    erased_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Replayed:
    replay: Replay
    answer: str | None = None
    unable: str | None = None
    erased_at: datetime | None = None


def replay(kept: Kept, said: Said, operation: Operation) -> Replayed:
    """Make the answer to ``operation`` of what was kept, as ``said`` states that it left."""
    if kept.unable is not None:
        return Replayed(Replay.UNABLE, unable=kept.unable)
    if kept.erased_at is not None:
        return Replayed(Replay.ERASED, erased_at=kept.erased_at)
    if kept.text is None:
        return Replayed(Replay.NOT_KEPT)
    made = list(_left(json.loads(kept.text), said, operation))
    exact = (one for one in made if hashlib.sha256(one).hexdigest() == said.response_sha256)
    found = next(exact, None)
    if found is None:
        return Replayed(Replay.DIFFERENT, made[0].decode())
    return Replayed(Replay.EXACT, found.decode())


def _left(answer: object, said: Said, operation: Operation) -> Iterator[bytes]:
    """Yield what may have left, the most likely first: the log does not say in which form."""
    shape = operation.answers.get(said.status or 0, Shape())
    item = item_of(operation, said.status or 0)
    for allowed in (_but(shape, frozenset(said.fields_withheld)), frozenset(said.fields)):
        value = filtered(answer, shape, allowed).value
        yield as_json(value)
        if item is not None and _is_list(value):
            yield as_list(value, item, allowed, Form.LINES)
            yield as_list(value, item, allowed, Form.CSV)


def _is_list(value: object) -> bool:
    listed = cast("Mapping[str, object]", value).get("items") if isinstance(value, dict) else None
    return isinstance(listed, list)


def _but(shape: Shape, withheld: frozenset[str]) -> frozenset[str]:
    """Return everything that is published, but for what the log says was withheld."""
    return frozenset(_paths(shape, "", withheld)) if withheld else frozenset({EVERY_FIELD})


def _paths(shape: Shape, path: str, withheld: frozenset[str]) -> Iterator[str]:
    if path in withheld:
        return
    inner = {**shape.fields, **({EVERY_FIELD: shape.values} if shape.values else {})}
    for name, child in inner.items():
        yield from _paths(child, f"{path}.{name}" if path else name, withheld)
    if shape.items is not None:
        yield from _paths(shape.items, path, withheld)
    elif path and not inner:
        yield path
