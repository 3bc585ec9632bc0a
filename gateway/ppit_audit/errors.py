"""Reasons for which the audit refuses."""

from ppit_platform.errors import NotFound, ServiceError


class NotOfHome(ServiceError):
    """Whoever keeps the log reads it; a partner sees its own notices and counts alone."""

    status = 403
    code = "NOT_OF_HOME"
    title = "The log is read by the organisation that keeps it"


class EntryUnknown(NotFound):
    """The log has no such entry."""
