"""The schemes and their policies: which checks must be made, and what each result weighs.

Versioned data: a version that a case was judged by is never changed, a new one is added below it.
The limits of amounts are common practice, to be set by whoever answers for the scheme.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from ppit_platform.codes import PurposeCode
from ppit_vetting.domain.codes import CheckResult, CheckType, Recommendation
from ppit_vetting.domain.reasons import ReasonCode

_WEIGHTS: Mapping[CheckResult, Recommendation] = {
    CheckResult.ADVERSE: Recommendation.ADVISE_DECLINE,
    CheckResult.CONCERN: Recommendation.REFER_TO_ANALYST,
    CheckResult.NOT_FOUND: Recommendation.REFER_TO_ANALYST,
    CheckResult.UNAVAILABLE: Recommendation.INCOMPLETE,
    CheckResult.CLEAR: Recommendation.PROCEED,
    CheckResult.NOT_APPLICABLE: Recommendation.PROCEED,
}
_LIGHTER: Mapping[ReasonCode, Recommendation] = {
    ReasonCode.STRIKE_OFF_PROPOSED: Recommendation.PROCEED_WITH_CONDITIONS,
    ReasonCode.ACCOUNTS_OVERDUE: Recommendation.PROCEED_WITH_CONDITIONS,
    ReasonCode.FORMER_NAME_USED: Recommendation.PROCEED_WITH_CONDITIONS,
    ReasonCode.OFFICER_NOT_ON_REGISTER: Recommendation.PROCEED_WITH_CONDITIONS,
}
_CONNECTED = (
    CheckType.COMPANY_REGISTER,
    CheckType.OFFICERS_PSC,
    CheckType.INSOLVENCY_COMPANY,
    CheckType.INSOLVENCY_PERSON,
    CheckType.SANCTIONS,
    CheckType.PHOENIX_PATTERN,
    CheckType.MASS_REGISTRATION_ADDRESS,
    CheckType.PREVIOUS_AWARDS,
    CheckType.PREVIOUS_DEBT,
    CheckType.LINK_NETWORK,
)
_OF_LARGE_SUMS = (
    CheckType.DISQUALIFIED_DIRECTOR,
    CheckType.CCJ,
    CheckType.BANK_VERIFICATION,
    CheckType.ADVERSE_INTELLIGENCE,
)


@dataclass(frozen=True, slots=True)
class Policy:
    """All its ``checks`` must have been made before anything may proceed.

    Above ``second_above_pence`` an approval takes a second signature.
    """

    version: int
    in_force_from: date
    checks: tuple[CheckType, ...]
    second_above_pence: int
    by_result: Mapping[CheckResult, Recommendation] = field(default_factory=lambda: _WEIGHTS)
    by_reason: Mapping[ReasonCode, Recommendation] = field(default_factory=lambda: _LIGHTER)


@dataclass(frozen=True, slots=True)
class Scheme:
    """What money is asked for under, the purpose of vetting for it, its policies oldest first."""

    code: str
    title: str
    purpose: PurposeCode
    policies: tuple[Policy, ...]

    def policy_on(self, day: date) -> Policy | None:
        """Return the newest policy in force on a London day."""
        found = [policy for policy in self.policies if policy.in_force_from <= day]
        return found[-1] if found else None

    def policy(self, version: int) -> Policy:
        return next(policy for policy in self.policies if policy.version == version)


def _first(checks: tuple[CheckType, ...], second_above_pounds: int) -> tuple[Policy, ...]:
    return (Policy(1, date(2026, 1, 1), checks, second_above_pounds * 100),)


SCHEMES: Mapping[str, Scheme] = {
    scheme.code: scheme
    for scheme in (
        Scheme(
            "START_UP_GRANT", "Start-up grant", PurposeCode.VET_GRANT, _first(_CONNECTED, 10_000)
        ),
        Scheme("ENERGY_GRANT", "Energy grant", PurposeCode.VET_GRANT, _first(_CONNECTED, 10_000)),
        Scheme(
            "HIGH_STREET_GRANT",
            "High street grant",
            PurposeCode.VET_GRANT,
            _first(_CONNECTED, 10_000),
        ),
        Scheme("HARDSHIP_FUND", "Hardship fund", PurposeCode.VET_GRANT, _first(_CONNECTED, 10_000)),
        Scheme(
            "CAPITAL_GRANT",
            "Capital grant",
            PurposeCode.VET_GRANT,
            _first((*_CONNECTED, *_OF_LARGE_SUMS), 25_000),
        ),
        Scheme(
            "BUSINESS_LOAN",
            "Business loan",
            PurposeCode.VET_LOAN,
            _first((*_CONNECTED, *_OF_LARGE_SUMS), 25_000),
        ),
    )
}
