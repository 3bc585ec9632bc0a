"""The route by which the gate hands on what services announced: no partner can ask it.

It stands in no published document, so that the gate routes nobody to it; and it takes what comes
under the rules of the house alone.
"""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from pydantic import Field, StringConstraints

from ppit_platform.events import BATCH, WORD, Event, EventType
from ppit_platform.house_caller import HOUSE_RULES
from ppit_platform.wire import Instant, WireModel
from ppit_webhooks.actions.take_events import take_events
from ppit_webhooks.api.desk import AtTheDesk
from ppit_webhooks.errors import EventUnknown

router = APIRouter(prefix="/v1/events", include_in_schema=False)
Word = Annotated[str, StringConstraints(pattern=WORD)]


class EventGiven(WireModel):
    event_id: UUID
    type: EventType
    org_id: str
    happened_at: Instant
    data: Annotated[dict[Word, Word | int], Field(max_length=12)]


class EventsGiven(WireModel):
    events: Annotated[tuple[EventGiven, ...], Field(max_length=BATCH)]


class EventsTaken(WireModel):
    taken: tuple[UUID, ...]


@router.post("")
async def create_events(body: EventsGiven, desk: AtTheDesk) -> EventsTaken:
    """Take events of the one organisation that the hop names, each once by its id."""
    caller = desk.caller
    if caller.agreement_id != HOUSE_RULES:
        msg = "nothing here"
        raise EventUnknown(msg)
    own = [one for one in body.events if one.org_id == caller.org_id and "id" in one.data]
    await take_events([_event(one) for one in own], desk)
    return EventsTaken(taken=tuple(one.event_id for one in own))


def _event(given: EventGiven) -> Event:
    return Event(
        type=given.type,
        org_id=given.org_id,
        happened_at=given.happened_at,
        data=given.data,
        event_id=given.event_id,
    )
