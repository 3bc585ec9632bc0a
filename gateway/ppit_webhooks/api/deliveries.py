"""Routes by which a partner sees what became of its events, and has them sent again."""

from typing import cast
from uuid import UUID

from fastapi import APIRouter
from pydantic import model_validator
from pydantic_core import PydanticCustomError

from ppit_platform.cursor import AtPage
from ppit_platform.events import EventType
from ppit_platform.wire import Instant, WireModel
from ppit_webhooks.actions.send_again import (
    PAGE,
    list_deliveries,
    replay_event,
    replay_since,
    send_test,
)
from ppit_webhooks.api.desk import AtTheDesk
from ppit_webhooks.api.rules import managing, reading
from ppit_webhooks.domain.deliveries import Delivery, DeliveryState

router = APIRouter(prefix="/v1/subscriptions/{subscription_id}", tags=["deliveries"])
_ONE_OF = PydanticCustomError("one_of", "give since, or event_id")


class DeliveryShown(WireModel):
    """``event_id`` is the ``webhook-id``. ``last_code`` is ``HTTP_`` and the status that came, or
    ``ADDRESS_REFUSED``, ``NOT_CONNECTED``, ``TIMED_OUT``, ``BROKE_OFF``.
    """

    delivery_id: UUID
    event_id: UUID
    type: EventType
    state: DeliveryState
    attempts: int
    last_code: str | None
    created_at: Instant
    next_attempt_at: Instant | None
    ended_at: Instant | None


class DeliveryList(WireModel):
    items: tuple[DeliveryShown, ...]


class ReplayGiven(WireModel):
    since: Instant | None = None
    event_id: UUID | None = None

    @model_validator(mode="after")
    def _one_of_them(self) -> "ReplayGiven":
        if (self.since is None) == (self.event_id is None):
            raise _ONE_OF
        return self


class ReplayTaken(WireModel):
    """``go_on_since`` is null unless more is left: replay again from then."""

    events: int
    go_on_since: Instant | None


def _shown(delivery: Delivery) -> DeliveryShown:
    return DeliveryShown(
        delivery_id=delivery.delivery_id,
        event_id=delivery.message_id,
        type=delivery.type,
        state=delivery.state,
        attempts=delivery.attempts,
        last_code=delivery.last_code,
        created_at=delivery.created_at,
        next_attempt_at=delivery.next_attempt_at,
        ended_at=delivery.ended_at,
    )


@router.get("/deliveries", **reading(essential_fields=("items.event_id", "items.state")))
async def get_deliveries(
    subscription_id: UUID, desk: AtTheDesk, page: AtPage, state: DeliveryState | None = None
) -> DeliveryList:
    """List deliveries of the last 30 days, 50 to a page, the newest first (RFC 8288)."""
    before = None if page.after is None else UUID(cast("str", page.after["before"]))
    found = await list_deliveries(subscription_id, state, before, desk)
    if len(found) > PAGE:
        page.goes_on_after({"before": str(found[PAGE - 1].delivery_id)})
    return DeliveryList(items=tuple(map(_shown, found[:PAGE])))


@router.post("/replay", status_code=202, **managing(essential_fields=("events",)))
async def create_replay(subscription_id: UUID, body: ReplayGiven, desk: AtTheDesk) -> ReplayTaken:
    """Have events sent again: one, or the oldest 500 since an instant. Each keeps its webhook-id.

    Refuses with 404 ``NOT_FOUND``, 409 ``SUBSCRIPTION_NOT_ACTIVE``.
    """
    if body.event_id is not None:
        replayed = await replay_event(subscription_id, body.event_id, desk)
    else:
        replayed = await replay_since(subscription_id, cast("Instant", body.since), desk)
    return ReplayTaken(events=replayed.events, go_on_since=replayed.go_on_since)


@router.post("/test", status_code=202, **managing(essential_fields=("event_id",)))
async def create_test(subscription_id: UUID, desk: AtTheDesk) -> DeliveryShown:
    """Have an event of type ``webhooks.test`` sent, signed like any other."""
    return _shown(await send_test(subscription_id, desk))
