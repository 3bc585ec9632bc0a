"""Reasons for which the audit refuses."""

from ppit_platform.errors import InvalidRequest, NotFound, ServiceError


class NotOfHome(ServiceError):
    """Whoever keeps the log reads it; a partner sees its own notices and counts alone."""

    status = 403
    code = "NOT_OF_HOME"
    title = "The log is read by the organisation that keeps it"


class EntryUnknown(NotFound):
    """The log has no such entry."""


class ReadingBehind(ServiceError):
    """An answer now would leave out the newest entries."""

    status = 503
    code = "READING_BEHIND"
    title = "The audit has not read the newest entries of the log yet"
    retry_after = 5


class NothingAsked(InvalidRequest):
    code = "NOTHING_ASKED"
    title = "Say at least one thing that the entries must say"
