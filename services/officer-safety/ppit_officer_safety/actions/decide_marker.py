"""Approves, rejects, renews and removes markers: each step by a named person."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from uuid import UUID

from ppit_officer_safety.actions.announce_marker import announce_marker
from ppit_officer_safety.actions.desk import Desk
from ppit_officer_safety.actions.marker_fact import marker_fact
from ppit_officer_safety.actions.open_marker import open_marker
from ppit_officer_safety.domain import marker as life
from ppit_officer_safety.domain.codes import RemovalReason
from ppit_officer_safety.domain.covert import was_wrong
from ppit_officer_safety.domain.marker import MarkerVersion, Notification
from ppit_platform.codes import LogOperation
from ppit_platform.hands import Hand


async def approve_marker(
    marker_id: UUID, desk: Desk, *, review_due: date | None, notification: Notification
) -> MarkerVersion:
    """Let the marker warn. Never by whoever proposed it (403 ``FOUR_EYES_REQUIRED``)."""
    return await _step(
        marker_id,
        desk,
        lambda marker, hand: life.approve(
            marker, hand, review_due=review_due, notification=notification
        ),
    )


async def reject_marker(marker_id: UUID, desk: Desk) -> MarkerVersion:
    return await _step(marker_id, desk, life.reject)


async def renew_marker(marker_id: UUID, desk: Desk, *, review_due: date | None) -> MarkerVersion:
    return await _step(
        marker_id, desk, lambda marker, hand: life.renew(marker, hand, review_due=review_due)
    )


async def remove_marker(marker_id: UUID, desk: Desk, *, reason: RemovalReason) -> MarkerVersion:
    return await _step(marker_id, desk, lambda marker, hand: life.remove(marker, hand, reason))


async def _step(
    marker_id: UUID, desk: Desk, rule: Callable[[MarkerVersion, Hand], MarkerVersion]
) -> MarkerVersion:
    hand = desk.personal_hand()
    marker = await open_marker(marker_id, desk)
    following = rule(marker, hand)
    await desk.stores.markers.append(following)
    await announce_marker(following, desk.unit, desk.now)
    fact = marker_fact(LogOperation.ALTERATION, following, desk.pseudonyms, desk.hand.today)
    if was_wrong(following):
        # Whoever was told must be found, to be told that it was wrong.
        revealed = await desk.stores.covert.reveal(marker_id, desk.hand.today)
        fact = replace(fact, reveals=revealed)
    desk.unit.record(fact)
    return following
