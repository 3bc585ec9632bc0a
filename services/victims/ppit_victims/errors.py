"""Reasons for which the register refuses."""

from ppit_platform.errors import Conflict, InvalidRequest, NotFound, ServiceError


class RegisterNotSearchable(ServiceError):
    """Nobody may be written down as new while somebody known cannot be found."""

    status = 503
    code = "SOURCE_STALE"
    title = "The register cannot be searched just now; nothing was read or changed"
    retry_after = 60


class PersonNotSearchable(InvalidRequest):
    code = "PERSON_NOT_SEARCHABLE"
    title = "Too little can be read of this person for anyone to find them"


class ProfileUnsuitable(InvalidRequest):
    code = "PROFILE_UNSUITABLE"
    title = "This layout comes in another kind of file"


class VictimUnknown(NotFound):
    """No victim of this id is open to this caller."""


class ImportUnknown(NotFound):
    """No import of this id is this organisation's own."""


class ReviewUnknown(NotFound):
    """No review of this id is open to this caller."""


class ReviewDecided(Conflict):
    code = "REVIEW_DECIDED"
    title = "Somebody has decided on this record"


class VictimNotNamed(InvalidRequest):
    code = "VICTIM_NOT_NAMED"
    title = "To link a record, name one victim; to make a new one or refuse, name none"


class ContactNotYet(InvalidRequest):
    code = "CONTACT_NOT_YET"
    title = "A contact is recorded after it happened"
