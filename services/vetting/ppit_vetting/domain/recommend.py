"""From findings to a recommendation: a rule over the policy's own weights, never a decision.

UK GDPR Arts 22A-D: it says why, a named human decides, and the applicant may be heard.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import cast

from ppit_vetting.domain.codes import CheckResult, CheckType, Recommendation
from ppit_vetting.domain.findings import Finding
from ppit_vetting.domain.policies import Policy

_GRAVITY = {recommendation: place for place, recommendation in enumerate(Recommendation)}


@dataclass(frozen=True, slots=True)
class Weighed:
    """One check and what its result weighs under the policy."""

    check: CheckType
    result: CheckResult
    weight: Recommendation

    def as_json(self) -> dict[str, object]:
        return {
            "check": self.check.value,
            "result": self.result.value,
            "weight": self.weight.value,
        }

    @staticmethod
    def from_json(stored: Mapping[str, object]) -> "Weighed":
        return Weighed(
            CheckType(cast("str", stored["check"])),
            CheckResult(cast("str", stored["result"])),
            Recommendation(cast("str", stored["weight"])),
        )


@dataclass(frozen=True, slots=True)
class Advice:
    """``because`` are the checks that weigh anything, gravest first."""

    recommendation: Recommendation
    because: tuple[Weighed, ...]


def recommend(findings: Iterable[Finding], policy: Policy) -> Advice:
    """Return the gravest of what the findings weigh; a check without one is incomplete."""
    by_check = {finding.check: finding for finding in findings}
    weighed = [_weighed(check, by_check.get(check), policy) for check in policy.checks]
    because = sorted(
        (each for each in weighed if each.weight is not Recommendation.PROCEED),
        key=lambda each: _GRAVITY[each.weight],
    )
    gravest = because[0].weight if because else Recommendation.PROCEED
    return Advice(gravest, tuple(because))


def _weighed(check: CheckType, finding: Finding | None, policy: Policy) -> Weighed:
    result = CheckResult.UNAVAILABLE if finding is None else finding.result
    weight = policy.by_result[result]
    if finding is not None and result is CheckResult.CONCERN:
        weights = {policy.by_reason.get(reason.code, weight) for reason in finding.reasons}
        weight = min(weights, key=lambda each: _GRAVITY[each])
    return Weighed(check, result, weight)
