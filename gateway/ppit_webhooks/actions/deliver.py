"""Makes one attempt at one delivery, and keeps what came of it with its fact, or nothing.

The outcome, the next attempt and the fact are one transaction. Whoever is killed between the
receiver's answer and that commit leaves the attempt to be made again, under the same webhook-id.
"""

import hashlib
import random
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from ppit_platform import outbox
from ppit_platform.audit import AuditFact
from ppit_platform.chassis import Chassis
from ppit_platform.codes import LogOperation, PurposeCode
from ppit_platform.db import Transaction
from ppit_platform.house import GateUnavailable, HouseClient, MandateEnded
from ppit_platform.house_caller import the_house
from ppit_platform.unit import UnitOfWork
from ppit_webhooks.actions.desk import Stores
from ppit_webhooks.actions.take_events import put_off
from ppit_webhooks.domain.deliveries import Answer, Delivery, DeliveryState, Message
from ppit_webhooks.domain.schedule import pause_after, slowed_for
from ppit_webhooks.domain.signatures import SigningSecret, signed_headers
from ppit_webhooks.domain.subscriptions import (
    Subscription,
    SubscriptionKey,
    SubscriptionState,
    key_place,
)
from ppit_webhooks.sources.receiver import Receivers

SERVICE = "webhooks"
_AT_ONCE = 4
"""Attempts at one subscription that one worker makes at a time: a slow one holds up itself."""
_BUSY = timedelta(seconds=2)
_GATE_AWAY = timedelta(seconds=15)


@dataclass(frozen=True, slots=True)
class Post:
    """What a worker sends with. ``busy`` counts the attempts under way for each subscription."""

    chassis: Chassis
    house: HouseClient
    receivers: Receivers
    now: Callable[[], datetime]
    busy: dict[UUID, int]


@dataclass(frozen=True, slots=True)
class _Due:
    number: int
    org_id: str
    delivery: Delivery
    subscription: Subscription
    message: Message
    keys: tuple[SubscriptionKey, ...]


@dataclass(frozen=True, slots=True)
class Errand:
    """One job: the attempt after so many at a delivery of an organisation."""

    number: int
    org_id: str
    delivery_id: UUID
    attempts: int


async def deliver(errand: Errand, post: Post) -> None:
    """Make the attempt if it is still to be made.

    The gate is asked first whether the subscription's client and agreement still stand; if they do
    not, it ends, and nothing is sent.
    """
    due = await _look(errand, post)
    if due is None:
        return
    waits = _waits(due, post)
    if waits is not None:
        await _put_off(due, post, waits)
        return
    one = due.subscription.subscription_id
    post.busy[one] = post.busy.get(one, 0) + 1
    try:
        await _attempt(due, post)
    finally:
        post.busy[one] -= 1


async def _attempt(due: _Due, post: Post) -> None:
    subscription = due.subscription
    about = {due.message.type.service} - {SERVICE}
    try:
        version = await post.house.check_standing(subscription.caller, about)
    except MandateEnded as ended:
        await _end(due, post, SubscriptionState.ENDED, ended.code)
        return
    except GateUnavailable:
        await _put_off(due, post, post.now() + _GATE_AWAY)
        return
    caller = replace(subscription.caller, agreement_version=version)
    due = replace(due, subscription=replace(subscription, caller=caller))
    body = due.message.body.encode()
    headers = signed_headers(
        _secrets(due, post), str(due.message.event_id), int(post.now().timestamp()), body
    )
    await _settle(due, await post.receivers.send(subscription.url, headers, body), post)


async def _look(errand: Errand, post: Post) -> _Due | None:
    async with _opened(errand.org_id, post) as session:
        stores = Stores.of(session)
        delivery = await stores.deliveries.get(errand.delivery_id)
        if (
            delivery is None
            or delivery.state is not DeliveryState.PENDING
            or delivery.attempts != errand.attempts
        ):
            return None
        subscription = await stores.subscriptions.get(delivery.subscription_id)
        message = await stores.events.get(delivery.message_id)
        if subscription is None or message is None:
            return None
        one = subscription.subscription_id
        keys = (await stores.keys.signing([one], post.now()))[one]
    number, org_id = errand.number, errand.org_id
    return _Due(number, org_id, delivery, subscription, message, tuple(keys))


def _waits(due: _Due, post: Post) -> datetime | None:
    rests = due.subscription.rests_until(post.now())
    if rests is not None:
        return rests
    if post.busy.get(due.subscription.subscription_id, 0) >= _AT_ONCE:
        return post.now() + _BUSY
    return None


def _secrets(due: _Due, post: Post) -> list[SigningSecret]:
    one = due.subscription.subscription_id
    return [
        SigningSecret.from_bytes(
            post.chassis.seal.open(key.sealed, place=key_place(one, key.key_id))
        )
        for key in due.keys
    ]


async def _put_off(due: _Due, post: Post, until: datetime) -> None:
    """Come back later; no attempt was made."""
    async with _opened(due.org_id, post) as session:
        waiting = replace(due.delivery, next_attempt_at=until)
        if await Stores.of(session).deliveries.tried(waiting, due.delivery.attempts):
            await put_off(waiting, due.org_id, session, until)
        await session.commit()


async def _settle(due: _Due, answer: Answer, post: Post) -> None:
    if answer.gone:
        await _end(due, post, SubscriptionState.DISABLED, answer.code)
        return
    now = post.now()
    after = _after(due.delivery, answer, now)
    async with _opened(due.org_id, post) as session:
        stores = Stores.of(session)
        if not await stores.deliveries.tried(after, due.delivery.attempts):
            return
        one = due.subscription.subscription_id
        if after.state is DeliveryState.DELIVERED:
            await stores.subscriptions.well(one)
            await _tell(due, after, session)
        elif after.state is DeliveryState.FAILED:
            await stores.subscriptions.failing(one, now)
        else:
            await put_off(after, due.org_id, session, after.next_attempt_at)
        if answer.slow:
            await stores.subscriptions.slow(one, now + slowed_for(answer.retry_after))
        await session.commit()


def _after(delivery: Delivery, answer: Answer, now: datetime) -> Delivery:
    tried = replace(delivery, attempts=delivery.attempts + 1, last_code=answer.code)
    if answer.delivered:
        return replace(tried, state=DeliveryState.DELIVERED, next_attempt_at=None, ended_at=now)
    pause = pause_after(tried.attempts, random.random())  # noqa: S311  # spreads load, hides nothing
    if pause is None:
        return replace(tried, state=DeliveryState.FAILED, next_attempt_at=None, ended_at=now)
    wanted = answer.retry_after
    if answer.slow:
        pause = max(pause, slowed_for(wanted))
    return replace(tried, next_attempt_at=now + pause)


async def _end(due: _Due, post: Post, state: SubscriptionState, code: str) -> None:
    """Stop the subscription and whatever waits for it, and say why."""
    async with _opened(due.org_id, post) as session:
        stores = Stores.of(session)
        moved = replace(due.subscription, state=state, reason=code)
        tried = replace(
            due.delivery,
            state=DeliveryState.STOPPED,
            attempts=due.delivery.attempts + int(state is SubscriptionState.DISABLED),
            last_code=code,
            next_attempt_at=None,
            ended_at=post.now(),
        )
        if await stores.deliveries.tried(tried, due.delivery.attempts):
            await stores.subscriptions.move(moved)
            await stores.deliveries.stop(moved.subscription_id, post.now())
        await session.commit()


async def _tell(due: _Due, after: Delivery, session: Transaction) -> None:
    """Leave the fact: what was handed over to whom, under which version of which agreement."""
    fact = AuditFact(
        LogOperation.TRANSFER,
        fields=(
            due.message.type.value,
            f"event:{due.message.event_id}",
            f"subscription:{due.subscription.subscription_id}",
            f"sha256:{hashlib.sha256(due.message.body.encode()).hexdigest()}",
        ),
        counts={"attempts": after.attempts},
    )
    values = outbox.to_write(fact, due.subscription.caller, job_id=due.number)
    await (await session.connection()).execute(outbox.WRITE, values)


@asynccontextmanager
async def _opened(org_id: str, post: Post) -> AsyncGenerator[Transaction]:
    """Open a session that sees this organisation's rows alone; what is not committed is undone."""
    house = the_house(SERVICE, PurposeCode.PARTNER_ADMINISTRATION, "DELIVERY")
    unit = UnitOfWork(replace(house, org_id=org_id), post.chassis.sessions)
    try:
        yield await unit.open()
    finally:
        await unit.session.close()
