"""Aliases, covert entries and reveals: what the log asks of each before it takes it. Pure.

A covert entry says now that somebody was looked at, and seals who it was; the pseudonyms are named
by a reveal. That comes by itself after the day that the covert entry states, or earlier if somebody
asks for it: what is covert is delayed, and nobody can drop it.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import NoReturn, cast

from ppit_gateway.log.entries import Draft, Held, Kind, Name, Opening
from ppit_gateway.log.errors import EntryRefused, LogConflict
from ppit_gateway.log.naming import SUBJECTS, members

REVEAL_AFTER = "reveal_after"
LONGEST_COVERT = timedelta(days=3 * 366)
"""A day that never comes would be a way to drop an entry."""
PART = "/"
"""Stands in the key of an entry that goes on with a fact, between the fact's id and a number."""
NO_COVERT = "no-covert"
"""Why a reveal conflicts: no covert entry of its key, or nothing left that opens it."""
_PSEUDONYM = re.compile(r"[A-Za-z0-9._-]{1,40}:[0-9a-f]{8,64}")
_SEALED = re.compile(rf"(?:{'|'.join(SUBJECTS)})/[0-9]+")
_TWO = 2


def sealed_subjects(searched: Sequence[str], disclosed: Sequence[str]) -> dict[str, str]:
    """Return the sealed values of a covert entry: each pseudonym under a name of its own."""
    lists = zip(SUBJECTS, (searched, disclosed), strict=True)
    return {f"{name}/{at}": one for name, named in lists for at, one in enumerate(named)}


def check_naming(draft: Draft) -> None:
    """Refuse with ``EntryRefused`` an alias, a covert entry or a reveal that is none."""
    if draft.kind == Kind.ALIAS:
        _check_alias(draft)
    elif draft.kind == Kind.COVERT:
        _check_covert(draft)
    elif draft.kind == Kind.REVEAL and (draft.sealed or "openings" in draft.body):
        msg = "a reveal is opened by the log itself, from what it keeps"
        raise EntryRefused(msg)


def check_patience(draft: Draft, now: datetime) -> None:
    """Refuse with ``EntryRefused`` a covert entry that would stay covert for too long."""
    day = reveal_after(draft.body) if draft.kind == Kind.COVERT else None
    if day is not None and day > now.date() + LONGEST_COVERT:
        msg = f"an entry is covert for at most {LONGEST_COVERT.days} days"
        raise EntryRefused(msg)


def told_of(draft: Draft) -> tuple[Name, ...]:
    """Return the names of the entries whose content must be known before the draft is taken."""
    if draft.kind == Kind.REVEAL:
        return draft.name, (Kind.COVERT, draft.key)
    return (draft.name,)


def revealed(draft: Draft, covert: Held | None) -> Draft:
    """Return the reveal with what opens the covert entry of its key.

    Raises ``LogConflict`` if there is none, or if what it sealed has been erased.
    """
    if covert is None or not covert.openings:
        raise LogConflict(NO_COVERT)
    return replace(
        draft,
        body={
            **draft.body,
            "covert": covert.receipt.index,
            "openings": {one.name: _opened(one) for one in covert.openings},
        },
    )


def _opened(one: Opening) -> Mapping[str, str]:
    return {"salt": one.salt.hex(), "value": one.value}


def _check_alias(draft: Draft) -> None:
    listed = draft.body.get("pseudonyms")
    if not isinstance(listed, list | tuple):
        _refuse_alias()
    named = cast("Sequence[object]", listed)
    if len(named) != _TWO or named[0] == named[1] or not all(map(_pseudonym, named)):
        _refuse_alias()


def _refuse_alias() -> NoReturn:
    msg = "an alias names two different pseudonyms"
    raise EntryRefused(msg)


def _check_covert(draft: Draft) -> None:
    if not draft.sealed or not all(
        _SEALED.fullmatch(name) and _pseudonym(value) for name, value in draft.sealed.items()
    ):
        msg = "a covert entry seals pseudonyms and nothing else"
        raise EntryRefused(msg)
    fact = members(draft.body.get("fact"))
    if any(fact.get(name) for name in SUBJECTS):
        msg = "a covert entry names nobody"
        raise EntryRefused(msg)
    if reveal_after(draft.body) is None:
        msg = "a covert entry says after which day it is revealed"
        raise EntryRefused(msg)


def reveal_after(body: Mapping[str, object]) -> date | None:
    """Return the last day on which a covert entry is kept covert; None where it says none."""
    said = body.get(REVEAL_AFTER)
    try:
        day = date.fromisoformat(said) if isinstance(said, str) else None
    except ValueError:
        return None
    return day if day is not None and day.isoformat() == said else None


def _pseudonym(value: object) -> bool:
    return isinstance(value, str) and _PSEUDONYM.fullmatch(value) is not None
