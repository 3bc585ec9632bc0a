"""What the actions of every service work with: a unit of work, the time, and a way to the gate."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, TypeAlias, cast

from fastapi import Depends, Request

from ppit_platform.audit import Pseudonymiser
from ppit_platform.caller import Caller
from ppit_platform.hands import Hand, hand_of, personal_hand
from ppit_platform.house import HopAuthority, HouseClient
from ppit_platform.unit import Pseudonyms, Unit, UnitOfWork

Clock: TypeAlias = Callable[[], datetime]
"""Tells an instant in UTC; ``create_service`` is given another by tests."""

_SCHEME = "Hop "


@dataclass(frozen=True, slots=True)
class BareDesk:
    """``now`` is an instant in UTC: the one time that everything in a request happens at.

    A service's own desk adds its stores: ``class Desk(BareDesk): stores: Stores``.
    """

    unit: UnitOfWork
    pseudonyms: Pseudonymiser
    now: datetime

    @property
    def caller(self) -> Caller:
        return self.unit.caller

    @property
    def hand(self) -> Hand:
        return hand_of(self.caller, self.now)

    def personal_hand(self) -> Hand:
        """Return the hand of a named person; a machine on its own is refused."""
        return personal_hand(self.caller, self.now)


def clock_of(request: Request) -> Clock:
    return cast("Clock", request.app.state.clock)


def now_of_request(request: Request) -> datetime:
    return clock_of(request)()


def house_of(request: Request) -> HouseClient:
    """Return the way to the gate; ``create_service(..., calls_house=True)`` opened it."""
    return cast("HouseClient", request.app.state.house)


def hop_of(request: Request) -> HopAuthority:
    """Return the authority of the request that is being served, as the gate sealed it."""
    return HopAuthority(request.headers["authorization"].removeprefix(_SCHEME))


Now = Annotated[datetime, Depends(now_of_request)]
"""The one time at which everything in this request happens."""


def _bare_desk(unit: Unit, pseudonyms: Pseudonyms, now: Now) -> BareDesk:
    return BareDesk(unit, pseudonyms, now)


AtABareDesk = Annotated[BareDesk, Depends(_bare_desk)]
"""The desk of this request, before a service adds its stores to it."""

House = Annotated[HouseClient, Depends(house_of)]
"""``await house.call(hop, "POST", "/victims/v1/protection-checks", body=...)``."""

Hop = Annotated[HopAuthority, Depends(hop_of)]
"""What a call to another service shows the gate: it acts for whoever asked this service."""
