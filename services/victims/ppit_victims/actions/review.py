"""Shows what waits for a human, and does what the human decides."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from ppit_platform.codes import LogOperation
from ppit_platform.events import Event, EventType
from ppit_platform.ids import new_id
from ppit_victims.actions.desk import Desk
from ppit_victims.actions.facts import told_of
from ppit_victims.actions.register import put_on_victims
from ppit_victims.domain.codes import LinkBasis, ReviewVerdict
from ppit_victims.domain.records import Settled
from ppit_victims.domain.views import ReviewShown
from ppit_victims.errors import ReviewDecided, ReviewUnknown, VictimNotNamed, VictimUnknown
from ppit_victims.storage.clearance import take_the_pen, whole_register
from ppit_victims.storage.reviews import Waiting, with_candidates


@dataclass(frozen=True, slots=True)
class Decided:
    review_id: UUID
    verdict: ReviewVerdict
    victim_id: UUID | None
    records: int


async def list_reviews(
    after: tuple[datetime, UUID], limit: int, desk: Desk
) -> tuple[list[ReviewShown], bool]:
    """Return reviews, the oldest first, and whether more wait. Persons only.

    A page ends before it would name more people than this request may be told of.
    """
    desk.personal_hand()
    found = await desk.reviews.open_after(*after, limit=limit + 1)
    page = _within(found[:limit], desk.caller.people_limit)
    async with whole_register(desk.session):
        shown = await with_candidates(page, desk.victims)
    subjects = [each.victim_id for review in shown for each in review.candidates]
    desk.unit.record(
        told_of(
            LogOperation.CONSULTATION,
            (*subjects, *(review.review_id for review in shown)),
            desk.pseudonyms,
            fields=("candidates", "reported"),
            counts={"reviews": len(shown)},
        )
    )
    return shown, len(shown) < len(found)


async def decide_review(
    review_id: UUID, verdict: ReviewVerdict, victim_id: UUID | None, desk: Desk
) -> Decided:
    """Do what a human decided with a record that waits, and with the same rows sent since."""
    desk.personal_hand()
    _check(verdict, victim_id)
    await take_the_pen(desk.session)
    review = await desk.reviews.read(review_id)
    if review is None:
        msg = "no such review in the districts of this agreement"
        raise ReviewUnknown(msg)
    if review.decided:
        msg = "read the review again"
        raise ReviewDecided(msg)
    async with whole_register(desk.session):
        waiting = await desk.reviews.waiting(review_id)
        reports = await desk.reviews.reports(review_id)
        chosen = await _put(waiting, verdict, victim_id, desk)
        await desk.reviews.decide(review_id, verdict, chosen, desk.origin)
    desk.unit.record(
        told_of(
            LogOperation.COMBINATION,
            [chosen] if chosen else [],
            desk.pseudonyms,
            fields=("decision",),
            counts={"decisions": 1, verdict.value: 1, "records": len(waiting)},
            same=_one_person(review_id, waiting, chosen),
        )
    )
    if verdict is not ReviewVerdict.REJECT:
        for report_id, org_id in reports:
            told = {"id": str(report_id)}
            await desk.unit.announce(Event(EventType.REPORT_LINKED, org_id, desk.now, told))
    return Decided(review_id, verdict, chosen, len(waiting))


def _one_person(
    review_id: UUID, waiting: Sequence[Waiting], chosen: UUID | None
) -> list[tuple[UUID, UUID]]:
    """Return who are one person by the decision: who waited, who stood alone, the victim."""
    if chosen is None:
        return []
    alone = {each.linked_to for each in waiting if each.linked_to is not None}
    return [(one, chosen) for one in (review_id, *sorted(alone))]


def _check(verdict: ReviewVerdict, victim_id: UUID | None) -> None:
    if (verdict is ReviewVerdict.LINK) != (victim_id is not None):
        msg = "LINK names a victim; CREATE and REJECT name none"
        raise VictimNotNamed(msg)


async def _put(
    waiting: Sequence[Waiting], verdict: ReviewVerdict, victim_id: UUID | None, desk: Desk
) -> UUID | None:
    if verdict is ReviewVerdict.REJECT:
        return None
    if victim_id is not None and victim_id not in await desk.victims.summaries([victim_id]):
        msg = "no such victim"
        raise VictimUnknown(msg)
    stands = waiting[0].linked_to
    if verdict is ReviewVerdict.CREATE and stands is not None:
        return stands  # somebody protected stands alone since they were reported
    chosen = victim_id or new_id()
    first = LinkBasis.NEW if victim_id is None else LinkBasis.REVIEWED
    bases = (first, *[LinkBasis.REVIEWED] * (len(waiting) - 1))
    placed = [_settled(each, chosen, basis) for each, basis in zip(waiting, bases, strict=True)]
    await put_on_victims(placed, desk.origin, desk.register)
    return chosen


def _settled(waiting: Waiting, chosen: UUID, basis: LinkBasis) -> Settled:
    return replace(
        waiting.settled, victim_id=chosen, basis=basis, link_version=waiting.link_version + 1
    )


def _within(reviews: Sequence[ReviewShown], most: int) -> list[ReviewShown]:
    page: list[ReviewShown] = []
    named = 0
    for review in reviews:
        named += 1 + len(review.candidates)
        if named > most:
            break
        page.append(review)
    return page
