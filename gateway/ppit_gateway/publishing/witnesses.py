"""Asks the witnesses for their signatures: one that is down delays nobody."""

import asyncio
import logging
from base64 import b64encode
from dataclasses import dataclass, field
from http import HTTPStatus

import httpx

from ppit_gateway.publishing.policy import Policy, WitnessKey
from ppit_gateway.publishing.quorum import count_signers
from ppit_gateway.publishing.session import PublishingSession, SignedSize

_SECONDS = 5.0
_PAUSE_SECONDS = 5.0

_events = logging.getLogger(__name__)


@dataclass(slots=True)
class _Asked:
    """What one witness was asked, and what we know of it: the size that it signed last."""

    witness: WitnessKey
    seen: int = 0
    signed: SignedSize | None = None
    answer: asyncio.Task[httpx.Response] | None = None
    not_before: float = 0.0


@dataclass(slots=True)
class Witnesses:
    """Use it as the session's only other user: ``tick`` reads and writes by the session."""

    policy: Policy
    client: httpx.AsyncClient = field(default_factory=lambda: httpx.AsyncClient(timeout=_SECONDS))
    _asked: list[_Asked] = field(default_factory=list[_Asked])
    _newest: int = 0
    _signers: set[str] = field(default_factory=set[str])

    def __post_init__(self) -> None:
        self._asked = [_Asked(one) for one in self.policy.witnesses.values() if one.url]

    async def tick(self, session: PublishingSession, newest: SignedSize) -> None:
        """Take what has been answered, and ask whoever is free and has not signed ``newest``."""
        now = asyncio.get_running_loop().time()
        if newest.size != self._newest:
            if self._newest and not self.policy.met(frozenset(self._signers)):
                _events.warning("publisher.quorum_missing size=%d", self._newest)
            self._newest, self._signers = newest.size, set()
        for one in self._asked:
            if one.answer is not None and one.answer.done():
                await self._heard(session, one, now)
            if one.answer is None and one.seen < newest.size and now >= one.not_before:
                one.signed = newest
                body = await _question(session, one.seen, newest)
                url = f"{one.witness.url}/add-checkpoint"
                one.answer = asyncio.create_task(self.client.post(url, content=body))

    async def close(self) -> None:
        for one in self._asked:
            if one.answer is not None:
                one.answer.cancel()
        await self.client.aclose()

    async def _heard(self, session: PublishingSession, one: _Asked, now: float) -> None:
        answered, signed, one.answer = one.answer, one.signed, None
        if answered is None or signed is None:
            return
        failure = answered.exception()
        if failure is not None:
            one.not_before = now + _PAUSE_SECONDS
            _events.warning("publisher.witness_silent cause=%s", type(failure).__name__)
            return
        answer = answered.result()
        text = signed.note.rpartition("\n\n")[0] + "\n"
        lines = [line for line in answer.text.splitlines() if one.witness.signed(text, line)]
        if answer.status_code == HTTPStatus.OK and lines:
            await session.cosign(signed.size, one.witness.verifier_key, f"{lines[0]}\n")
            one.seen = signed.size
            if signed.size == self._newest:
                self._signers.add(one.witness.verifier_key)
            await count_signers(session, self.policy, signed.size)
        elif answer.status_code == HTTPStatus.CONFLICT and _other_size(answer.text, one, signed):
            one.seen = int(answer.text)
        else:
            # Either it is no witness of ours, or it saw another past of this log: look at it.
            one.not_before = now + _PAUSE_SECONDS
            _events.error("publisher.witness_refused status=%d", answer.status_code)


def _other_size(text: str, one: _Asked, signed: SignedSize) -> bool:
    told = text.strip()
    return told.isdecimal() and int(told) != one.seen and int(told) <= signed.size


async def _question(session: PublishingSession, old: int, newest: SignedSize) -> bytes:
    """Write a request to add-checkpoint (C2SP tlog-witness)."""
    steps = await session.consistency(old, newest.size) if 0 < old < newest.size else ()
    lines = "".join(f"{b64encode(step).decode()}\n" for step in steps)
    return f"old {old}\n{lines}\n{newest.note}".encode()
