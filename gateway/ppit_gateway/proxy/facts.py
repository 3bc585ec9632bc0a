"""What the log is told of one fact: the fact itself, and what follows from it.

The same entries whether the gate saw the fact pass or a service pushed it, so that whoever comes
second finds them. A fact that names more people than one leaf can is said in several entries: a
leaf is at most 65,535 bytes, because bundles state its length in 16 bits (C2SP tlog-tiles).
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest

from ppit_gateway.domain import record
from ppit_gateway.log.entries import Draft, Kind
from ppit_gateway.log.identities import PART, sealed_subjects
from ppit_gateway.log.naming import FACT
from ppit_platform.audit import AuditFact
from ppit_platform.caller import Caller

_ROOM = 15 * 1024
"""Bytes in a leaf for each of three lists of people (searched, disclosed, merged)."""
_SEALED = 160
"""Bytes that a sealed name takes more: its commitment; in the reveal, its salt."""


def entries_of(
    service: str, caller: Caller, happened: AuditFact, *, job_id: str | None = None
) -> list[Draft]:
    """Return the fact, covert if it asks for that, its aliases and its reveals, in this order.

    The first entry of a fact has its id as its key and states its counts; the next ones have
    ``<id>/1`` and so on, and name the people for whom it had no room.
    """
    covert = happened.covert_until is not None and _subjects(happened)
    parts = (
        (f"{happened.fact_id}{PART}{at}" if at else str(happened.fact_id), one)
        for at, one in enumerate(_parts(happened, _SEALED if covert else 0))
    )
    return [
        *(
            _covert(key, record.covert(service, caller, one, job_id=job_id), one)
            if covert and _subjects(one)
            else Draft(FACT, key, record.fact(service, caller, one, job_id=job_id))
            for key, one in parts
        ),
        *(
            Draft(
                Kind.ALIAS,
                f"{happened.fact_id}/{at}",
                record.alias(service, caller, happened, pair),
            )
            for at, pair in enumerate(happened.same)
        ),
        *(
            Draft(Kind.REVEAL, str(earlier), record.reveal(service, caller, happened))
            for earlier in happened.reveals
        ),
    ]


def _covert(key: str, said: dict[str, object], happened: AuditFact) -> Draft:
    sealed = sealed_subjects(happened.subjects_searched, happened.subjects_disclosed)
    return Draft(Kind.COVERT, key, said, sealed)


def _subjects(happened: AuditFact) -> bool:
    return bool(happened.subjects_searched or happened.subjects_disclosed)


def _parts(happened: AuditFact, more: int) -> Iterator[AuditFact]:
    """Yield the fact in as many parts as its people need, one nearly always."""
    if _fits(happened, more):
        yield happened
        return
    searched = _rows([(one,) for one in happened.subjects_searched], more)
    disclosed = _rows([(one,) for one in happened.subjects_disclosed], more)
    part = happened
    for first, second, same in zip_longest(searched, disclosed, _rows(happened.same, 0)):
        yield replace(
            part,
            subjects_searched=tuple(one for (one,) in first or ()),
            subjects_disclosed=tuple(one for (one,) in second or ()),
            same=tuple((one, other) for one, other in same or ()),
        )
        part = replace(happened, counts={}, withheld={}, reveals=())


def _fits(happened: AuditFact, more: int) -> bool:
    """Say whether all that a fact names has room in one leaf, as of nearly every fact."""
    named = (*happened.subjects_searched, *happened.subjects_disclosed)
    if happened.same or not all(map(str.isascii, named)):
        return False
    return sum(map(len, named)) + len(named) * (len('[""],') + more) <= _ROOM


def _rows(named: Sequence[tuple[str, ...]], more: int) -> list[list[tuple[str, ...]]]:
    """Divide a list into rows that have room in a leaf; one row, maybe empty, at least."""
    rows, room = list[list[tuple[str, ...]]]([[]]), _ROOM
    for one in named:
        needs = sum(len(text.encode()) + len('[""],') + more for text in one)
        if needs > room and rows[-1]:
            rows.append([])
            room = _ROOM
        room -= needs
        rows[-1].append(one)
    return rows
