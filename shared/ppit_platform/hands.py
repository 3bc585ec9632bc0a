"""Who takes a step, and when; and the refusals that depend on who it is."""

from dataclasses import dataclass
from datetime import date, datetime

from ppit_platform.caller import Caller
from ppit_platform.clock import LONDON
from ppit_platform.errors import ServiceError


class PersonRequired(ServiceError):
    status = 403
    code = "PERSON_REQUIRED"
    title = "Only a named person may do this, never a machine on its own"


class FourEyesRequired(ServiceError):
    """A decision about somebody takes two people: whoever asks for it does not make it."""

    status = 403
    code = "FOUR_EYES_REQUIRED"
    title = "Whoever proposed it may not decide on it"


class AreaNotPermitted(ServiceError):
    status = 403
    code = "AREA_NOT_PERMITTED"
    title = "This agreement does not cover the district of that address"


@dataclass(frozen=True, slots=True)
class Hand:
    """``acting`` is ``Caller.acting``; ``now`` is in UTC; ``today`` is the day in London."""

    acting: str
    now: datetime
    today: date


def hand_of(caller: Caller, now: datetime) -> Hand:
    return Hand(caller.acting, now, now.astimezone(LONDON).date())


def personal_hand(caller: Caller, now: datetime) -> Hand:
    """Return the hand of a named person; a machine on its own is refused."""
    if caller.actor is None:
        msg = "send the person who acts with the token request"
        raise PersonRequired(msg)
    return hand_of(caller, now)
