"""What each role may do at most. An agreement and a token narrow it; nothing widens it."""

from collections.abc import Mapping

from ppit_platform.codes import Role

_SCREEN = "officer-safety:screen"
_REPORT = "officer-safety:report"
_PROPOSE = "officer-safety:propose"
_APPROVE = "officer-safety:approve"
_REVIEW = "officer-safety:review"

# Officers in the field propose a marker by reporting what happened. An approver may propose one
# too, but never approves it: four eyes is about persons, and the register itself refuses that.
_SCOPES: Mapping[Role, frozenset[str]] = {
    Role.WARDEN: frozenset({_SCREEN, _REPORT}),
    Role.TS_OFFICER: frozenset({_SCREEN, _REPORT}),
    Role.DISTRICT_OFFICER: frozenset({_SCREEN, _REPORT}),
    Role.CASE_OFFICER: frozenset({_SCREEN}),
    Role.ANALYST: frozenset({_SCREEN, _REPORT, _PROPOSE, _REVIEW}),
    Role.APPROVER: frozenset({_SCREEN, _REPORT, _PROPOSE, _APPROVE, _REVIEW}),
}


def narrowed(scopes: frozenset[str], role: Role | None) -> frozenset[str]:
    """Keep what ``role`` may do; a machine without a person may do what its agreement lists."""
    if role is None or role is Role.MACHINE:
        return scopes
    return scopes & _SCOPES.get(role, frozenset())
