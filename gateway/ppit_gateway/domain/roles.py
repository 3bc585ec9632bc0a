"""What each role may do at most. An agreement and a token narrow it; nothing widens it."""

from collections.abc import Mapping

from ppit_platform.codes import Role


def _of(service: str, verbs: str) -> frozenset[str]:
    return frozenset(f"{service}:{verb}" for verb in verbs.split())


_ANYBODY = _of("partners", "read") | _of("audit", "notices")
"""Whoever may ask anything may ask who they are and what was agreed, and be told what was wrong of
what they were shown.
"""
_ADMINISTRATOR = _of("partners", "propose approve")
_IN_THE_FIELD = _of("officer-safety", "screen report")
_ANALYST = (
    _of("officer-safety", "screen report propose review")
    | _of("tracing", "request read")
    | _of("vetting", "request read decide")
    | _of("victims", "report import lookup read write review protect worklist")
)

# Officers in the field propose a marker by reporting what happened. An approver may propose one
# too, but never approves it: four eyes is about persons, and the register itself refuses that.
# Nobody has victims:protection: only the house asks it, on behalf of somebody who traces.
_SCOPES: Mapping[Role, frozenset[str]] = {
    Role.WARDEN: _IN_THE_FIELD | _of("victims", "worklist lookup report write"),
    Role.TS_OFFICER: (
        _IN_THE_FIELD | _of("vetting", "request read") | _of("victims", "report lookup read write")
    ),
    Role.DISTRICT_OFFICER: _IN_THE_FIELD | _of("victims", "report lookup import"),
    Role.CASE_OFFICER: (
        _of("officer-safety", "screen")
        | _of("tracing", "request read batch feedback")
        | _of("vetting", "request read")
    ),
    Role.ANALYST: _ANALYST,
    Role.APPROVER: _ANALYST | _of("officer-safety", "approve") | _ADMINISTRATOR,
    Role.DPO: _of("audit", "read recall watch export receipts"),
    Role.PARTNER_ADMIN: (
        _ADMINISTRATOR | _of("webhooks", "read manage") | _of("audit", "receipts")
    ),
    Role.OPERATOR: _ADMINISTRATOR | _of("webhooks", "read manage"),
}


def narrowed(scopes: frozenset[str], role: Role | None) -> frozenset[str]:
    """Keep what ``role`` may do; a machine without a person may do what its agreement lists."""
    if role is None or role is Role.MACHINE:
        return scopes
    return scopes & (_SCOPES.get(role, frozenset()) | _ANYBODY)
