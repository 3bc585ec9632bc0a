"""One gate worker's connection to the log process: questions in, answers out, in bounded memory."""

import asyncio
import logging
from collections.abc import Sequence
from functools import partial
from typing import cast

from ppit_gateway.log.entries import Draft, Kind, check_draft
from ppit_gateway.log.errors import EntryRefused
from ppit_gateway.log.identities import check_naming
from ppit_gateway.log.sequencer import Sequencer
from ppit_gateway.log.wire import (
    Answer,
    Failure,
    Frames,
    Question,
    WireBroken,
    read_question,
    write_answer,
)

_events = logging.getLogger(__name__)


class Peer(asyncio.Protocol):
    """Known among ``peers`` while it is connected."""

    def __init__(self, sequencer: Sequencer, peers: set["Peer"]) -> None:
        self._sequencer = sequencer
        self._peers = peers
        self._frames = Frames()
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # A stream's transport of whichever loop: uvloop's are no heirs of asyncio's.
        self._transport = cast("asyncio.Transport", transport)
        self._peers.add(self)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002  # asyncio calls it so
        self._transport = None
        self._peers.discard(self)

    def pause_writing(self) -> None:
        """Hear no more of a peer that does not read its answers: they would be kept here."""
        if self._transport is not None:
            self._transport.pause_reading()

    def resume_writing(self) -> None:
        if self._transport is not None:
            self._transport.resume_reading()

    def data_received(self, data: bytes) -> None:
        try:
            for frame in self._frames.feed(data):
                self._ask(read_question(frame))
        except WireBroken as failure:
            _events.warning("log.peer_dropped cause=%s", failure)
            self.close()

    def close(self) -> None:
        if self._transport is not None:
            self._transport.close()

    def _ask(self, question: Question) -> None:
        refusal = _refusal(question.drafts)
        if refusal is None:
            self._sequencer.offer(question, partial(self._answer, question.id))
        else:
            self._answer(question.id, refusal)

    def _answer(self, number: int, answer: Answer) -> None:
        # A peer that went away asks again: what was committed for it stays committed.
        if self._transport is not None and not self._transport.is_closing():
            self._transport.write(write_answer(number, answer))


def _refusal(drafts: Sequence[Draft]) -> Answer | None:
    for position, draft in enumerate(drafts):
        if draft.kind == Kind.UNKNOWN:
            reason = "only the log declares an intent unknown"
            return Answer(failure=Failure.REFUSED, reason=reason, position=position)
        try:
            check_draft(draft)
            check_naming(draft)
        except EntryRefused as refusal:
            return Answer(failure=Failure.REFUSED, reason=str(refusal), position=position)
    return None
