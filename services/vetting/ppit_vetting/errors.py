"""Reasons for which vetting refuses."""

from ppit_platform.errors import Conflict, InvalidRequest, NotFound


class CaseUnknown(NotFound):
    """No case of this id is open to this organisation and purpose."""


class SchemeUnknown(InvalidRequest):
    code = "SCHEME_UNKNOWN"
    title = "No policy is in force for a scheme of that name"


class SchemeNotForPurpose(InvalidRequest):
    code = "SCHEME_NOT_FOR_PURPOSE"
    title = "This scheme is vetted under another purpose"


class SubjectUnclear(InvalidRequest):
    code = "SUBJECT_UNCLEAR"
    title = "A person is vetted by their name, a body by its own: one of them, as the type says"


class CaseNotReady(Conflict):
    """UK GDPR Art 22A: nobody decides before there is a recommendation with its reasons."""

    code = "CASE_NOT_READY"
    title = "There is no recommendation on this case yet"


class CaseDecided(Conflict):
    code = "CASE_DECIDED"
    title = "This case has its decision"


class RecommendationChanged(Conflict):
    """Whoever decides must have seen what is recommended now, not what was before."""

    code = "RECOMMENDATION_CHANGED"
    title = "Something was found since that recommendation: read the report again"


class NothingToSign(Conflict):
    code = "NOTHING_TO_SIGN"
    title = "No decision on this case waits for a second signature"


class ConditionsUnclear(InvalidRequest):
    code = "CONDITIONS_UNCLEAR"
    title = "An approval on conditions names them, and no other decision has any"


class ReasonsNeeded(InvalidRequest):
    code = "REASONS_NEEDED"
    title = "Whoever makes a decision fall says why"
