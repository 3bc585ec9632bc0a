"""Where a record came from, and what it may be used for."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypedDict

from ppit_platform.caller import Caller
from ppit_platform.codes import ProcessingRegime, PurposeCode

_ALWAYS = (PurposeCode.AUDIT_SELF_MONITOR, PurposeCode.SUBJECT_RIGHTS)


@dataclass(frozen=True, slots=True)
class Provenance:
    """``collected_under`` decides for good what the record may never serve (DPA 2018 s.36(4))."""

    org_id: str
    area_gss: str | None
    collected_under: ProcessingRegime
    allowed_purposes: tuple[PurposeCode, ...]
    source_ref: str


class PeopleValues(TypedDict):
    """The columns that say whose a record is and what it may serve."""

    org_id: str
    area_gss: str | None
    collected_under: str
    allowed_purposes: list[str]
    source_ref: str


def provenance_of(
    caller: Caller, *, purposes: Sequence[PurposeCode], area_gss: str | None = None
) -> Provenance:
    """Return the provenance of what this caller tells us about a person or an address.

    It may serve ``purposes``, our own audit, and the rights of whoever it speaks of.
    """
    return Provenance(
        caller.org_id,
        area_gss,
        caller.regime,
        tuple(dict.fromkeys((*purposes, *_ALWAYS))),
        f"agreement:{caller.agreement_id}/{caller.agreement_version}",
    )


def people_values(provenance: Provenance) -> PeopleValues:
    """Return the columns of a row: ``NoteRow(..., **people_values(provenance))``."""
    return {
        "org_id": provenance.org_id,
        "area_gss": provenance.area_gss,
        "collected_under": provenance.collected_under.value,
        "allowed_purposes": [purpose.value for purpose in provenance.allowed_purposes],
        "source_ref": provenance.source_ref,
    }
