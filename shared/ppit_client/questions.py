"""Makes questions of what a caller gives: paths, bodies, files, published operations."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import BinaryIO, Generic, TypeVar
from urllib.parse import quote, urlencode

from ppit_client.asking import FileBody, Question, Sink, Terms, Want, key_for
from ppit_client.token_desk import want_at

BodyT_contra = TypeVar("BodyT_contra", contravariant=True)
"""What the body of an operation must be; None where it takes none."""
AnswerT_co = TypeVar("AnswerT_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Operation(Generic[BodyT_contra, AnswerT_co]):
    """One published operation: where it is, and in its types what goes in and comes out.

    ``path`` may have names in braces.
    """

    method: str
    path: str
    scope: str


@dataclass(frozen=True, slots=True)
class Upload:
    """A file to send: what is left of it, ``text/csv`` or ``application/x-ndjson``."""

    file: BinaryIO
    content_type: str


@dataclass(frozen=True, slots=True)
class Place:
    """What an address leaves open: the names in its path, and its query."""

    path: Mapping[str, str] = field(default_factory=dict[str, str])
    query: Mapping[str, str] = field(default_factory=dict[str, str])

    def of(self, template: str) -> str:
        """Return the target, with what is not a letter, digit or one of ``._~:-`` escaped."""
        named = {name: quote(value, safe="~:") for name, value in self.path.items()}
        path = template.format_map(named)
        return f"{path}?{urlencode(self.query)}" if self.query else path


NOWHERE = Place()


def reading(path: str, case: str, accept: str | None = None) -> Question:
    return Question("GET", path, case, accept=accept)


def downloading(path: str, case: str, accept: str, into: BinaryIO) -> Question:
    return Question("GET", path, case, accept=accept, into=Sink.at(into))


def writing(path: str, body: object, case: str, key: str | None, method: str = "POST") -> Question:
    """``body`` is a JSON value or an ``Upload``; None sends none."""
    if isinstance(body, Upload):
        content, kind = FileBody.rest_of(body.file), body.content_type
    else:
        content = b"" if body is None else json.dumps(body).encode()
        kind = None if body is None else "application/json"
    return Question(
        method, path, case, body=content, content_type=kind, idempotency_key=key_for(key)
    )


def calling(
    operation: Operation[BodyT_contra, AnswerT_co],
    body: object,
    place: Place,
    case: str,
    key: str | None,
) -> Question:
    """Ask a published operation, with a token of no more than its scope."""
    target = place.of(operation.path)
    if operation.method == "GET":
        return Question("GET", target, case, scope=operation.scope)
    asked = writing(target, body, case, key, operation.method)
    return Question(
        asked.method,
        target,
        case,
        body=asked.body,
        content_type=asked.content_type,
        idempotency_key=asked.idempotency_key,
        scope=operation.scope,
    )


def any_token(terms: Terms) -> Want:
    """Name the token of the service that the scope names first; without one the gate chooses."""
    return want_at(terms, (terms.scope or "").partition(":")[0])
