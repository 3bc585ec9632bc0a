"""What may enter the log, decided for one batch: pure.

A name (kind and key) is taken once. Offered again with the same content it is found, not added;
with other content it is refused. An outcome needs an intent that is still open: one that has been
declared unknown stays unknown, or the log would say two things of one request.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import cast

from ppit_gateway.log.canonical import NotCanonical, canonical
from ppit_gateway.log.entries import (
    Draft,
    Held,
    Kind,
    Name,
    Receipt,
    Record,
    commitment,
    make_record,
)
from ppit_gateway.log.errors import EntryRefused, LogConflict
from ppit_gateway.log.identities import check_patience, revealed
from ppit_gateway.log.turnstile import TooBroad, TooMany, Turnstile, Used
from ppit_gateway.log.wire import Answer, Failure, Question


class Conflict(StrEnum):
    OTHER_CONTENT = "other-content"
    NO_INTENT = "no-intent"
    ALREADY_CLOSED = "already-closed"


@dataclass(frozen=True, slots=True)
class Next:
    """What the next records are stamped with. ``new_salt`` gives 32 random bytes."""

    size: int
    epoch: int
    now: datetime
    new_salt: Callable[[], bytes]


class Admission:
    """Numbers the entries of one batch, request by request, from the log's size on.

    ``held`` must tell of every name that shares a key with a draft of the batch, and of what each
    is ``told_of``; the drafts have passed ``check_draft`` and ``check_naming``.
    """

    def __init__(self, held: Mapping[Name, Held], following: Next) -> None:
        self._held = dict(held)
        self._next = following
        self.records: list[Record] = []

    def offer(self, drafts: Sequence[Draft]) -> Answer:
        """Take all of the drafts or none. The answer's size is what the log will then hold."""
        held, records = dict[Name, Held](), list[Record]()
        receipts: list[Receipt] = []
        for position, offered in enumerate(drafts):
            try:
                draft = self._opened(offered, held)
                known = self._known(draft, held)
                if known is None:
                    records.append(self._stamped(draft, len(records)))
                    known = held[draft.name] = records[-1].held
            except LogConflict as conflict:
                return Answer(failure=Failure.CONFLICT, reason=str(conflict), position=position)
            except (EntryRefused, NotCanonical) as refusal:
                return Answer(failure=Failure.REFUSED, reason=str(refusal), position=position)
            receipts.append(known.receipt)
        self._held |= held
        self.records += records
        return Answer(tuple(receipts), self._next.size + len(self.records))

    def _opened(self, draft: Draft, staged: Mapping[Name, Held]) -> Draft:
        check_patience(draft, self._next.now)
        if draft.kind != Kind.REVEAL:
            return draft
        return revealed(draft, self._find((Kind.COVERT, draft.key), staged))

    def _known(self, draft: Draft, staged: Mapping[Name, Held]) -> Held | None:
        known = self._find(draft.name, staged)
        if known is not None:
            # What is revealed is revealed, whoever asks for it again.
            if draft.kind != Kind.REVEAL and not _same_content(draft, known):
                raise LogConflict(Conflict.OTHER_CONTENT)
            return known
        if draft.kind in (Kind.OUTCOME, Kind.UNKNOWN):
            self._check_open(draft.key, staged)
        return None

    def _check_open(self, key: str, staged: Mapping[Name, Held]) -> None:
        if self._find((Kind.INTENT, key), staged) is None:
            raise LogConflict(Conflict.NO_INTENT)
        if any(self._find((end, key), staged) for end in (Kind.OUTCOME, Kind.UNKNOWN)):
            raise LogConflict(Conflict.ALREADY_CLOSED)

    def _find(self, name: Name, staged: Mapping[Name, Held]) -> Held | None:
        return staged.get(name) or self._held.get(name)

    def _stamped(self, draft: Draft, offset: int) -> Record:
        return make_record(
            draft,
            index=self._next.size + len(self.records) + offset,
            epoch=self._next.epoch,
            recorded_at=self._next.now,
            new_salt=self._next.new_salt,
        )


def _same_content(draft: Draft, held: Held) -> bool:
    leaf = cast("dict[str, object]", json.loads(held.text))
    salts = {opening.name: opening.salt for opening in held.openings}
    if salts.keys() != draft.sealed.keys():  # something of it has been erased: nobody can say
        return False
    sealed = {name: commitment(name, salts[name], value) for name, value in draft.sealed.items()}
    return canonical([leaf["body"], leaf["sealed"]]) == canonical([draft.body, sealed])


def let_in(question: Question, turnstile: Turnstile, admission: Admission) -> Answer:
    """Offer the drafts if their turn has come.

    Refused by the turnstile they count nothing; refused by the log, the name that may pass once has
    passed all the same.
    """
    try:
        turns = turnstile.admit(question.needs)
    except Used:
        return Answer(failure=Failure.USED, reason="it passed before")
    except TooMany as refusal:
        return Answer(failure=Failure.TOO_MANY, reason="too many", turns=refusal.turns)
    except TooBroad:
        return Answer(failure=Failure.TOO_BROAD, reason="too many people")
    answer = admission.offer(question.drafts)
    if question.seen is not None and answer.failure is None:
        turnstile.note(question.seen)
    return replace(answer, turns=turns)
