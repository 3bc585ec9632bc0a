"""What each category of marker asks, how long it may stand unreviewed, and when a measure binds."""

from dataclasses import dataclass

from ppit_synthetic.codes import Category, Measure, Mode, Sex, Subject
from ppit_synthetic.records import Attending, MarkerTruth

_GOING_THERE = (Mode.HOME_VISIT, Mode.SITE_VISIT)
_FACE_TO_FACE = (*_GOING_THERE, Mode.OFFICE)
_ANY_CONTACT = (*_FACE_TO_FACE, Mode.TELEPHONE, Mode.CORRESPONDENCE)


@dataclass(frozen=True, slots=True)
class CategoryRule:
    """``review_months`` is the default review interval: an incident older than that is stale.

    The first of ``measures`` binds every party, so that a marker never says nothing to somebody
    whom it speaks to; the others may depend on who goes.
    """

    subject: Subject
    share: float
    review_months: int
    modes: tuple[Mode, ...]
    measures: tuple[tuple[Measure, ...], ...]


PERSON, ADDRESS = Subject.PERSON, Subject.ADDRESS
_SEEK = Measure.SEEK_ADVICE_BEFORE_CONTACT
_DEVICE = Measure.USE_LONE_WORKER_DEVICE
_DOORSTEP = Measure.REMAIN_ON_DOORSTEP
RULES: dict[Category, CategoryRule] = {
    Category.PHYSICAL_VIOLENCE: CategoryRule(
        PERSON,
        26,
        6,
        _FACE_TO_FACE,
        (
            (Measure.CHECK_IN_CHECK_OUT, Measure.NO_LONE_VISIT_ANY),
            (_DOORSTEP, Measure.VISIT_IN_PAIRS),
            (Measure.DO_NOT_VISIT_WITHOUT_POLICE,),
        ),
    ),
    Category.VERBAL_ABUSE_OR_THREAT: CategoryRule(
        PERSON, 24, 6, _ANY_CONTACT, ((_DEVICE,), (_DOORSTEP,), (Measure.TELEPHONE_OR_LETTER_ONLY,))
    ),
    Category.WEAPONS: CategoryRule(
        PERSON, 8, 3, _GOING_THERE, ((Measure.DO_NOT_VISIT_WITHOUT_POLICE,),)
    ),
    Category.SEXUAL_RISK: CategoryRule(
        PERSON, 10, 3, _FACE_TO_FACE, ((_SEEK, Measure.NO_LONE_FEMALE_VISIT),)
    ),
    Category.HARASSMENT_OR_HATE: CategoryRule(
        PERSON, 10, 6, _ANY_CONTACT, ((Measure.NAMED_OFFICER_ONLY,), (_SEEK,))
    ),
    Category.FALSE_ALLEGATIONS: CategoryRule(
        PERSON, 10, 6, _FACE_TO_FACE, ((Measure.CHECK_IN_CHECK_OUT, Measure.NO_LONE_INTERVIEW),)
    ),
    Category.STALKING: CategoryRule(PERSON, 6, 3, _ANY_CONTACT, ((_SEEK,),)),
    Category.COURT_ORDER_IN_FORCE: CategoryRule(
        PERSON, 6, 6, _FACE_TO_FACE, ((Measure.OFFICE_APPOINTMENT_ONLY,), (_SEEK,))
    ),
    Category.DANGEROUS_ANIMAL: CategoryRule(
        ADDRESS, 40, 12, _GOING_THERE, ((Measure.DOG_TO_BE_SECURED_FIRST,),)
    ),
    Category.HAZARDOUS_PREMISES: CategoryRule(
        ADDRESS,
        20,
        12,
        _GOING_THERE,
        ((Measure.PPE_REQUIRED,), (Measure.DAYLIGHT_VISITS_ONLY, Measure.PPE_REQUIRED)),
    ),
    Category.CUCKOOED_PREMISES: CategoryRule(
        ADDRESS, 15, 3, _GOING_THERE, ((Measure.DO_NOT_VISIT_WITHOUT_POLICE,),)
    ),
    Category.HOSTILE_OCCUPANTS: CategoryRule(
        ADDRESS, 20, 6, _GOING_THERE, ((Measure.PARK_FOR_EXIT, Measure.VISIT_IN_PAIRS),)
    ),
    Category.INFECTION_CONTROL: CategoryRule(
        ADDRESS, 5, 6, _GOING_THERE, ((Measure.PPE_REQUIRED,),)
    ),
}
_ALONE_ONLY = (Measure.NO_LONE_VISIT_ANY, Measure.VISIT_IN_PAIRS, Measure.NO_LONE_INTERVIEW)
_ONLY_BY: dict[Measure, tuple[Mode, ...]] = {
    _DOORSTEP: _GOING_THERE,
    _DEVICE: _FACE_TO_FACE,
    Measure.TELEPHONE_OR_LETTER_ONLY: _FACE_TO_FACE,
}


def binds(measure: Measure, party: Attending, mode: Mode) -> bool:
    """Say whether a measure asks anything of this party: a doorstep means nothing by telephone."""
    if mode not in _ONLY_BY.get(measure, tuple(Mode)):
        return False
    if measure is Measure.NO_LONE_FEMALE_VISIT:
        return party.lone and Sex.FEMALE in party.sexes
    return party.lone or measure not in _ALONE_ONLY


def speaks_to(marker: MarkerTruth, audience: str, mode: Mode) -> bool:
    """Say whether a marker may be shown at all: need to know (Clift v Slough [2010])."""
    return audience in marker.audience and mode in marker.modes
