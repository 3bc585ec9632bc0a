"""What every action here works with: a caller's unit of work, the stores in it, and the time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time

from ppit_officer_safety.storage.covert_facts import CovertFacts
from ppit_officer_safety.storage.incidents import IncidentStore
from ppit_officer_safety.storage.markers import MarkerStore
from ppit_officer_safety.storage.nominals import NominalStore
from ppit_officer_safety.storage.register import RegisterStore
from ppit_officer_safety.storage.screenings import ScreeningStore
from ppit_platform.desk import BareDesk
from ppit_platform.gazetteer.lookup import GazetteerStore


@dataclass(frozen=True, slots=True)
class Practice:
    """What an operator decides: whom officers ring, and when shifts end (London times)."""

    contact_for_advice: str
    shift_ends: Sequence[time]


@dataclass(frozen=True, slots=True)
class Stores:
    gazetteer: GazetteerStore
    register: RegisterStore
    screenings: ScreeningStore
    markers: MarkerStore
    nominals: NominalStore
    incidents: IncidentStore
    covert: CovertFacts


@dataclass(frozen=True, slots=True)
class Desk(BareDesk):
    stores: Stores
    practice: Practice
