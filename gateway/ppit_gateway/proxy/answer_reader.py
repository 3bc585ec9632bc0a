"""Reads the answer of a service, whole or not at all; httptools, by which the gate itself is
served, does the parsing.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import httptools

LARGEST_ANSWER = 8 * 1024 * 1024
LARGEST_HEAD = 64 * 1024
_FIRST_FINAL = 200


@dataclass(frozen=True, slots=True)
class ServiceAnswer:
    """``headers`` by their lower-case names."""

    status: int
    content_type: str
    headers: Mapping[str, str]
    body: bytes


class AnswerBroken(Exception):
    """What came is no whole answer, or is larger than any may be."""


class AnswerReader:
    """Reads one answer after another, as they are asked for; after a failure it is of no use.

    ``heard`` says whether anything of an answer came, and ``stays`` whether the service will go on
    with this connection.
    """

    def __init__(self) -> None:
        self._parser = httptools.HttpResponseParser(self)
        self.begin()

    def begin(self) -> None:
        """Expect one answer."""
        self._headers: dict[str, str] = {}
        self._body: list[bytes] = []
        self._head_size = self._body_size = 0
        self._head_done = False
        self._whole: ServiceAnswer | None = None
        self.heard = self.stays = False

    def read(self, data: bytes) -> ServiceAnswer | None:
        """Return the answer once it is whole; ``AnswerBroken`` too for what comes after its end."""
        self.heard = True
        try:
            self._parser.feed_data(data)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade) as failure:
            msg = "it is no HTTP, or too much of it"
            raise AnswerBroken(msg) from failure
        return self._whole

    def on_message_begin(self) -> None:
        if self._head_done:
            raise AnswerBroken  # a second answer to one question

    def on_header(self, name: bytes, value: bytes) -> None:
        if self._head_done:
            return  # a trailer, which is no header whatever it is called
        self._head_size += len(name) + len(value)
        if self._head_size > LARGEST_HEAD:
            raise AnswerBroken
        self._headers[name.decode("ascii").lower()] = value.decode("latin-1")

    def on_headers_complete(self) -> None:
        if self._parser.get_status_code() < _FIRST_FINAL:
            raise AnswerBroken  # one that is not final, for which we never ask
        self._head_done = True
        self.stays = self._parser.should_keep_alive()

    def on_body(self, body: bytes) -> None:
        self._body_size += len(body)
        if self._body_size > LARGEST_ANSWER:
            raise AnswerBroken
        self._body.append(body)

    def on_message_complete(self) -> None:
        status, headers = self._parser.get_status_code(), self._headers
        body = b"".join(self._body)
        self._whole = ServiceAnswer(status, headers.get("content-type", ""), headers, body)
