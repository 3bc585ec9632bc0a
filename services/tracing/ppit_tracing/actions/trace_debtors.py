"""Traces debtors: stop flags, then records, then the rule; any number in the same statements.

The flags are asked twice: with what was given, before any address is looked for; and with the
birthday and the doors that were found, before one is certified.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from ppit_matching import query_keys
from ppit_platform.gazetteer.place import PlaceStatus
from ppit_platform.person_index import IndexState
from ppit_tracing.actions.answer_stops import answer_stops
from ppit_tracing.actions.held import Held, read_held
from ppit_tracing.actions.room import Room
from ppit_tracing.actions.search_records import search_records
from ppit_tracing.actions.sought import DebtorSought, address_asked, address_sent
from ppit_tracing.domain.asked import DebtorAsked, lacks
from ppit_tracing.domain.certify import Certified, candidate_doors, certify, places_of
from ppit_tracing.domain.codes import SourceName, SourceState, StopAnswer, StopFlag, TraceOutcome
from ppit_tracing.domain.finding import (
    Address,
    Finding,
    Searched,
    address_of,
    is_open,
    stopped_outcome,
    unconfirmed_outcome,
)
from ppit_tracing.domain.identity import Debtor
from ppit_tracing.domain.sources import SourceChecked
from ppit_tracing.domain.stops import Stop

_MOST_ADDRESSES = 5
_UNREADABLE = {
    PlaceStatus.SOURCE_UNAVAILABLE: SourceState.UNAVAILABLE,
    PlaceStatus.SOURCE_STALE: SourceState.STALE,
}


async def trace_debtors(asked: Sequence[DebtorAsked], room: Room) -> list[Finding]:
    """Return a finding for each debtor, in order; whoever lacks the least is not searched for."""
    held = await read_held(room)
    enough = [one for one in asked if not lacks(one)]
    nothing = Searched((), held.checked, held.unable)
    traced = iter(await _traced(enough, held, room) if enough else ())
    return [
        Finding(TraceOutcome.INSUFFICIENT_INPUT, nothing, room.now) if lacks(one) else next(traced)
        for one in asked
    ]


async def _traced(asked: Sequence[DebtorAsked], held: Held, room: Room) -> list[Finding]:
    started, searchable = await _started(asked, room)
    held = held if searchable else held.unsearchable
    records = await room.records.stops(
        [subject for one in started for subject in one.found.subject_ids],
        sorted({one.born for one in started if one.born}),
        sorted(frozenset[str]().union(*(one.doors for one in started))),
        held.generations,
    )
    first = answer_stops(started, records, held, room.hand.today)
    found, notices = await search_records([one for one in first if not one.ended], held, room)
    again = iter(answer_stops(found, notices, held, room.hand.today))
    known = [one if one.ended else _graver(one, next(again)) for one in first]
    return await asyncio.gather(*(_concluded(one, held, room) for one in known))


async def _started(asked: Sequence[DebtorAsked], room: Room) -> tuple[list[DebtorSought], bool]:
    """Find the doors of the debts, ask whether anybody is protected, and look the names up.

    Tell whether whoever is on the lists could be found at all.
    """
    places = await room.gazetteer.find([address_asked(one) for one in asked])
    debtors = [
        Debtor(one.person, place.uprn, one.owed_since, one.mail_returned)
        for one, place in zip(asked, places, strict=True)
    ]
    protected = await asyncio.gather(
        *(
            room.protection.ask(one.record, debtor.person.born.iso, [address_sent(one)])
            for one, debtor in zip(asked, debtors, strict=True)
        )
    )
    look = await room.index.look([query_keys(debtor.person) for debtor in debtors])
    parts = zip(asked, debtors, places, protected, look.found, strict=True)
    return [DebtorSought(*each) for each in parts], look.state is IndexState.CURRENT


def _graver(first: DebtorSought, again: DebtorSought) -> DebtorSought:
    """Keep of each flag the answer that discloses less."""
    order = list(StopAnswer)
    answers = [
        min(pair, key=lambda stop: order.index(stop.answer))
        for pair in zip(first.stops, again.stops, strict=True)
    ]
    return replace(again, stops=tuple(answers))


async def _concluded(one: DebtorSought, held: Held, room: Room) -> Finding:
    """Let the rule speak, once victims were asked about every address that was found."""
    searched = _searched(one, held)
    if one.case is not None and not one.ended:
        searched = await _asked_there(one, searched, room)
    outcome = stopped_outcome(searched.stops)
    if one.case is None or outcome is not None:
        return Finding(outcome or TraceOutcome.NOT_PERMITTED, searched, room.now)
    certified = certify(one.case)
    searched = replace(searched, identity=one.case.identity, currency=one.case.currency)
    address = _address(certified)
    if address is not None and is_open(searched):
        return _certified(one, address, replace(searched, certified=certified), room)
    candidates = len(candidate_doors(one.case))
    outcome = unconfirmed_outcome(searched, candidates)
    return Finding(outcome, searched, room.now, candidates=candidates, doubts=certified.doubts)


def _certified(one: DebtorSought, address: Address, searched: Searched, room: Room) -> Finding:
    same = address.uprn == one.debtor.uprn
    outcome = TraceOutcome.SAME_ADDRESS_CONFIRMED if same else TraceOutcome.NEW_ADDRESS_CONFIRMED
    return Finding(outcome, searched, room.now, address=address, candidates=1)


async def _asked_there(one: DebtorSought, searched: Searched, room: Room) -> Searched:
    """Ask victims again with the birthday and the addresses of the debtor's own files.

    They may know a protected person by a new home alone, and it may be the one that is found.
    """
    places = places_of(one.case.identity) if one.case else ()
    found = [address_of(place).as_json() for place in places[:_MOST_ADDRESSES]]
    if not found or one.protected is not StopAnswer.NOT_RAISED:
        return searched
    addresses = [address_sent(one.asked), *found]
    answer = await room.protection.ask(one.asked.record, one.born or "", addresses)
    rest = (stop for stop in searched.stops if stop.flag is not StopFlag.PROTECTED)
    unable = (SourceName.PROTECTION,) if answer is StopAnswer.UNABLE else ()
    return replace(
        searched,
        stops=(Stop(StopFlag.PROTECTED, answer), *rest),
        unable=tuple(dict.fromkeys((*searched.unable, *unable))),
    )


def _searched(one: DebtorSought, held: Held) -> Searched:
    state = _UNREADABLE.get(one.place.status)
    unable = list(held.unable)
    if state is not None:
        unable.append(SourceName.GAZETTEER)
    if one.protected is StopAnswer.UNABLE:
        unable.append(SourceName.PROTECTION)
    gazetteer = SourceChecked(SourceName.GAZETTEER, state or SourceState.CHECKED)
    return Searched(
        one.stops,
        (*held.checked, gazetteer),
        tuple(unable),
        crowded=one.found.crowded,
        debt_uprn=one.debtor.uprn,
    )


def _address(certified: Certified) -> Address | None:
    return None if certified.place is None else address_of(certified.place)
