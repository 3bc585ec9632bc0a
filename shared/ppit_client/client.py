"""The client for asyncio: does the steps of the core over ``httpx.AsyncClient``."""

import asyncio
import copy
from collections.abc import AsyncGenerator
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
from ppit_client.tokens import Token
from ppit_client.wire import sent

# A token is fetched by one at a time; two different tokens seldom share a lock.
_LOCKS = 64


class PartnerClient:
    """One partner's machine. Use it as an async context manager, or call ``aclose``.

    ``key`` is the client's private key as PEM. Without ``scope`` the token has every scope that
    the agreement and the person's role grant. Every call raises a ``ClientFailure`` where it
    fails. ``transport`` and ``clocks`` are for tests. ``SyncPartnerClient`` is the same without
    ``await``.
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
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._core = Core(Machine(base_url, client_id, key), manners, clocks)
        self.terms = Terms(agreement, purpose, user, scope)
        self._http = httpx.AsyncClient(base_url=self._core.issuer, transport=transport)
        self._locks = tuple(asyncio.Lock() for _ in range(_LOCKS))

    def acting(self, terms: Terms) -> Self:
        """Return the same machine under other terms: ``client.terms.for_user("w-021")``.

        Both share connections, tokens and retry budget: close one of them.
        """
        other = copy.copy(self)
        other.terms = terms
        return other

    async def get(
        self, path: str, *, case_reference: str, accept: str | None = None
    ) -> Answer[object]:
        """Read; a list comes as ``text`` where ``accept`` is ``CSV`` or ``JSON_LINES``."""
        return await self._drive(self._core.ask(self.terms, reading(path, case_reference, accept)))

    async def post(
        self,
        path: str,
        json: object = None,
        *,
        case_reference: str,
        idempotency_key: str | None = None,
    ) -> Answer[object]:
        """Ask with a body. The same ``idempotency_key`` means the same request for 24 hours; one
        is made where none is given, and "" sends none.
        """
        question = writing(path, json, case_reference, idempotency_key)
        return await self._drive(self._core.ask(self.terms, question))

    async def post_file(
        self,
        path: str,
        file: BinaryIO,
        content_type: str,
        *,
        case_reference: str,
        idempotency_key: str | None = None,
    ) -> Answer[object]:
        """Send what is left of ``file``, a block at a time: ``CSV`` or ``JSON_LINES``, up to 64
        MiB.
        """
        upload = Upload(file, content_type)
        question = writing(path, upload, case_reference, idempotency_key)
        return await self._drive(self._core.ask(self.terms, question))

    async def get_file(
        self, path: str, into: BinaryIO, accept: str, *, case_reference: str
    ) -> Answer[object]:
        """Write a list into ``into`` as it comes; ``text`` is empty unless there was a problem."""
        question = downloading(path, case_reference, accept, into)
        return await self._drive(self._core.ask(self.terms, question))

    async def call(
        self,
        operation: Operation[BodyT_contra, AnswerT_co],
        body: BodyT_contra,
        *,
        case_reference: str,
        place: Place = NOWHERE,
        idempotency_key: str | None = None,
    ) -> Answer[AnswerT_co]:
        """Ask a published operation (``ppit_client.operations``) with a token of its scope."""
        question = calling(operation, body, place, case_reference, idempotency_key)
        answer = await self._drive(self._core.ask(self.terms, question))
        return cast("Answer[AnswerT_co]", answer)

    async def pages(self, path: str, *, case_reference: str) -> AsyncGenerator[Answer[object]]:
        """Yield a list page by page, as far as ``Link`` leads (RFC 8288)."""
        following: str | None = path
        while following is not None:
            page = await self.get(following, case_reference=case_reference)
            yield page
            following = page.next_path

    async def items(self, path: str, *, case_reference: str) -> AsyncGenerator[dict[str, object]]:
        """Yield the ``items`` of all pages."""
        async for page in self.pages(path, case_reference=case_reference):
            for item in page.items:
                yield item

    async def me(self, *, case_reference: str) -> Answer[Me]:
        """Read what the register says of this client and its agreements."""
        return await self.call(GET_ME, None, case_reference=case_reference)

    async def token(self) -> str:
        """Return an access token that is good for a while yet; raises ``TokenRefused``."""
        token: Token = await self._drive(self._core.desk.token(any_token(self.terms)))
        return token.text

    async def revoke(self) -> None:
        """Have the gate take back all tokens for these terms, as when a person signs out."""
        await self._drive(self._core.desk.revoke(self.terms))

    def forget_token(self) -> None:
        """Ask for new tokens next time."""
        self._core.desk.forget(self.terms)

    async def aclose(self) -> None:
        await self._http.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.aclose()

    async def _drive(self, talk: Talk[ValueT]) -> ValueT:
        outcome: object = None
        while True:
            try:
                step = talk.send(outcome)
            except StopIteration as end:
                return cast("ValueT", end.value)
            outcome = await self._done(step)

    async def _done(self, step: Step) -> object:
        match step:
            case Wait(seconds):
                return await asyncio.sleep(seconds)
            case Fetch(want):
                async with self._locks[hash(want) % _LOCKS]:
                    return await self._drive(self._core.desk.fetch(want))
            case Send():
                return await sent(self._http, step)
