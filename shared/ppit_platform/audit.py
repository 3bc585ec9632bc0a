"""Audit facts: what one request or one chunk of a job did to whose data.

A service writes its fact to the outbox in the same transaction as the effect. A request's fact
travels to the gate in the envelope before the body; whatever the gate did not log is pushed again,
keyed by ``fact_id``, until the log holds it (DPA 2018 s.62).
"""

import hashlib
import hmac
import struct
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import cast
from uuid import UUID

from ppit_platform import quick_json
from ppit_platform.codes import LogOperation
from ppit_platform.ids import new_id

ENVELOPE_TYPE = "application/vnd.ppit.envelope"
_MAGIC = b"PPIT"
_LENGTH = struct.Struct(">I")


class EnvelopeBroken(ValueError):
    """The answer of a service was cut short or never was an envelope: nothing of it may pass."""


@dataclass(frozen=True, slots=True)
class AuditFact:
    """Pseudonyms, field names and counts; never a name, an address or a date of birth."""

    operation: LogOperation
    subjects_searched: tuple[str, ...] = ()
    subjects_disclosed: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict[str, int])
    withheld: Mapping[str, int] = field(default_factory=dict[str, int])
    """Reason to number: what only the service could withhold (area, audience)."""
    fact_id: UUID = field(default_factory=new_id)
    same: tuple[tuple[str, str], ...] = ()
    """Pairs of pseudonyms that are one person from now on: a merge. Each becomes an alias entry."""
    covert_until: date | None = None
    """Whom the fact names is sealed until this day is over: asking who looked would give away an
    investigation. The log reveals it then by itself.
    """
    reveals: tuple[UUID, ...] = ()
    """Earlier covert facts whose subjects may be named from now on, before their day."""

    def as_json(self) -> dict[str, object]:
        """Return the fact as the log holds it; what few facts say is in those only."""
        rare: dict[str, object] = {
            "same": [list(pair) for pair in self.same],
            "covert_until": self.covert_until.isoformat() if self.covert_until else None,
            "reveals": [str(one) for one in self.reveals],
        }
        return {
            "fact_id": str(self.fact_id),
            "operation": self.operation.value,
            "subjects_searched": list(self.subjects_searched),
            "subjects_disclosed": list(self.subjects_disclosed),
            "fields": list(self.fields),
            "counts": dict(self.counts),
            "withheld": dict(self.withheld),
            **{name: value for name, value in rare.items() if value},
        }


NO_KEYS: Mapping[str, bytes] = {}


class Pseudonymiser:
    """Turns subject ids and normalised query keys into keyed pseudonyms for the log.

    ``former`` are the keys of earlier epochs: nothing new is named by them.
    """

    def __init__(
        self, *, epoch: str, key: bytes, service: str, former: Mapping[str, bytes] = NO_KEYS
    ) -> None:
        self._epoch = epoch
        self._key = key
        self._service = service
        self._former = dict(former)

    def subject(self, subject_id: object) -> str:
        return self._digest("subject", str(subject_id), self._epoch, self._key)

    def in_every_epoch(self, subject_id: object) -> tuple[str, ...]:
        """Return every pseudonym under which the log may name a subject, today's first."""
        keys = {self._epoch: self._key, **self._former}
        return tuple(
            self._digest("subject", str(subject_id), epoch, key) for epoch, key in keys.items()
        )

    def searched(self, keys: Iterable[object]) -> str:
        text = "\x1f".join(sorted(str(key) for key in keys))
        return self._digest("searched", text, self._epoch, self._key)

    def _digest(self, kind: str, text: str, epoch: str, key: bytes) -> str:
        message = f"{self._service}\x1e{kind}\x1e{text}".encode()
        return f"{epoch}:{hmac.digest(key, message, hashlib.sha256).hex()[:40]}"


@dataclass(frozen=True, slots=True)
class Envelope:
    """What a service hands to the gate: facts first, then the body they speak of."""

    content_type: str
    facts: tuple[dict[str, object], ...]
    body: bytes

    def pack(self) -> bytes:
        head = quick_json.write({"content_type": self.content_type, "facts": list(self.facts)})
        return b"".join(
            (_MAGIC, _LENGTH.pack(len(head)), _LENGTH.pack(len(self.body)), head, self.body)
        )

    @classmethod
    def unpack(cls, raw: bytes) -> "Envelope":
        """Refuse anything but a whole envelope with ``EnvelopeBroken``."""
        start = len(_MAGIC) + 2 * _LENGTH.size
        if len(raw) < start or not raw.startswith(_MAGIC):
            msg = "not an envelope"
            raise EnvelopeBroken(msg)
        (head_size,) = _LENGTH.unpack_from(raw, len(_MAGIC))
        (body_size,) = _LENGTH.unpack_from(raw, len(_MAGIC) + _LENGTH.size)
        if len(raw) != start + head_size + body_size:
            msg = "cut short or too long"
            raise EnvelopeBroken(msg)
        try:
            head = cast("dict[str, object]", quick_json.read(raw[start : start + head_size]))
            facts = tuple(cast("list[dict[str, object]]", head["facts"]))
            return cls(str(head["content_type"]), facts, raw[start + head_size :])
        except (ValueError, KeyError, TypeError) as failure:
            msg = "its head is not what a service writes"
            raise EnvelopeBroken(msg) from failure
