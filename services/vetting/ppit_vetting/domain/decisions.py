"""A human's decision on a recommendation: when a second person must sign it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ppit_vetting.domain.codes import (
    Condition,
    DecisionCode,
    DecisionState,
    Recommendation,
)

APPROVALS = frozenset({DecisionCode.APPROVED, DecisionCode.APPROVED_CONDITIONS})
GRAVE = frozenset(
    {Recommendation.ADVISE_DECLINE, Recommendation.REFER_TO_ANALYST, Recommendation.INCOMPLETE}
)
"""Against these nobody approves alone."""

CONDITION_WORDS = {
    Condition.PROOF_OF_IDENTITY: "Show proof of identity before anything is paid.",
    Condition.PROOF_OF_BANK_ACCOUNT: "Show that the bank account is the applicant's own.",
    Condition.PAYMENT_IN_STAGES: "The money is paid in stages.",
    Condition.PAYMENT_ON_INVOICE: "The money is paid against invoices.",
    Condition.EARLIER_AWARD_ACCOUNTED: "Account for the earlier award first.",
    Condition.DEBT_AGREEMENT_KEPT: "Agree how the debt is repaid, and keep to it.",
    Condition.ACCOUNTS_FILED: "File the accounts that are overdue.",
}
RECOMMENDATION_WORDS = {
    Recommendation.ADVISE_DECLINE: "We advise to decline. A named person decides.",
    Recommendation.REFER_TO_ANALYST: "An analyst must look at this before anyone decides.",
    Recommendation.INCOMPLETE: "A check that is needed could not run: nothing can be advised yet.",
    Recommendation.PROCEED_WITH_CONDITIONS: "We see no reason against it, on conditions.",
    Recommendation.PROCEED: "We see no reason against it. A named person decides.",
}


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision; ``agreed`` is the second signer's word, None while nobody has signed."""

    version: int
    recommendation_version: int
    decision: DecisionCode
    conditions: tuple[Condition, ...]
    reasons: str
    decider: str
    needs_second: bool
    decided_at: datetime
    agreed: bool | None = None
    second_signer: str | None = None
    second_reasons: str | None = None
    signed_at: datetime | None = None

    @property
    def state(self) -> DecisionState:
        if not self.needs_second or self.agreed:
            return DecisionState.FINAL
        waiting = self.agreed is None
        return DecisionState.AWAITING_SECOND_SIGNATURE if waiting else DecisionState.FALLEN


def needs_second(
    decision: DecisionCode, recommendation: Recommendation, *, amount: int, second_above: int
) -> bool:
    """Tell whether somebody else must sign too. The database holds the same rule."""
    return decision in APPROVALS and (amount > second_above or recommendation in GRAVE)


def is_decided(decisions: Sequence[Decision]) -> bool:
    """Tell whether a decision stands, signed or waiting: one that fell leaves the case open."""
    return bool(decisions) and decisions[-1].state is not DecisionState.FALLEN
