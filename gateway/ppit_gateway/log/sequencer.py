"""Gives every entry its place: whatever arrived while one commit was in flight is the next one.

Each commit carries the signed checkpoint that covers it, so nothing is ever acknowledged that is
not signed, and a longer queue means larger commits, not more of them.
"""

import asyncio
import logging
import secrets
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import psycopg

from ppit_gateway.log.admission import Admission, Next, let_in
from ppit_gateway.log.config import LogConfig, plain_url
from ppit_gateway.log.covert import CovertEntries
from ppit_gateway.log.entries import SALT_BYTES
from ppit_gateway.log.errors import LockLost
from ppit_gateway.log.identities import told_of
from ppit_gateway.log.notes import NoteSigner
from ppit_gateway.log.passed import DISCLOSURES, PASSAGES, passed_before, seen_before
from ppit_gateway.log.proofs import proof_text
from ppit_gateway.log.session import DatabaseSilent, LockHeld, LogSession
from ppit_gateway.log.state import LogState
from ppit_gateway.log.tiles import hashed, inclusion, tiles_of
from ppit_gateway.log.turnstile import BREADTH_SECONDS, ONCE_SECONDS, Turnstile
from ppit_gateway.log.waiting import CROWDED, UNAVAILABLE, Company, Waiting, WaitingRoom
from ppit_gateway.log.wire import Answer, Question

_RETRY_SECONDS = 0.1

_events = logging.getLogger(__name__)


class Sequencer:
    """The only writer of the log. ``ready`` is set once it first held the lock."""

    def __init__(self, config: LogConfig, signer: NoteSigner) -> None:
        self._config = config
        self._signer = signer
        self._epoch = 0
        self._acknowledged = 0
        self._waiting = WaitingRoom()
        self._turnstile = Turnstile(time.monotonic)
        self._covert = CovertEntries()
        self._arrived = asyncio.Event()
        self._wanted = 1
        self._company = Company()
        self._stopping = False
        self.ready = asyncio.Event()

    def offer(self, question: Question, answered: Callable[[Answer], None]) -> None:
        """Queue the drafts for the next commit; no drafts ask for the size after it."""
        if self._stopping or not self._waiting.take(Waiting(question, answered)):
            answered(CROWDED)
            return
        if len(self._waiting) >= self._wanted:
            self._arrived.set()

    def stop(self) -> None:
        """Finish the commit in flight and return from ``run``."""
        self._stopping = True
        self._arrived.set()

    async def run(self) -> None:
        """Commit until stopped, through any loss of the database.

        Raises ``LockLost`` when another process has become the log, ``LogDamaged`` when the
        database holds something other than what was signed.
        """
        try:
            while not self._stopping:
                resumed = await self._resumed()
                if resumed is None:
                    return
                session, state = resumed
                try:
                    await self._serve(session, state)
                except (psycopg.Error, DatabaseSilent) as failure:
                    _events.warning("log.database_lost cause=%s", type(failure).__name__)
                finally:
                    await session.close()
        finally:
            self._waiting.turn_away()

    async def _resumed(self) -> tuple[LogSession, LogState] | None:
        """Open a session and read the state anew: what the last commit did is never guessed.

        Returns None when told to stop while there is no database to be the log of.
        """
        held_since: float | None = None
        clock = asyncio.get_running_loop().time
        while not self._stopping:
            try:
                return await self._opened()
            except LockHeld as refusal:
                # Our own last session may still be ending; anybody else is another log process.
                held_since = held_since or clock()
                if clock() - held_since > self._config.lock_patience:
                    msg = "another log process holds the lock"
                    raise LockLost(msg) from refusal
            except (psycopg.Error, DatabaseSilent) as failure:
                held_since = None
                _events.warning("log.database_absent cause=%s", type(failure).__name__)
            self._waiting.turn_away()
            await asyncio.sleep(_RETRY_SECONDS)
        return None

    async def _opened(self) -> tuple[LogSession, LogState]:
        url = plain_url(self._config.database_url)
        session = await LogSession.open(url, patience=self._config.patience)
        try:
            self._epoch = await session.claim(self._epoch)
            stored = await session.stored()
            state = LogState.restore(stored, self._signer.reader, at_least=self._acknowledged)
            lately = session.young(timedelta(seconds=ONCE_SECONDS), *PASSAGES)
            self._turnstile.remember(await passed_before(lately))
            if not self.ready.is_set():
                # After a loss of the database this process still knows whom it was told of.
                hour = session.young(timedelta(seconds=BREADTH_SECONDS), *DISCLOSURES)
                self._turnstile.note_before(await seen_before(hour))
            self._covert.remember(await session.covert())
        except BaseException:
            await session.close()
            raise
        _events.info("log.ready epoch=%d size=%d", self._epoch, state.edge.size)
        self.ready.set()
        return session, state

    async def _serve(self, session: LogSession, state: LogState) -> None:
        patience = timedelta(seconds=self._config.intent_patience)
        clock = asyncio.get_running_loop().time
        sweep_at = clock()
        while not self._stopping:
            await self._something_to_do(sweep_at - clock())
            if clock() >= sweep_at:
                # Even with nothing overdue this asks the database, and so notices its loss.
                now = datetime.now(UTC)
                self.offer(Question(0, state.overdue(now, patience)), _nobody_waits)
                for reveal in self._covert.due(now):
                    self.offer(Question(0, (reveal,)), _nobody_waits)
                self._turnstile.forget()
                sweep_at = clock() + self._config.sweep_every
            await self._together()
            began = clock()
            answered = await self._commit(session, state)
            self._company = Company.after(answered + len(self._waiting), began, clock())

    async def _something_to_do(self, seconds: float) -> None:
        self._arrived.clear()
        if self._waiting or seconds <= 0 or self._stopping:
            return
        try:
            async with asyncio.timeout(seconds):
                await self._arrived.wait()
        except TimeoutError:
            return

    async def _together(self) -> None:
        """Let those who were just answered ask again before the next commit, as they mostly do."""
        loop = asyncio.get_running_loop()
        seconds = self._company.seconds_for(len(self._waiting), loop.time())
        if not seconds or self._stopping:
            return
        self._wanted = self._company.callers
        self._arrived.clear()
        alarm = loop.call_later(seconds, self._arrived.set)
        try:
            await self._arrived.wait()
        finally:
            alarm.cancel()
            self._wanted = 1

    async def _commit(self, session: LogSession, state: LogState) -> int:
        """Answer the next batch; return how many were answered."""
        batch = self._waiting.next_batch(self._config.largest_batch)
        try:
            answers = await self._durable(batch, session, state)
        except BaseException:
            for one in batch:
                one.answered(UNAVAILABLE)
            raise
        self._acknowledged = state.edge.size
        for one, answer in zip(batch, answers, strict=True):
            one.answered(answer)
        return len(batch)

    async def _durable(
        self, batch: list[Waiting], session: LogSession, state: LogState
    ) -> list[Answer]:
        drafts = [draft for one in batch for draft in one.question.drafts]
        held = await session.find({name for draft in drafts for name in told_of(draft)})
        following = Next(state.edge.size, self._epoch, datetime.now(UTC), _new_salt)
        admission = Admission(held, following)
        answers = [let_in(one.question, self._turnstile, admission) for one in batch]
        if admission.records:
            growth = state.grow(admission.records, self._signer)
            await session.append(admission.records, growth)
            state.absorb(admission.records)
            self._covert.absorb(record.draft for record in admission.records)
        return await _proved(batch, answers, session, state)


async def _proved(
    batch: list[Waiting], answers: list[Answer], session: LogSession, state: LogState
) -> list[Answer]:
    """Prove to whoever asked the first entry of their answer, in the tree that was just signed."""
    asked = [at for at, one in enumerate(batch) if one.question.prove and answers[at].receipts]
    paths = state.edge.proofs(answers[at].receipts[0].index for at in asked)
    for at, known in zip(asked, paths, strict=True):
        index, size, path = answers[at].receipts[0].index, state.edge.size, known
        if path is None:  # found, not added: the edge has left it behind
            subtrees = inclusion(index, size)
            path = hashed(subtrees, await session.tiles(tiles_of(subtrees), size))
        answers[at] = replace(answers[at], proof=proof_text(index, path, state.note))
    return answers


def _new_salt() -> bytes:
    return secrets.token_bytes(SALT_BYTES)


def _nobody_waits(_: Answer) -> None:
    """Take the answer to a sweep: what it could not declare now it declares at the next."""
