"""Reasons for which officer safety refuses."""

from ppit_platform.errors import Conflict, InvalidRequest, NotFound


class MarkerStateForbids(Conflict):
    code = "MARKER_STATE_FORBIDS"
    title = "A marker in this state cannot take that step"


class EmergencySpent(Conflict):
    """One signature suffices for 72 h: an incident has them once, whoever raises it again."""

    code = "EMERGENCY_SPENT"
    title = "This incident has had its emergency marker"


class MarkerUnknown(NotFound):
    """No marker of this id is open to this caller."""


class ScreeningUnknown(NotFound):
    """No screening of this id is this organisation's own."""


class ReviewTooLate(InvalidRequest):
    code = "REVIEW_TOO_LATE"
    title = "The review date is past, or later than this category allows"


class IncidentNotYet(InvalidRequest):
    """ICO practice on warning markers: a dated incident that has happened, not one feared."""

    code = "INCIDENT_NOT_YET"
    title = "An incident is reported after it happened"


class NotificationIncomplete(InvalidRequest):
    code = "NOTIFICATION_INCOMPLETE"
    title = "A notification that is withheld needs a date on which to decide again"


class SubjectUnclear(InvalidRequest):
    code = "SUBJECT_UNCLEAR"
    title = "A marker needs exactly the subject that its kind names"


class PersonNotSearchable(InvalidRequest):
    code = "PERSON_NOT_SEARCHABLE"
    title = "Too little is known of this person for anyone to be warned of them"


class AddressUnknown(InvalidRequest):
    code = "ADDRESS_UNKNOWN"
    title = "The gazetteer holds no such address"
