"""What the applicant's organisation reads of a case: codes and plain words, nobody else's name."""

from datetime import date
from uuid import UUID

from pydantic import Field

from ppit_matching import MODEL_VERSION
from ppit_platform.clock import LONDON
from ppit_platform.wire import Instant, WireModel
from ppit_vetting.actions.read_case import CaseView
from ppit_vetting.domain.case import Recommended, Recorded
from ppit_vetting.domain.codes import (
    CaseState,
    CheckResult,
    CheckType,
    Condition,
    DecisionCode,
    DecisionState,
    Recommendation,
    SourceName,
)
from ppit_vetting.domain.decisions import CONDITION_WORDS, RECOMMENDATION_WORDS, Decision


class ReasonShown(WireModel):
    code: str = Field(description="Never changes once released.")
    words: str


class CheckShown(WireModel):
    """One check. ``UNAVAILABLE`` is never clear: nobody could look, and the reason says why.

    ``source_as_at`` is when the source's list was loaded; ``source_version`` names its own date.
    """

    check: CheckType
    result: CheckResult
    source: SourceName
    source_version: str | None
    source_as_at: Instant | None
    checked_at: Instant
    reasons: tuple[ReasonShown, ...]


class PolicyShown(WireModel):
    scheme: str
    version: int


class ProgressShown(WireModel):
    done: int
    of: int


class ConditionShown(WireModel):
    code: Condition
    words: str


class DecisionShown(WireModel):
    """A person's decision, once it is final. Its reasons stay with the analysts who gave them."""

    decision: DecisionCode
    conditions: tuple[ConditionShown, ...]
    decided_at: Instant


class Reliability(WireModel):
    """How current and how matched (DPA 2018 s.38(5))."""

    oldest_source_as_at: Instant | None
    model_version: str


class CaseSummary(WireModel):
    """A case as its own organisation sees it. A recommendation is no decision: a person decides.

    ``checks`` are empty until the case has ended; a stopped one shows what was not run as
    ``UNAVAILABLE``. ``decision`` is shown when it is final.
    """

    case_id: UUID
    application_reference: str
    state: CaseState
    stop_code: str | None
    progress: ProgressShown
    recommendation: Recommendation | None
    recommendation_words: str | None
    recommendation_version: int | None
    policy: PolicyShown
    checks: tuple[CheckShown, ...]
    decision: DecisionShown | None
    decision_state: DecisionState | None
    received_on: date = Field(description="A London day.")
    recommended_at: Instant | None
    reliability: Reliability


ESSENTIAL = (
    "case_id",
    "checks.check",
    "checks.reasons",
    "checks.result",
    "checks.source",
    "checks.source_as_at",
    "decision",
    "policy",
    "recommendation",
    "recommendation_words",
    "state",
)
"""Without any of these a summary would mislead: no agreement may leave one out."""


def case_summary(view: CaseView) -> CaseSummary:
    case, decision = view.case, view.decision
    advice = view.recommendation
    checks = case.policy.checks
    return CaseSummary(
        case_id=case.case_id,
        application_reference=case.request.application_reference,
        state=view.standing.state,
        stop_code=view.standing.stop_code,
        progress=ProgressShown(done=len(checks) - view.waiting, of=len(checks)),
        recommendation=advice.recommendation if advice else None,
        recommendation_words=RECOMMENDATION_WORDS[advice.recommendation] if advice else None,
        recommendation_version=advice.version if advice else None,
        policy=PolicyShown(scheme=case.request.scheme, version=case.request.policy_version),
        checks=tuple(map(check_shown, view.recorded)),
        decision=_decision(decision),
        decision_state=decision.state if decision else None,
        received_on=case.request.received_at.astimezone(LONDON).date(),
        recommended_at=advice.recommended_at if advice else None,
        reliability=_reliability(view, advice),
    )


def check_shown(recorded: Recorded) -> CheckShown:
    finding = recorded.finding
    source = finding.sources[0]
    return CheckShown(
        check=finding.check,
        result=finding.result,
        source=source.name,
        source_version=source.version,
        source_as_at=source.as_at,
        checked_at=recorded.checked_at,
        reasons=tuple(
            ReasonShown(code=reason.code.name, words=reason.words) for reason in finding.reasons
        ),
    )


def conditions_shown(decision: Decision) -> tuple[ConditionShown, ...]:
    return tuple(
        ConditionShown(code=condition, words=CONDITION_WORDS[condition])
        for condition in decision.conditions
    )


def _decision(decision: Decision | None) -> DecisionShown | None:
    if decision is None or decision.state is not DecisionState.FINAL:
        return None
    return DecisionShown(
        decision=decision.decision,
        conditions=conditions_shown(decision),
        decided_at=decision.signed_at or decision.decided_at,
    )


def _reliability(view: CaseView, advice: Recommended | None) -> Reliability:
    dates = [
        source.as_at
        for each in view.recorded
        for source in each.finding.sources
        if source.as_at is not None
    ]
    oldest = min(dates, default=None) if advice else None
    return Reliability(oldest_source_as_at=oldest, model_version=MODEL_VERSION)
