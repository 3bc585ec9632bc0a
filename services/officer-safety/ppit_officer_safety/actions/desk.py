"""What every action here works with: a caller's unit of work, the stores in it, and the time."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import TypeAlias

from ppit_officer_safety.storage.incidents import IncidentStore
from ppit_officer_safety.storage.markers import MarkerStore
from ppit_officer_safety.storage.nominals import NominalStore
from ppit_officer_safety.storage.register import RegisterStore
from ppit_officer_safety.storage.screenings import ScreeningStore
from ppit_platform.audit import Pseudonymiser
from ppit_platform.caller import Caller
from ppit_platform.hands import Hand, hand_of, personal_hand
from ppit_platform.unit import UnitOfWork

Clock: TypeAlias = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Practice:
    """What an operator decides: whom officers ring, and when shifts end (London times)."""

    contact_for_advice: str
    shift_ends: Sequence[time]


@dataclass(frozen=True, slots=True)
class Stores:
    register: RegisterStore
    screenings: ScreeningStore
    markers: MarkerStore
    nominals: NominalStore
    incidents: IncidentStore


@dataclass(frozen=True, slots=True)
class Desk:
    """``now`` is an instant in UTC: the one time that everything in a request happens at."""

    unit: UnitOfWork
    stores: Stores
    pseudonyms: Pseudonymiser
    practice: Practice
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
