"""The same key is the same request: its answer is kept, sealed, in the transaction of the effect.

Only answers below 400 are kept: a refusal had no effect, so asking again may be answered anew.
Whether a replay is still permitted is the gate's to decide, each time (``gateway.md`` D).
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import cast

from sqlalchemy import RowMapping, text
from sqlalchemy.ext.asyncio import AsyncConnection

from ppit_platform.answer import Answer
from ppit_platform.audit import AuditFact
from ppit_platform.codes import LogOperation
from ppit_platform.errors import Conflict, InternalError, ServiceError
from ppit_platform.hop import Hop
from ppit_platform.sealing import Seal, SealBroken
from ppit_platform.unit import CONTEXT_SQL

TIME_TO_LIVE = timedelta(hours=24)
_LIVES = f"interval '{int(TIME_TO_LIVE.total_seconds())} seconds'"

OPEN_AND_LOOK = text(f"""
    SELECT {CONTEXT_SQL},
           pg_try_advisory_xact_lock(:lock) AS alone, kept.fingerprint, kept.sealed
      FROM (SELECT) AS one
      LEFT JOIN idempotency_key AS kept
        ON kept.org_id = :org_id AND kept.key = :key AND kept.created_at > now() - {_LIVES}
""")  # noqa: S608  # constants of this module and of ppit_platform.unit
"""Statement 1 of an idempotent request: its context, its turn, and what was answered before."""

KEEP_SQL = f"""
    INSERT INTO idempotency_key AS kept (org_id, key, fingerprint, sealed)
    VALUES (:org_id, :key, :fingerprint, :sealed)
    ON CONFLICT (org_id, key) DO UPDATE
       SET fingerprint = excluded.fingerprint, sealed = excluded.sealed, created_at = now()
     WHERE kept.created_at <= now() - {_LIVES}
    RETURNING key
"""  # noqa: S608
"""Returns a row only if nobody else kept an answer under the key in the meantime."""

_PURGE = text(f"DELETE FROM idempotency_key WHERE created_at <= now() - {_LIVES}")  # noqa: S608


class KeyReused(ServiceError):
    status = 422
    code = "IDEMPOTENCY_KEY_REUSED"
    title = "This Idempotency-Key was used for another request"


class KeyInFlight(Conflict):
    code = "IDEMPOTENCY_KEY_IN_FLIGHT"
    title = "A request with this Idempotency-Key is being answered"
    retry_after = 1


class AnswerUnreadable(InternalError):
    code = "IDEMPOTENT_ANSWER_UNREADABLE"
    title = "The request had its effect before, but its answer can no longer be read"


@dataclass(frozen=True, slots=True)
class Key:
    """One organisation's key, and the digest of the request it stands for."""

    org_id: str
    text: str
    fingerprint: str

    @property
    def place(self) -> bytes:
        return f"{self.org_id}\x1f{self.text}\x1f{self.fingerprint}".encode()

    @property
    def lock(self) -> int:
        """The advisory lock of the key: a signed 64-bit number."""
        digest = hashlib.sha256(f"{self.org_id}\x1f{self.text}".encode()).digest()
        return int.from_bytes(digest[:8], "big", signed=True)

    def to_look(self) -> dict[str, object]:
        """Return the values that ``OPEN_AND_LOOK`` binds."""
        return {"key": self.text, "lock": self.lock}


def key_of(hop: Hop) -> Key | None:
    if hop.idempotency_key is None or hop.idempotency_fingerprint is None:
        return None
    return Key(hop.caller.org_id, hop.idempotency_key, hop.idempotency_fingerprint)


def replayed(key: Key, found: RowMapping, seal: Seal) -> tuple[Answer, AuditFact] | None:
    """Return the kept answer and a fact of its own for showing it again; None: do the work.

    Refuses a key that stood for another request (422), and one that is being answered (409).
    """
    if found["sealed"] is None:
        if not found["alone"]:
            msg = "ask again in a moment"
            raise KeyInFlight(msg)
        return None
    if found["fingerprint"] != key.fingerprint:
        msg = "use a new key for a new request"
        raise KeyReused(msg)
    try:
        kept = json.loads(seal.open(cast("bytes", found["sealed"]), place=key.place))
    except SealBroken as failure:
        msg = "its key was changed since"
        raise AnswerUnreadable(msg) from failure
    return _answer_and_fact(cast("Mapping[str, object]", kept))


def _answer_and_fact(kept: Mapping[str, object]) -> tuple[Answer, AuditFact]:
    answer = Answer.from_json(cast("Mapping[str, object]", kept["answer"]))
    headers = {**answer.headers, "idempotency-replayed": "true"}
    return replace(answer, headers=headers), _again(cast("Mapping[str, object]", kept["fact"]))


def _again(fact: Mapping[str, object]) -> AuditFact:
    # Showing an answer a second time is a disclosure of its own, of the same people.
    counts, until = cast("dict[str, int]", fact["counts"]), fact.get("covert_until")
    return AuditFact(
        operation=LogOperation(fact["operation"]),
        subjects_searched=tuple(cast("list[str]", fact["subjects_searched"])),
        subjects_disclosed=tuple(cast("list[str]", fact["subjects_disclosed"])),
        fields=tuple(cast("list[str]", fact["fields"])),
        counts={**counts, "replayed": 1},
        withheld=cast("dict[str, int]", fact["withheld"]),
        # As covert as it was the first time; what was merged or revealed then is so already.
        covert_until=date.fromisoformat(str(until)) if until else None,
    )


def to_keep(key: Key, answer: Answer, fact: AuditFact, seal: Seal) -> dict[str, object]:
    """Return the values that ``KEEP_SQL`` binds."""
    kept = json.dumps({"answer": answer.as_json(), "fact": fact.as_json()}).encode()
    return {
        "org_id": key.org_id,
        "key": key.text,
        "fingerprint": key.fingerprint,
        "sealed": seal.close(kept, place=key.place),
    }


async def purge(connection: AsyncConnection) -> int:
    """Forget answers older than 24 h; return how many."""
    return (await connection.execute(_PURGE)).rowcount
