"""The codes of officer safety: subjects, categories, contact, matches, results."""

from enum import StrEnum


class MarkerSubject(StrEnum):
    """What a marker follows."""

    PERSON = "PERSON"
    """The person, wherever they live."""
    ADDRESS = "ADDRESS"
    """The property, whoever lives there."""
    ASSOCIATION = "ASSOCIATION"
    """A person known to visit an address: it speaks at that address and wherever they are named."""


class MarkerCategory(StrEnum):
    """Why a marker is held. For approvers and PPIT only: no screening answer carries it."""

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
    SELF_HARM_RISK = "SELF_HARM_RISK"
    ORGANISED_CRIME_LINK = "ORGANISED_CRIME_LINK"
    OTHER_SEEK_ADVICE = "OTHER_SEEK_ADVICE"


class ContactMode(StrEnum):
    HOME_VISIT = "HOME_VISIT"
    SITE_VISIT = "SITE_VISIT"
    OFFICE = "OFFICE"
    TELEPHONE = "TELEPHONE"
    CORRESPONDENCE = "CORRESPONDENCE"
    ONLINE = "ONLINE"


AT_THE_DOOR = frozenset({ContactMode.HOME_VISIT, ContactMode.SITE_VISIT})


class Sex(StrEnum):
    FEMALE = "FEMALE"
    MALE = "MALE"
    NOT_STATED = "NOT_STATED"


class MatchBasis(StrEnum):
    """How a marker came to speak to a visit, surest first."""

    PERSON_CONFIRMED = "PERSON_CONFIRMED"
    UPRN_EXACT = "UPRN_EXACT"
    ADDRESS_FUZZY = "ADDRESS_FUZZY"
    PERSON_PROBABLE = "PERSON_PROBABLE"


class ScreeningResult(StrEnum):
    """Three states: found, not found, could not look. The third is never shown as the second."""

    MARKERS_HELD = "MARKERS_HELD"
    NO_KNOWN_MARKERS = "NO_KNOWN_MARKERS"
    UNABLE_TO_SCREEN = "UNABLE_TO_SCREEN"


class UnableReason(StrEnum):
    """What could not be looked at, the reason that matters most first."""

    NOT_PERMITTED_FOR_PURPOSE = "NOT_PERMITTED_FOR_PURPOSE"
    SOURCE_UNAVAILABLE = "SOURCE_UNAVAILABLE"
    SOURCE_STALE = "SOURCE_STALE"
    INSUFFICIENT_INPUT = "INSUFFICIENT_INPUT"
    ADDRESS_NOT_RESOLVED = "ADDRESS_NOT_RESOLVED"
    PERSON_NOT_RESOLVED = "PERSON_NOT_RESOLVED"


class RemovalReason(StrEnum):
    RISK_ENDED = "RISK_ENDED"
    NO_CONTACT_PERIOD = "NO_CONTACT_PERIOD"
    MISTAKEN_IDENTITY = "MISTAKEN_IDENTITY"
    EVIDENCE_INADEQUATE = "EVIDENCE_INADEQUATE"
    APPEAL_UPHELD = "APPEAL_UPHELD"
    DECEASED = "DECEASED"
    MOVED_AWAY_ADDRESS_ONLY = "MOVED_AWAY_ADDRESS_ONLY"
    DUPLICATE = "DUPLICATE"
    ORDER_EXPIRED = "ORDER_EXPIRED"


class SubjectNotification(StrEnum):
    """Whether the subject was told that they are marked (ICO practice on warning markers)."""

    NOT_YET = "NOT_YET"
    SENT = "SENT"
    WITHHELD_LIKELY_TO_PROVOKE = "WITHHELD_LIKELY_TO_PROVOKE"
    WITHHELD_PREJUDICE_CRIME = "WITHHELD_PREJUDICE_CRIME"
    WITHHELD_RISK_TO_THIRD_PARTY = "WITHHELD_RISK_TO_THIRD_PARTY"
    UNDELIVERED = "UNDELIVERED"

    @property
    def withheld(self) -> bool:
        """Withheld needs an authoriser, and a date on which to decide again."""
        return self.value.startswith("WITHHELD_")


class IncidentKind(StrEnum):
    """What happened on a visit."""

    PHYSICAL_ASSAULT = "PHYSICAL_ASSAULT"
    WEAPON_SEEN_OR_USED = "WEAPON_SEEN_OR_USED"
    THREAT_OR_ABUSE = "THREAT_OR_ABUSE"
    SEXUAL_BEHAVIOUR = "SEXUAL_BEHAVIOUR"
    HARASSMENT_OR_HATE = "HARASSMENT_OR_HATE"
    ANIMAL_ATTACK = "ANIMAL_ATTACK"
    UNSAFE_PREMISES = "UNSAFE_PREMISES"
    DETAINED_OR_OBSTRUCTED = "DETAINED_OR_OBSTRUCTED"
    OTHER = "OTHER"
