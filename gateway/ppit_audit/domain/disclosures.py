"""Who was shown what of somebody, when and for what: one line for each entry that names them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from ppit_audit.domain.entry import LogEntry, Said, said_by


class Became(StrEnum):
    """What became of the request. ``UNKNOWN``: an answer may have left, or may not have."""

    ANSWERED = "ANSWERED"
    REFUSED = "REFUSED"
    HELD_BACK = "HELD_BACK"
    UNKNOWN = "UNKNOWN"
    OF_THE_HOUSE = "OF_THE_HOUSE"
    """No request of a partner's: the upkeep of a register, say."""


@dataclass(frozen=True, slots=True)
class Disclosure:
    """One entry about somebody. ``disclosed``: they were shown, not merely searched for."""

    index: int
    kind: str
    recorded_at: datetime
    disclosed: bool
    said: Said
    became: Became
    status: int | None
    case_reference: str | None
    response_sha256: str | None


def disclosures(
    facts: Iterable[LogEntry], of_requests: Iterable[LogEntry], names: Sequence[str]
) -> list[Disclosure]:
    """Put what happened to somebody together with the request in which it happened.

    ``of_requests`` are the entries of those requests themselves, of every kind.
    """
    requests: dict[str, list[LogEntry]] = {}
    for entry in of_requests:
        requests.setdefault(entry.key, []).append(entry)
    return [_disclosure(fact, requests, frozenset(names)) for fact in facts]


def requests_of(facts: Iterable[LogEntry]) -> list[UUID]:
    """Return the requests in which these facts happened."""
    found = (said_by(fact).request_id for fact in facts)
    return list(dict.fromkeys(one for one in found if one is not None))


def _disclosure(
    fact: LogEntry, requests: Mapping[str, Sequence[LogEntry]], names: frozenset[str]
) -> Disclosure:
    said = said_by(fact)
    about = requests.get(str(said.request_id), ())
    ended = next((one for one in about if one.kind in {"outcome", "unknown", "denied"}), None)
    result = None if ended is None else said_by(ended)
    return Disclosure(
        index=fact.index,
        kind=fact.kind,
        recorded_at=fact.recorded_at,
        disclosed=not names.isdisjoint(said.disclosed),
        said=said,
        became=_became(about, ended, result),
        status=None if result is None else result.status,
        case_reference=next((one.case_reference for one in about if one.case_reference), None),
        response_sha256=None if result is None else result.response_sha256,
    )


def _became(about: Sequence[LogEntry], ended: LogEntry | None, result: Said | None) -> Became:
    if not about:
        return Became.OF_THE_HOUSE
    if ended is None or result is None or ended.kind == "unknown":
        return Became.UNKNOWN
    if ended.kind == "denied":
        return Became.REFUSED
    ok = result.status is not None and result.status < 400  # noqa: PLR2004  # a refusal of HTTP
    return Became.ANSWERED if ok else Became.HELD_BACK
