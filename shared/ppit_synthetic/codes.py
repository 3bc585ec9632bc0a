"""The codes that ground truth is written in: the same words as the API, owned here as plain data.

Shared code never imports a service, so the officer-safety codes are repeated. A code's value is its
name on the wire; the glossary says what each means.
"""

from enum import StrEnum


class Noise(StrEnum):
    """Which error model wrote what the dispatcher typed.

    ``EVERYDAY`` is for development. ``HELD_OUT`` works by other mechanisms and shares no corruption
    with it: a threshold tuned on either figure would make both worthless.
    """

    EVERYDAY = "EVERYDAY"
    HELD_OUT = "HELD_OUT"


class Origin(StrEnum):
    """Which naming tradition a person's name follows, so that fairness by origin is measurable."""

    BRITISH = "BRITISH"
    WELSH = "WELSH"
    IRISH = "IRISH"
    SOUTH_ASIAN = "SOUTH_ASIAN"
    POLISH = "POLISH"
    NEPALI = "NEPALI"
    NIGERIAN = "NIGERIAN"
    ROMANIAN = "ROMANIAN"


class Sex(StrEnum):
    FEMALE = "FEMALE"
    MALE = "MALE"


class Dwelling(StrEnum):
    """What stands at a UPRN. A ``BLOCK`` is the shell over its flats: nobody lives at it."""

    HOUSE = "HOUSE"
    FLAT = "FLAT"
    BLOCK = "BLOCK"
    CARE_HOME = "CARE_HOME"
    SHARED_HOUSE = "SHARED_HOUSE"


class BondKind(StrEnum):
    """What ties two people whom a careless search would take for one."""

    MARRIED = "MARRIED"
    TWINS = "TWINS"
    FATHER_AND_SON = "FATHER_AND_SON"
    SAME_NAME_SAME_BIRTHDAY = "SAME_NAME_SAME_BIRTHDAY"


class Subject(StrEnum):
    """What a marker follows: a person wherever they live, or an address whoever lives there."""

    PERSON = "PERSON"
    ADDRESS = "ADDRESS"


class Category(StrEnum):
    """Why a marker is held. For approvers alone: no answer to a visit carries it."""

    PHYSICAL_VIOLENCE = "PHYSICAL_VIOLENCE"
    VERBAL_ABUSE_OR_THREAT = "VERBAL_ABUSE_OR_THREAT"
    WEAPONS = "WEAPONS"
    SEXUAL_RISK = "SEXUAL_RISK"
    HARASSMENT_OR_HATE = "HARASSMENT_OR_HATE"
    DANGEROUS_ANIMAL = "DANGEROUS_ANIMAL"
    HAZARDOUS_PREMISES = "HAZARDOUS_PREMISES"
    CUCKOOED_PREMISES = "CUCKOOED_PREMISES"
    HOSTILE_OCCUPANTS = "HOSTILE_OCCUPANTS"
    COURT_ORDER_IN_FORCE = "COURT_ORDER_IN_FORCE"
    RISK_TO_LONE_WORKER = "RISK_TO_LONE_WORKER"
    STALKING = "STALKING"
    FALSE_ALLEGATIONS = "FALSE_ALLEGATIONS"
    INFECTION_CONTROL = "INFECTION_CONTROL"


class Measure(StrEnum):
    """What an officer is told to do, most restrictive first."""

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


class Mode(StrEnum):
    """How contact is made."""

    HOME_VISIT = "HOME_VISIT"
    SITE_VISIT = "SITE_VISIT"
    OFFICE = "OFFICE"
    TELEPHONE = "TELEPHONE"
    CORRESPONDENCE = "CORRESPONDENCE"


class Story(StrEnum):
    """Markers with a part to play, which the demo and the tests look up by name."""

    NOT_ALONE_IF_FEMALE = "NOT_ALONE_IF_FEMALE"
    DANGEROUS_DOG = "DANGEROUS_DOG"
    CUCKOOED_FLAT = "CUCKOOED_FLAT"
    CARE_HOME_RESIDENT = "CARE_HOME_RESIDENT"
    MOVED_HOUSE = "MOVED_HOUSE"
    FATHER_OF_A_NAMESAKE = "FATHER_OF_A_NAMESAKE"
    TWIN = "TWIN"
    SAME_NAME_SAME_BIRTHDAY = "SAME_NAME_SAME_BIRTHDAY"
    SHARED_HOUSE = "SHARED_HOUSE"
    KNOWN_BY_ANOTHER_NAME = "KNOWN_BY_ANOTHER_NAME"
    MARRIED_SINCE = "MARRIED_SINCE"


class VisitKind(StrEnum):
    """What makes a visit hard to screen. Every Kent holds every kind, under either error model."""

    UPRN_GIVEN = "UPRN_GIVEN"
    ADDRESS_AS_HELD = "ADDRESS_AS_HELD"
    ADDRESS_TYPED_BADLY = "ADDRESS_TYPED_BADLY"
    NAME_TYPED_BADLY = "NAME_TYPED_BADLY"
    ALL_TYPED_BADLY = "ALL_TYPED_BADLY"
    NICKNAME = "NICKNAME"
    KNOWN_AS = "KNOWN_AS"
    FORMER_SURNAME = "FORMER_SURNAME"
    SWAPPED_NAMES = "SWAPPED_NAMES"
    DAY_MONTH_SWAPPED = "DAY_MONTH_SWAPPED"
    DATE_MISKEYED = "DATE_MISKEYED"
    MOVED_HOUSE = "MOVED_HOUSE"
    FORMER_HOME = "FORMER_HOME"
    NAMED_VISITOR = "NAMED_VISITOR"
    LONE_FEMALE = "LONE_FEMALE"
    PAIR_TO_THE_SAME_MAN = "PAIR_TO_THE_SAME_MAN"
    DANGEROUS_DOG = "DANGEROUS_DOG"
    CUCKOOED_FLAT = "CUCKOOED_FLAT"
    NEIGHBOURING_FLAT = "NEIGHBOURING_FLAT"
    CARE_HOME = "CARE_HOME"
    SHARED_HOUSE = "SHARED_HOUSE"
    TWIN = "TWIN"
    FATHER_AND_SON = "FATHER_AND_SON"
    SAME_NAME_STRANGER = "SAME_NAME_STRANGER"
    OTHER_AUDIENCE = "OTHER_AUDIENCE"
    OTHER_CONTACT_MODE = "OTHER_CONTACT_MODE"
    UNMARKED_CONTROL = "UNMARKED_CONTROL"
    UNRESOLVABLE_ADDRESS = "UNRESOLVABLE_ADDRESS"
