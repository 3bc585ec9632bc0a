"""Publishes: takes the newest committed size, brings the index there, signs both for the world."""

import asyncio
import logging
from contextlib import suppress

import psycopg

from ppit_gateway.log.config import plain_url
from ppit_gateway.log.errors import LockLost, LogDamaged
from ppit_gateway.log.notes import NoteInvalid, NoteReader, NoteSigner
from ppit_gateway.publishing.config import PublisherConfig
from ppit_gateway.publishing.quorum import ask_from_now_on
from ppit_gateway.publishing.session import LockHeld, PublishingSession, SignedSize
from ppit_gateway.publishing.witnesses import Witnesses

_RETRY_SECONDS = 0.2

_events = logging.getLogger(__name__)


class Publisher:
    """``commits`` opens the notes that the log signs with each commit."""

    def __init__(self, config: PublisherConfig, signer: NoteSigner, commits: NoteReader) -> None:
        self._config = config
        self._signer = signer
        self._commits = commits

    async def run(self, stop: asyncio.Event) -> None:
        """Publish until ``stop`` is set, through any loss of the database.

        Raises ``LockLost`` when another publisher runs, ``LogDamaged`` when what is committed is
        not what this log signed: to publish it would make the damage ours.
        """
        while not stop.is_set():
            session = await self._opened(stop)
            if session is None:
                return
            try:
                await self._serve(session, stop)
            except (psycopg.Error, TimeoutError) as failure:
                _events.warning("publisher.database_lost cause=%s", type(failure).__name__)
            finally:
                await session.close()

    async def _opened(self, stop: asyncio.Event) -> PublishingSession | None:
        clock = asyncio.get_running_loop().time
        held_since: float | None = None
        while not stop.is_set():
            try:
                url = plain_url(self._config.database_url)
                return await PublishingSession.open(url, patience=self._config.patience)
            except LockHeld as refusal:
                # Our own last session may still be ending; anybody else is another publisher.
                held_since = held_since or clock()
                if clock() - held_since > self._config.lock_patience:
                    msg = "another publisher holds the lock"
                    raise LockLost(msg) from refusal
            except (psycopg.Error, TimeoutError) as failure:
                held_since = None
                _events.warning("publisher.database_absent cause=%s", type(failure).__name__)
            await _pause(stop, _RETRY_SECONDS)
        return None

    async def _serve(self, session: PublishingSession, stop: asyncio.Event) -> None:
        policy = self._config.policy
        witnesses = None if policy is None else Witnesses(policy)
        try:
            await self._look_and_publish(session, witnesses, stop)
        finally:
            if witnesses is not None:
                await witnesses.close()

    async def _look_and_publish(
        self, session: PublishingSession, witnesses: Witnesses | None, stop: asyncio.Event
    ) -> None:
        await ask_from_now_on(session, self._config.policy)
        last = await session.published()
        _events.info("publisher.ready size=%d", last.size if last else 0)
        while not stop.is_set():
            newest = await session.newest()
            if newest is not None and (last is None or newest.size > last.size):
                self._check(newest)
                if last is not None and not await session.grew(last, newest):
                    msg = f"the tree of {newest.size} did not grow from that of {last.size}"
                    raise LogDamaged(msg)
                last = await self._publish(session, newest)
            if witnesses is not None and last is not None:
                await witnesses.tick(session, last)
            await _pause(stop, self._config.interval)

    async def _publish(self, session: PublishingSession, newest: SignedSize) -> SignedSize:
        advance = self._config.advance
        # Together, so that whoever reads never sees an index that no checkpoint states. What fails
        # on the way ends the session, and with it the transaction.
        await session.begin()
        index_root = None if advance is None else await session.advance(advance, newest.size)
        note = self._signer.sign(newest.size, newest.root, index_root)
        signed = SignedSize(newest.size, newest.root, note)
        await session.publish(signed, index_root)
        return signed

    def _check(self, newest: SignedSize) -> None:
        try:
            stated = self._commits.open(newest.note)
        except NoteInvalid as failure:
            msg = f"the checkpoint of size {newest.size} is not one that this log signed"
            raise LogDamaged(msg) from failure
        if (stated.size, stated.root) != (newest.size, newest.root):
            msg = f"the checkpoint of size {newest.size} does not state what is stored with it"
            raise LogDamaged(msg)


async def _pause(stop: asyncio.Event, seconds: float) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await stop.wait()
