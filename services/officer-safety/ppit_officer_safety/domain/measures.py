"""Control measures: what an officer is told to do, in order and in plain words. Never why."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from ppit_officer_safety.domain.codes import AT_THE_DOOR, ContactMode, Sex
from ppit_officer_safety.domain.daylight import is_daylight


class ControlMeasure(StrEnum):
    """Most restrictive first: the order of this list is the order of every answer."""

    DO_NOT_VISIT = "DO_NOT_VISIT"
    DO_NOT_VISIT_WITHOUT_POLICE = "DO_NOT_VISIT_WITHOUT_POLICE"
    NO_LONE_FEMALE_VISIT = "NO_LONE_FEMALE_VISIT"
    NO_LONE_VISIT_ANY = "NO_LONE_VISIT_ANY"
    VISIT_IN_PAIRS = "VISIT_IN_PAIRS"
    NO_LONE_INTERVIEW = "NO_LONE_INTERVIEW"
    OFFICE_APPOINTMENT_ONLY = "OFFICE_APPOINTMENT_ONLY"
    TELEPHONE_OR_LETTER_ONLY = "TELEPHONE_OR_LETTER_ONLY"
    NAMED_OFFICER_ONLY = "NAMED_OFFICER_ONLY"
    DAYLIGHT_VISITS_ONLY = "DAYLIGHT_VISITS_ONLY"
    DOG_TO_BE_SECURED_FIRST = "DOG_TO_BE_SECURED_FIRST"
    REMAIN_ON_DOORSTEP = "REMAIN_ON_DOORSTEP"
    USE_LONE_WORKER_DEVICE = "USE_LONE_WORKER_DEVICE"
    CHECK_IN_CHECK_OUT = "CHECK_IN_CHECK_OUT"
    PPE_REQUIRED = "PPE_REQUIRED"
    PARK_FOR_EXIT = "PARK_FOR_EXIT"
    SEEK_ADVICE_BEFORE_CONTACT = "SEEK_ADVICE_BEFORE_CONTACT"
    INTERPRETER_OR_SUPPORT = "INTERPRETER_OR_SUPPORT"


PLAIN_WORDS: Mapping[ControlMeasure, str] = {
    ControlMeasure.DO_NOT_VISIT: "Do not visit.",
    ControlMeasure.DO_NOT_VISIT_WITHOUT_POLICE: "Do not visit without the police.",
    ControlMeasure.NO_LONE_FEMALE_VISIT: "A woman must not visit alone.",
    ControlMeasure.NO_LONE_VISIT_ANY: "Nobody may visit alone.",
    ControlMeasure.VISIT_IN_PAIRS: "Visit in pairs and stay together.",
    ControlMeasure.NO_LONE_INTERVIEW: "Do not interview alone.",
    ControlMeasure.OFFICE_APPOINTMENT_ONLY: "Meet at the office only, by appointment.",
    ControlMeasure.TELEPHONE_OR_LETTER_ONLY: "Use the telephone or a letter only.",
    ControlMeasure.NAMED_OFFICER_ONLY: "Only the named officer may make contact: ask who that is.",
    ControlMeasure.DAYLIGHT_VISITS_ONLY: "Visit in daylight only.",
    ControlMeasure.DOG_TO_BE_SECURED_FIRST: "Have the dog shut away before you go in.",
    ControlMeasure.REMAIN_ON_DOORSTEP: "Stay on the doorstep. Do not go in.",
    ControlMeasure.USE_LONE_WORKER_DEVICE: "Carry your lone-worker device, switched on.",
    ControlMeasure.CHECK_IN_CHECK_OUT: "Check in before the visit and check out after it.",
    ControlMeasure.PPE_REQUIRED: "Wear protective equipment.",
    ControlMeasure.PARK_FOR_EXIT: "Park so that you can leave at once.",
    ControlMeasure.SEEK_ADVICE_BEFORE_CONTACT: "Ring for advice before you make contact.",
    ControlMeasure.INTERPRETER_OR_SUPPORT: "Bring an interpreter or support. This is not a danger.",
}

_MEN_ONLY = frozenset({Sex.MALE})
_FACE_TO_FACE = AT_THE_DOOR | {ContactMode.OFFICE}
_ANY_CONTACT = frozenset(ContactMode)
_NOT_BY_TELEPHONE_OR_LETTER = _ANY_CONTACT - {ContactMode.TELEPHONE, ContactMode.CORRESPONDENCE}

_CONTACT: Mapping[ControlMeasure, frozenset[ContactMode]] = {
    ControlMeasure.NO_LONE_INTERVIEW: _FACE_TO_FACE,
    ControlMeasure.OFFICE_APPOINTMENT_ONLY: _FACE_TO_FACE,
    ControlMeasure.TELEPHONE_OR_LETTER_ONLY: _NOT_BY_TELEPHONE_OR_LETTER,
    ControlMeasure.NAMED_OFFICER_ONLY: _ANY_CONTACT,
    ControlMeasure.USE_LONE_WORKER_DEVICE: _FACE_TO_FACE,
    ControlMeasure.PPE_REQUIRED: _FACE_TO_FACE,
    ControlMeasure.SEEK_ADVICE_BEFORE_CONTACT: _ANY_CONTACT,
    ControlMeasure.INTERPRETER_OR_SUPPORT: _ANY_CONTACT,
}
"""Which kind of contact a measure binds; whatever is not listed binds a party at the door."""


@dataclass(frozen=True, slots=True)
class Party:
    """Who goes, how and when. ``at`` is an instant with its zone; rules read it in London.

    ``sexes`` may name fewer officers than ``count``; whoever is not named counts as ``NOT_STATED``.
    """

    count: int
    lone: bool
    sexes: frozenset[Sex]
    contact_mode: ContactMode
    at: datetime

    @property
    def alone(self) -> bool:
        # One officer is alone whatever the form says; two may still be told to split up.
        return self.lone or self.count == 1

    @property
    def may_be_a_lone_woman(self) -> bool:
        # An officer whose sex nobody stated is protected as if she were a woman.
        return self.alone and self.sexes != _MEN_ONLY


def binds(measure: ControlMeasure, party: Party) -> bool:
    """Tell whether ``measure`` asks anything of this party.

    ``VISIT_IN_PAIRS`` is also said to a pair: it tells them to stay together. So is
    ``USE_LONE_WORKER_DEVICE``: two officers can be parted at a door.
    """
    if party.contact_mode not in _CONTACT.get(measure, AT_THE_DOOR):
        return False
    match measure:
        case ControlMeasure.NO_LONE_FEMALE_VISIT:
            return party.may_be_a_lone_woman
        case ControlMeasure.NO_LONE_VISIT_ANY | ControlMeasure.NO_LONE_INTERVIEW:
            return party.alone
        case ControlMeasure.DAYLIGHT_VISITS_ONLY:
            return not is_daylight(party.at)
        case _:
            return True
