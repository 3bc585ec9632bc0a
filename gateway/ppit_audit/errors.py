"""Reasons for which the audit refuses."""

from ppit_platform.errors import Conflict, InvalidRequest, NotFound, ServiceError
from ppit_platform.hands import FourEyesRequired


class NotOfHome(ServiceError):
    """Whoever keeps the log reads it; a partner sees its own notices and counts alone."""

    status = 403
    code = "NOT_OF_HOME"
    title = "The log is read by the organisation that keeps it"


class EntryUnknown(NotFound):
    """The log has no such entry."""


class NoBundle(Conflict):
    """An entry is longer than the two bytes of a bundle can state (C2SP tlog-tiles)."""

    code = "TOO_LONG_FOR_A_BUNDLE"
    title = "This bundle cannot be written"


class RecallUnknown(NotFound):
    """No such recall was made."""


class NoticeUnknown(NotFound):
    """No such notice went to this organisation."""


class AlarmUnknown(NotFound):
    """No such alarm was raised."""


class WatchUnknown(NotFound):
    """Nobody is watched under this id."""


class AlarmClosed(Conflict):
    code = "ALARM_CLOSED"
    title = "This alarm has been closed"


class YourOwn(FourEyesRequired):
    """Whoever an alarm is about does not close it."""


class SubjectsUnresolved(ServiceError):
    """A recall that reaches some of its recipients looks like one that reached all."""

    status = 503
    code = "SUBJECTS_UNRESOLVED"
    title = "The service could not say how the log names them; nothing was recalled"
    retry_after = 5


class TooManyShown(ServiceError):
    """An answer shows people, to an officer as to anybody: they count towards the day."""

    status = 429
    code = "PEOPLE_QUOTA_EXCEEDED"
    title = "The agreement's people of this day are spent"


class ServiceUnknown(InvalidRequest):
    code = "SERVICE_UNKNOWN"
    title = "No service of this name knows anybody"


class NotPublishedYet(ServiceError):
    status = 503
    code = "NOT_PUBLISHED_YET"
    title = "No published checkpoint covers this entry yet"
    retry_after = 2


class ReadingBehind(ServiceError):
    """An answer now would leave out the newest entries."""

    status = 503
    code = "READING_BEHIND"
    title = "The audit has not read the newest entries of the log yet"
    retry_after = 5


class ReportTooLong(InvalidRequest):
    code = "REPORT_TOO_LONG"
    title = "More entries than one answer carries"


class ExportUnknown(NotFound):
    """No such export was asked for, or its file has no such part."""


class ExportApproved(Conflict):
    code = "EXPORT_APPROVED"
    title = "This export has been approved"


class ByTwoPeople(FourEyesRequired):
    """Whoever asks for the log does not hand it to themselves."""


class ExportNotReady(Conflict):
    code = "EXPORT_NOT_READY"
    title = "The file is not there, or the log does not know of all of it yet"


class ExportOver(ServiceError):
    status = 410
    code = "EXPORT_EXPIRED"
    title = "The file has been deleted, as its time was over"


class SubjectsAlone(InvalidRequest):
    code = "SUBJECTS_ALONE"
    title = "An export of subjects is of nothing else"


class NothingAsked(InvalidRequest):
    code = "NOTHING_ASKED"
    title = "Say at least one thing that the entries must say"
