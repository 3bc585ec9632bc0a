"""Reasons for which the administration refuses."""

from ppit_platform.errors import Conflict, InvalidRequest, NotFound, ServiceError


class EntryUnknown(NotFound):
    """No such entry of the register is open to this organisation."""


class NotYours(ServiceError):
    """Who asks is known, and this is not theirs to change."""

    status = 403
    code = "NOT_YOURS_TO_CHANGE"
    title = "Your organisation and role may not make, or decide on, a change of this kind"


class ChangeDecided(Conflict):
    code = "CHANGE_DECIDED"
    title = "This change has been decided"


class RegisterMovedOn(Conflict):
    """What was proposed rests on a register that is not there any more."""

    code = "REGISTER_MOVED_ON"
    title = "The register has changed since: propose it anew"


class ChangeInvalid(InvalidRequest):
    code = "CHANGE_INVALID"
    title = "The register would break its own rules by this change"
