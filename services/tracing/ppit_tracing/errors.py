"""Why tracing refuses: one class for each reason a debt system can act on."""

from typing import ClassVar

from ppit_platform.errors import Conflict, InvalidRequest, NotFound, ServiceError


class InsufficientInput(InvalidRequest):
    """A minimum of input stops fishing: a name alone is nobody's debt."""

    code = "INSUFFICIENT_INPUT"
    title = "Too little was given of the debtor to look for one person"


class TraceUnknown(NotFound):
    title = "No such trace of this organisation"


class CertificateMissing(NotFound):
    title = "No address was certified in this trace"


class CertificateRecalled(ServiceError):
    status: ClassVar[int] = 410
    code = "RECALLED"
    title = "This certificate was recalled: the address is another person's"


class TraceUnfinished(Conflict):
    code = "TRACE_NOT_DONE"
    title = "The trace is not done yet; nothing of it was disclosed"


class BatchUnknown(NotFound):
    title = "No such batch of this organisation"


class RecallUnknown(NotFound):
    title = "No such recall notice of this organisation"


class FileNotReadable(InvalidRequest):
    code = "FILE_NOT_READABLE"
    title = "The file is not a debt file of this profile"
