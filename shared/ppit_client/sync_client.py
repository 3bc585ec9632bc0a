"""The client without asyncio: does the steps of the core over ``httpx.Client``."""

import copy
import time
from collections.abc import Generator
from threading import Lock
from types import TracebackType
from typing import BinaryIO, Self, cast

import httpx

from ppit_client.answers import Answer
from ppit_client.asking import (
    Fetch,
    Send,
    Step,
    Talk,
    Terms,
    ValueT,
    Wait,
)
from ppit_client.core import Core, Machine
from ppit_client.manners import USUAL, USUAL_CLOCKS, Clocks, Manners
from ppit_client.operations.partners import GET_ME, Me
from ppit_client.questions import (
    NOWHERE,
    AnswerT_co,
    BodyT_contra,
    Operation,
    Place,
    Upload,
    any_token,
    calling,
    downloading,
    reading,
    writing,
)
from ppit_client.sync_wire import sent
from ppit_client.tokens import Token

_LOCKS = 64


class SyncPartnerClient:
    """One partner's machine, for programs with threads or with none: ``PartnerClient`` without
    ``await``. Use it as a context manager, or call ``close``. Threads may share it.
    """

    def __init__(  # noqa: PLR0913  # what a token is asked for; each once per client
        self,
        base_url: str,
        client_id: str,
        key: bytes,
        agreement: str,
        purpose: str,
        *,
        user: str | None = None,
        scope: str | None = None,
        manners: Manners = USUAL,
        clocks: Clocks = USUAL_CLOCKS,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self._core = Core(Machine(base_url, client_id, key), manners, clocks)
        self.terms = Terms(agreement, purpose, user, scope)
        self._http = httpx.Client(base_url=self._core.issuer, transport=transport)
        self._locks = tuple(Lock() for _ in range(_LOCKS))

    def acting(self, terms: Terms) -> Self:
        """See ``PartnerClient.acting``."""
        other = copy.copy(self)
        other.terms = terms
        return other

    def get(self, path: str, *, case_reference: str, accept: str | None = None) -> Answer[object]:
        """See ``PartnerClient.get``."""
        return self._drive(self._core.ask(self.terms, reading(path, case_reference, accept)))

    def post(
        self,
        path: str,
        json: object = None,
        *,
        case_reference: str,
        idempotency_key: str | None = None,
    ) -> Answer[object]:
        """See ``PartnerClient.post``."""
        question = writing(path, json, case_reference, idempotency_key)
        return self._drive(self._core.ask(self.terms, question))

    def post_file(
        self,
        path: str,
        file: BinaryIO,
        content_type: str,
        *,
        case_reference: str,
        idempotency_key: str | None = None,
    ) -> Answer[object]:
        """See ``PartnerClient.post_file``."""
        upload = Upload(file, content_type)
        question = writing(path, upload, case_reference, idempotency_key)
        return self._drive(self._core.ask(self.terms, question))

    def get_file(
        self, path: str, into: BinaryIO, accept: str, *, case_reference: str
    ) -> Answer[object]:
        """See ``PartnerClient.get_file``."""
        question = downloading(path, case_reference, accept, into)
        return self._drive(self._core.ask(self.terms, question))

    def call(
        self,
        operation: Operation[BodyT_contra, AnswerT_co],
        body: BodyT_contra,
        *,
        case_reference: str,
        place: Place = NOWHERE,
        idempotency_key: str | None = None,
    ) -> Answer[AnswerT_co]:
        """See ``PartnerClient.call``."""
        question = calling(operation, body, place, case_reference, idempotency_key)
        answer = self._drive(self._core.ask(self.terms, question))
        return cast("Answer[AnswerT_co]", answer)

    def pages(self, path: str, *, case_reference: str) -> Generator[Answer[object]]:
        """See ``PartnerClient.pages``."""
        following: str | None = path
        while following is not None:
            page = self.get(following, case_reference=case_reference)
            yield page
            following = page.next_path

    def items(self, path: str, *, case_reference: str) -> Generator[dict[str, object]]:
        """See ``PartnerClient.items``."""
        for page in self.pages(path, case_reference=case_reference):
            yield from page.items

    def me(self, *, case_reference: str) -> Answer[Me]:
        """See ``PartnerClient.me``."""
        return self.call(GET_ME, None, case_reference=case_reference)

    def token(self) -> str:
        """See ``PartnerClient.token``."""
        token: Token = self._drive(self._core.desk.token(any_token(self.terms)))
        return token.text

    def revoke(self) -> None:
        """See ``PartnerClient.revoke``."""
        self._drive(self._core.desk.revoke(self.terms))

    def forget_token(self) -> None:
        """See ``PartnerClient.forget_token``."""
        self._core.desk.forget(self.terms)

    def close(self) -> None:
        self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _drive(self, talk: Talk[ValueT]) -> ValueT:
        outcome: object = None
        while True:
            try:
                step = talk.send(outcome)
            except StopIteration as end:
                return cast("ValueT", end.value)
            outcome = self._done(step)

    def _done(self, step: Step) -> object:
        match step:
            case Wait(seconds):
                return time.sleep(seconds)
            case Fetch(want):
                with self._locks[hash(want) % _LOCKS]:
                    return self._drive(self._core.desk.fetch(want))
            case Send():
                return sent(self._http, step)
