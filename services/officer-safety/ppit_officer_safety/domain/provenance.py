"""Where a record came from, and what it may be used for."""

from dataclasses import dataclass

from ppit_platform.caller import Caller
from ppit_platform.codes import ProcessingRegime, PurposeCode

SAFETY_PURPOSES = (PurposeCode.OFFICER_SAFETY_VISIT, PurposeCode.OFFICER_SAFETY_PLANNED_OP)
"""Every marker serves both: the database refuses one that does not."""

_ALWAYS = (PurposeCode.AUDIT_SELF_MONITOR, PurposeCode.SUBJECT_RIGHTS)


@dataclass(frozen=True, slots=True)
class Provenance:
    """``collected_under`` decides for good what the record may never serve (DPA 2018 s.36(4))."""

    org_id: str
    area_gss: str | None
    collected_under: ProcessingRegime
    allowed_purposes: tuple[PurposeCode, ...]
    source_ref: str


def provenance_of(caller: Caller, area_gss: str | None) -> Provenance:
    """Return the provenance of what this caller tells us about a person or an address."""
    return Provenance(
        caller.org_id,
        area_gss,
        caller.regime,
        (*SAFETY_PURPOSES, *_ALWAYS),
        f"agreement:{caller.agreement_id}/{caller.agreement_version}",
    )
