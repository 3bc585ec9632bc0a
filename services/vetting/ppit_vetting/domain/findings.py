"""What one check found: result, sources with their dates, reasons, and evidence for analysts.

A check that could not run is a finding of its own, never an absence and never clear.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import cast
from uuid import UUID

from ppit_vetting.domain.codes import CheckResult, CheckType, SourceName
from ppit_vetting.domain.reasons import Reason, ReasonCode


@dataclass(frozen=True, slots=True)
class SourceUsed:
    """``version`` and ``as_at`` are what the source says of itself; None where nobody looked."""

    name: SourceName
    version: str | None = None
    as_at: datetime | None = None

    def as_json(self) -> dict[str, object]:
        as_at = self.as_at.isoformat() if self.as_at else None
        return {"name": self.name.value, "version": self.version, "as_at": as_at}

    @staticmethod
    def from_json(stored: Mapping[str, object]) -> "SourceUsed":
        as_at = cast("str | None", stored["as_at"])
        return SourceUsed(
            SourceName(stored["name"]),
            cast("str | None", stored["version"]),
            datetime.fromisoformat(as_at) if as_at else None,
        )


@dataclass(frozen=True, slots=True)
class Evidence:
    """One record that a finding rests on, for the analyst alone.

    ``reference`` is the record's own number in its source; ``says`` what of it counts.
    """

    kind: str
    reference: str
    says: tuple[str, ...]

    def as_json(self) -> dict[str, object]:
        return {"kind": self.kind, "reference": self.reference, "says": list(self.says)}

    @staticmethod
    def from_json(stored: Mapping[str, object]) -> "Evidence":
        return Evidence(
            cast("str", stored["kind"]),
            cast("str", stored["reference"]),
            tuple(cast("list[str]", stored["says"])),
        )


@dataclass(frozen=True, slots=True)
class Finding:
    """The first of ``sources`` is the one that the check is of.

    ``linked`` are the cases that the finding speaks of, with what is shared in ``evidence``.
    """

    check: CheckType
    result: CheckResult
    sources: tuple[SourceUsed, ...]
    reasons: tuple[Reason, ...]
    evidence: tuple[Evidence, ...] = ()
    linked: tuple[UUID, ...] = ()

    def but(self, short: ReasonCode) -> "Finding":
        """Return what is left where part could not be looked at.

        What was found counts, and what was not found proves nothing.
        """
        reason = Reason(short)
        if reason in self.reasons or self.result is CheckResult.NOT_APPLICABLE:
            return self
        if self.result in {CheckResult.CONCERN, CheckResult.ADVERSE}:
            return replace(self, reasons=(*self.reasons, reason))
        if self.result is CheckResult.UNAVAILABLE:
            return replace(self, reasons=(*self.reasons, reason))
        return replace(self, result=CheckResult.UNAVAILABLE, reasons=(reason,))


def not_available(check: CheckType, reason: ReasonCode, *sources: SourceUsed) -> Finding:
    return Finding(check, CheckResult.UNAVAILABLE, sources, (Reason(reason),))


def not_applicable(check: CheckType, *sources: SourceUsed) -> Finding:
    reasons = (Reason(ReasonCode.NOT_FOR_THIS_SUBJECT),)
    return Finding(check, CheckResult.NOT_APPLICABLE, sources, reasons)


def clear(
    check: CheckType,
    sources: tuple[SourceUsed, ...],
    *codes: ReasonCode,
    evidence: tuple[Evidence, ...] = (),
) -> Finding:
    """Return a clear finding; without codes it says that nothing was found."""
    reasons = tuple(Reason(code) for code in codes) or (Reason(ReasonCode.NOTHING_FOUND),)
    return Finding(check, CheckResult.CLEAR, sources, reasons, evidence)
