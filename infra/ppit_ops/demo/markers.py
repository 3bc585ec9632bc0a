"""Puts the county's markers on the register as people would: one proposes, another approves."""

import asyncio
from collections.abc import Iterable

from ppit_ops.demo import bodies
from ppit_ops.partners import INCIDENTS, MARKERS, Desk, Reply
from ppit_synthetic import Kent, MarkerTruth

_AT_ONCE = 6
"""Proposals under way at a time: a partner's system is polite."""


class MarkerRefused(RuntimeError):
    """The gate or the service did not take a marker of the county."""


async def propose(desk: Desk, kent: Kent, marker: MarkerTruth) -> Reply:
    body = bodies.proposal(kent, marker)
    return await desk.post(MARKERS, body, case=_case(marker), key=f"propose-{marker.marker_id}")


async def report_dog(desk: Desk, kent: Kent, marker: MarkerTruth) -> Reply:
    body = bodies.dog_incident(kent, marker)
    return await desk.post(INCIDENTS, body, case=_case(marker), key=f"report-{marker.marker_id}")


async def approve(desk: Desk, marker: MarkerTruth, register_id: str) -> Reply:
    path = f"{MARKERS}/{register_id}/approval"
    return await desk.post(path, {}, case=_case(marker), key=f"approve-{marker.marker_id}")


async def write_markers(
    kent: Kent, markers: Iterable[MarkerTruth], *, proposer: Desk, approver: Desk
) -> dict[str, str]:
    """Propose and approve ``markers``; return the register's id of each.

    Each step has its own idempotency key, so that doing it again does nothing twice.
    """
    turn = asyncio.Semaphore(_AT_ONCE)

    async def one(marker: MarkerTruth) -> tuple[str, str]:
        async with turn:
            register_id = _taken(await propose(proposer, kent, marker), "marker_id")
            _taken(await approve(approver, marker, register_id), "state")
            return marker.marker_id, register_id

    return dict(await asyncio.gather(*(one(marker) for marker in markers)))


def _taken(reply: Reply, field: str) -> str:
    if field not in reply.body:
        msg = f"{reply.status} {reply.code}"
        raise MarkerRefused(msg)
    return str(reply.body[field])


def _case(marker: MarkerTruth) -> str:
    return f"REG/{marker.marker_id}"
