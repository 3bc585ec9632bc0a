"""Screens visits before officers go: one or two hundred, in the same four statements."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from ppit_matching import (
    AddressText,
    PersonRecord,
    address_query_keys,
    is_readable,
    normalise_address,
    normalise_people,
    query_keys,
)
from ppit_officer_safety.actions.desk import Desk
from ppit_officer_safety.actions.screening_fact import pseudonyms_of, screening_fact, sealing
from ppit_officer_safety.domain.advice import Visit, Withheld
from ppit_officer_safety.domain.answer import Screening
from ppit_officer_safety.domain.audience import Audience
from ppit_officer_safety.domain.codes import AT_THE_DOOR, ScreeningResult, UnableReason
from ppit_officer_safety.domain.identify import Query, identify
from ppit_officer_safety.domain.judgement import Judgement, judge, refuse
from ppit_officer_safety.domain.measures import Party
from ppit_officer_safety.domain.shift import end_of_shift
from ppit_officer_safety.domain.sources import (
    CheckedSource,
    check_sources,
    for_visit,
    nothing_readable,
)
from ppit_officer_safety.storage.register import LookUpKeys, RegisterUnreadable, RegisterView
from ppit_officer_safety.storage.screenings import KeptScreening
from ppit_platform.clock import LONDON
from ppit_platform.ids import new_id


@dataclass(frozen=True, slots=True)
class VisitAsked:
    """One visit as it was typed. ``audience`` narrows the visit to one that the agreement covers.

    ``errors`` are the rules that a visit of a list breaks: such a visit is answered
    ``INSUFFICIENT_INPUT`` and spoils none of the others.
    """

    uprn: str | None
    address: AddressText | None
    people: tuple[PersonRecord, ...]
    party: Party
    audience: Audience | None


@dataclass(frozen=True, slots=True)
class VisitUnreadable:
    errors: tuple[Mapping[str, str], ...]


@dataclass(frozen=True, slots=True)
class _Asked:
    """A visit ready to be judged; ``visit`` is None where it could not be read or is refused."""

    query: Query
    keys: LookUpKeys
    visit: Visit | None
    refusal: Judgement | None


async def screen_visits(
    visits: Sequence[VisitAsked | VisitUnreadable], desk: Desk
) -> list[Screening]:
    """Answer every visit in its order, keep the answers, and record one fact for all.

    A register that cannot be read answers ``UNABLE_TO_SCREEN`` for every visit, and that answer
    is kept and logged like any other.
    """
    asked = [_prepare(visit, desk) for visit in visits]
    try:
        view = await desk.stores.register.look_up([each.keys for each in asked])
    except RegisterUnreadable:
        # The failed statement voided the transaction; what we could not do must still be kept.
        await desk.unit.restart()
        view = None
    kept = _within_people_limit(_judge_all(asked, view, desk), desk)
    await desk.stores.screenings.keep(kept, desk.caller)
    desk.unit.keep_no_copy()
    fact = screening_fact(kept, desk.pseudonyms, desk.hand.today)
    if fact.covert_until is not None:
        await desk.stores.covert.note(fact.fact_id, sealing(kept), fact.covert_until)
    desk.unit.record(fact)
    return [each.screening for each in kept]


def _prepare(asked: VisitAsked | VisitUnreadable, desk: Desk) -> _Asked:
    nothing = Query(None, None, (), at_the_door=False)
    no_keys = LookUpKeys(None, (), ())
    if isinstance(asked, VisitUnreadable):
        refusal = refuse(UnableReason.INSUFFICIENT_INPUT, (), errors=asked.errors)
        return _Asked(nothing, no_keys, None, refusal)
    permitted = frozenset(Audience(name) for name in desk.caller.audiences)
    audiences = permitted if asked.audience is None else permitted & {asked.audience}
    if not audiences:
        reason = UnableReason.NOT_PERMITTED_FOR_PURPOSE
        return _Asked(nothing, no_keys, None, refuse(reason, (), {Withheld.AUDIENCE: 1}))
    query = _query(asked)
    keys = LookUpKeys(
        query.uprn,
        address_query_keys(query.address) if query.address else (),
        frozenset(key for person in query.people for key in query_keys(person)),
    )
    return _Asked(query, keys, Visit(asked.party, audiences), None)


def _query(asked: VisitAsked) -> Query:
    return Query(
        uprn=asked.uprn,
        address=normalise_address(asked.address) if asked.address else None,
        people=tuple(
            person
            for record in asked.people
            for person in normalise_people(replace(record, address=asked.address))
        ),
        at_the_door=asked.party.contact_mode in AT_THE_DOOR,
        names_read=all(is_readable(record) for record in asked.people),
    )


def _judge_all(
    asked: Sequence[_Asked], view: RegisterView | None, desk: Desk
) -> list[KeptScreening]:
    if view is None:
        return [_keep(each, _unreadable(each), desk, read_at=None) for each in asked]
    sources = check_sources(view.sources, database_now=view.read_at, now=desk.now)
    return [_judged(each, view, number, sources, desk) for number, each in enumerate(asked)]


def _unreadable(asked: _Asked) -> Judgement:
    return asked.refusal or refuse(UnableReason.SOURCE_UNAVAILABLE, nothing_readable())


def _judged(
    asked: _Asked,
    view: RegisterView,
    number: int,
    sources: tuple[CheckedSource, ...],
    desk: Desk,
) -> KeptScreening:
    if asked.visit is None or asked.refusal is not None:
        return _keep(asked, _unreadable(asked), desk, read_at=view.read_at)
    found = identify(asked.query, view.candidates[number], desk.caller.areas)
    checked = for_visit(
        sources, gives_place=asked.query.gives_place, names_people=bool(asked.query.people)
    )
    judgement = judge(found, checked, asked.visit, now=desk.now, today=desk.hand.today)
    area = found.door.area_gss if found.door else None
    return _keep(asked, judgement, desk, read_at=view.read_at, area_gss=area)


def _keep(
    asked: _Asked,
    judgement: Judgement,
    desk: Desk,
    *,
    read_at: datetime | None,
    area_gss: str | None = None,
) -> KeptScreening:
    screening = Screening(
        screening_id=new_id(),
        judgement=judgement,
        screened_at=desk.now,
        register_as_at=read_at,
        valid_until=end_of_shift(desk.now, desk.practice.shift_ends, LONDON),
        contact_for_advice=desk.practice.contact_for_advice,
    )
    keys = asked.keys
    searched = desk.pseudonyms.searched([keys.uprn or "", *keys.door_keys, *keys.person_keys])
    return KeptScreening(screening, searched, area_gss)


def _within_people_limit(kept: Sequence[KeptScreening], desk: Desk) -> list[KeptScreening]:
    """Refuse the visits that would disclose more people than the gate reserved for this request.

    From the first such visit on, "no known markers" is refused too: beside a refusal it would tell
    at which doors the others are.
    """
    told: set[str] = set()
    within: list[KeptScreening] = []
    spent = False
    for each in kept:
        subjects = pseudonyms_of(each.screening.judgement, desk.pseudonyms)
        spent = spent or len(told | subjects) > desk.caller.people_limit
        clear = each.screening.judgement.result is ScreeningResult.NO_KNOWN_MARKERS
        if spent and (clear or not subjects <= told):
            within.append(_over_limit(each))
        else:
            told |= subjects
            within.append(each)
    return within


def _over_limit(kept: KeptScreening) -> KeptScreening:
    judgement = kept.screening.judgement
    refusal = refuse(
        UnableReason.NOT_PERMITTED_FOR_PURPOSE, judgement.sources, {Withheld.PEOPLE_LIMIT: 1}
    )
    return replace(kept, screening=replace(kept.screening, judgement=refusal))
