"""Routes for what waits for a human: the evidence for and against, and the decision."""

from datetime import UTC, datetime
from typing import Annotated, cast
from uuid import UUID

from fastapi import APIRouter, Query

from ppit_platform.access import governed
from ppit_platform.codes import LogOperation
from ppit_platform.cursor import AtPage, Page
from ppit_platform.wire import Instant, WireModel
from ppit_victims.actions.review import decide_review, list_reviews
from ppit_victims.api.desk import AtTheDesk
from ppit_victims.api.wire import (
    AddressShown,
    SafeContactShown,
    address_shown,
    safe_contact_shown,
)
from ppit_victims.domain.codes import ReviewVerdict
from ppit_victims.domain.linking import MOST_SHOWN, Doubt
from ppit_victims.domain.purposes import CONCERNED, REGISTER_PURPOSES
from ppit_victims.domain.views import CandidateShown, Home, ReviewShown

REVIEW = "victims:review"
_PAGE = 20
_FIRST = (datetime.min.replace(tzinfo=UTC), UUID(int=0))

router = APIRouter(prefix="/v1/reviews", tags=["reviews"])


class PersonShown(WireModel):
    """As it was written."""

    name: str
    date_of_birth: str | None
    phone: str | None
    address: AddressShown


class CandidateForReview(WireModel):
    """Somebody on the register who may be meant; ``probability`` is the model's estimate."""

    victim_id: UUID
    person: PersonShown | None
    band: str
    probability: float
    evidence_for: tuple[str, ...]
    evidence_against: tuple[str, ...]


class ReviewDue(WireModel):
    """A record that waits. ``doubt`` says why; without candidates it is too little by itself."""

    safe_contact: SafeContactShown
    review_id: UUID
    opened_at: Instant
    doubt: Doubt
    agency: str
    source: str
    reported: PersonShown
    candidates: tuple[CandidateForReview, ...]


class ReviewList(WireModel):
    items: tuple[ReviewDue, ...]


class Decision(WireModel):
    """``LINK`` names one victim; ``CREATE`` makes a new one; ``REJECT`` keeps it off."""

    decision: ReviewVerdict
    victim_id: UUID | None = None


class DecisionTaken(WireModel):
    """``records``: this one, and the same row where the partner sent it again since."""

    review_id: UUID
    decision: ReviewVerdict
    victim_id: UUID | None
    records: int


@router.get(
    "",
    **governed(
        scope=REVIEW,
        log=LogOperation.CONSULTATION,
        purposes=REGISTER_PURPOSES,
        max_people=_PAGE * (1 + MOST_SHOWN),
        concerns=CONCERNED,
        person_required=True,
        essential_fields=("items.candidates", "items.review_id", "items.safe_contact"),
    ),
)
async def get_reviews(
    page: AtPage,
    desk: AtTheDesk,
    limit: Annotated[int, Query(ge=1, le=_PAGE, description="The most reviews of a page.")] = _PAGE,
) -> ReviewList:
    """Show records that wait, the oldest first, with the evidence for and against each candidate.

    ``Link`` leads on. A page may be shorter than asked for: it names no more people than the
    agreement allows.
    """
    reviews, more = await list_reviews(_after(page), limit, desk)
    if more and reviews:
        last = reviews[-1]
        page.goes_on_after({"at": last.opened_at.isoformat(), "id": str(last.review_id)})
    return ReviewList(items=tuple(_due(review) for review in reviews))


@router.post(
    "/{review_id}/decision",
    **governed(
        scope=REVIEW,
        log=LogOperation.COMBINATION,
        purposes=REGISTER_PURPOSES,
        max_people=1,
        concerns=CONCERNED,
        person_required=True,
        idempotent=True,
        essential_fields=("decision", "review_id"),
    ),
)
async def create_decision(review_id: UUID, body: Decision, desk: AtTheDesk) -> DecisionTaken:
    """Decide on a record that waits. What was decided stands: 409 ``REVIEW_DECIDED``.

    404 for a review or a victim that is not there; 422 ``VICTIM_NOT_NAMED``.
    """
    decided = await decide_review(review_id, body.decision, body.victim_id, desk)
    return DecisionTaken(
        review_id=decided.review_id,
        decision=decided.verdict,
        victim_id=decided.victim_id,
        records=decided.records,
    )


def _after(page: Page) -> tuple[datetime, UUID]:
    if page.after is None:
        return _FIRST
    after = cast("dict[str, str]", page.after)
    return datetime.fromisoformat(after["at"]), UUID(after["id"])


def _due(review: ReviewShown) -> ReviewDue:
    return ReviewDue(
        safe_contact=safe_contact_shown(review.told.safe_contact),
        review_id=review.review_id,
        opened_at=review.opened_at,
        doubt=review.doubt,
        agency=review.agency,
        source=review.source,
        reported=_person(review.reported),
        candidates=tuple(_candidate(each) for each in review.candidates),
    )


def _candidate(candidate: CandidateShown) -> CandidateForReview:
    return CandidateForReview(
        victim_id=candidate.victim_id,
        person=_person(candidate.home) if candidate.home else None,
        band=candidate.band,
        probability=candidate.probability,
        evidence_for=candidate.evidence_for,
        evidence_against=candidate.evidence_against,
    )


def _person(home: Home) -> PersonShown:
    return PersonShown(
        name=home.name, date_of_birth=home.born, phone=home.phone, address=address_shown(home)
    )
