"""One whole answer, held back until its effect is stored and its fact written."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import cast
from uuid import UUID

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ppit_platform.audit import ENVELOPE_TYPE, Envelope
from ppit_platform.errors import InternalError, ServiceError
from ppit_platform.problems import problem_response

_FIRST_ERROR = 400


@dataclass(frozen=True, slots=True)
class Answer:
    """A status, headers with lower-case names but without type and length, and a body."""

    status: int
    content_type: str
    headers: Mapping[str, str]
    body: bytes
    facts: tuple[dict[str, object], ...] = field(default=())

    @property
    def is_refusal(self) -> bool:
        return self.status >= _FIRST_ERROR

    def as_json(self) -> dict[str, object]:
        return {
            "status": self.status,
            "content_type": self.content_type,
            "headers": dict(self.headers),
            "body": base64.b64encode(self.body).decode(),
        }

    @classmethod
    def from_json(cls, value: Mapping[str, object]) -> "Answer":
        return cls(
            cast("int", value["status"]),
            cast("str", value["content_type"]),
            cast("dict[str, str]", value["headers"]),
            base64.b64decode(cast("str", value["body"])),
        )

    def in_envelope(self) -> "Answer":
        """Return the form in which it travels to the gate: facts first, cut short or whole."""
        packed = Envelope(self.content_type, self.facts, self.body).pack()
        return replace(self, content_type=ENVELOPE_TYPE, body=packed, facts=())

    async def send(self, send: Send) -> None:
        named = {
            **self.headers,
            "content-type": self.content_type,
            "content-length": str(len(self.body)),
        }
        headers = [(name.encode(), value.encode("latin-1")) for name, value in named.items()]
        await send({"type": "http.response.start", "status": self.status, "headers": headers})
        await send({"type": "http.response.body", "body": self.body})


def problem_answer(failure: ServiceError, request_id: UUID) -> Answer:
    response = problem_response(failure, request_id)
    return Answer(
        response.status_code,
        response.media_type or "",
        {name.lower(): value for name, value in failure.headers.items()},
        bytes(response.body),
    )


async def answer_of(app: ASGIApp, scope: Scope, body: bytes, receive: Receive) -> Answer:
    """Run ``app`` on a request whose body has been read, and return all that it answers."""
    status = 0
    headers: dict[str, str] = {}
    chunks: list[bytes] = []
    unread = [body]

    async def replay() -> Message:
        if unread:
            return {"type": "http.request", "body": unread.pop(), "more_body": False}
        return await receive()

    async def keep(message: Message) -> None:
        nonlocal status
        if message["type"] == "http.response.start":
            status = cast("int", message["status"])
            pairs = cast("list[tuple[bytes, bytes]]", message["headers"])
            headers.update(
                (name.decode().lower(), value.decode("latin-1")) for name, value in pairs
            )
        else:
            chunks.append(cast("bytes", message.get("body", b"")))

    await app(scope, replay, keep)
    if not status:
        msg = "the application answered nothing"
        raise InternalError(msg)
    headers.pop("content-length", None)
    content_type = headers.pop("content-type", "")
    return Answer(status, content_type, headers, b"".join(chunks))
