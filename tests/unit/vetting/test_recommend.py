"""A recommendation is the gravest of what the findings weigh, and never says more than they do."""

from datetime import date

import pytest

from ppit_vetting.domain.case import standing
from ppit_vetting.domain.codes import (
    CaseState,
    CheckResult,
    CheckType,
    DecisionCode,
    Recommendation,
)
from ppit_vetting.domain.decisions import needs_second
from ppit_vetting.domain.findings import Finding, clear, not_available
from ppit_vetting.domain.policies import SCHEMES, Policy
from ppit_vetting.domain.reasons import Reason, ReasonCode
from ppit_vetting.domain.recommend import recommend
from ppit_vetting.domain.sources import groups_of, source_of
from tests.unit.vetting.builders import SOURCE

POLICY = SCHEMES["START_UP_GRANT"].policies[0]
EVERY_POLICY = [policy for scheme in SCHEMES.values() for policy in scheme.policies]


def all_clear(*instead: Finding) -> list[Finding]:
    other = {finding.check: finding for finding in instead}
    return [other.get(check) or clear(check, (SOURCE,)) for check in POLICY.checks]


def concern(check: CheckType, *codes: ReasonCode) -> Finding:
    return Finding(check, CheckResult.CONCERN, (SOURCE,), tuple(map(Reason, codes)))


UNAVAILABLE = not_available(CheckType.SANCTIONS, ReasonCode.SOURCE_STALE, SOURCE)
ADVERSE = Finding(
    CheckType.INSOLVENCY_COMPANY,
    CheckResult.ADVERSE,
    (SOURCE,),
    (Reason(ReasonCode.COMPANY_INSOLVENT),),
)
DEBT = concern(CheckType.PREVIOUS_DEBT, ReasonCode.DEBT_ON_RECORD)
STRIKE_OFF = concern(CheckType.COMPANY_REGISTER, ReasonCode.STRIKE_OFF_PROPOSED)


@pytest.mark.parametrize(
    ("findings", "expected"),
    [
        ([], Recommendation.PROCEED),
        ([STRIKE_OFF], Recommendation.PROCEED_WITH_CONDITIONS),
        ([STRIKE_OFF, UNAVAILABLE], Recommendation.INCOMPLETE),
        ([UNAVAILABLE, DEBT], Recommendation.REFER_TO_ANALYST),
        ([UNAVAILABLE, DEBT, ADVERSE], Recommendation.ADVISE_DECLINE),
    ],
)
def test_the_gravest_finding_decides_what_is_recommended(
    findings: list[Finding], expected: Recommendation
) -> None:
    assert recommend(all_clear(*findings), POLICY).recommendation is expected


def test_a_graver_reason_beside_a_light_one_weighs_as_it_would_alone() -> None:
    both = concern(
        CheckType.COMPANY_REGISTER, ReasonCode.STRIKE_OFF_PROPOSED, ReasonCode.NAME_DIFFERS
    )
    advice = recommend(all_clear(both), POLICY)
    assert advice.recommendation is Recommendation.REFER_TO_ANALYST
    assert [each.check for each in advice.because] == [CheckType.COMPANY_REGISTER]


@pytest.mark.parametrize("missing", POLICY.checks)
def test_a_check_without_a_finding_is_never_passed_over(missing: CheckType) -> None:
    found = [finding for finding in all_clear() if finding.check is not missing]
    advice = recommend(found, POLICY)
    assert advice.recommendation is Recommendation.INCOMPLETE
    assert [each.check for each in advice.because] == [missing]


@pytest.mark.parametrize("check", POLICY.checks)
def test_one_check_that_could_not_be_made_is_enough_for_incomplete(check: CheckType) -> None:
    unable = not_available(check, ReasonCode.SOURCE_NOT_CONNECTED, SOURCE)
    assert recommend(all_clear(unable), POLICY).recommendation is Recommendation.INCOMPLETE


@pytest.mark.parametrize("policy", EVERY_POLICY)
def test_every_policy_is_whole(policy: Policy) -> None:
    assert len(set(policy.checks)) == len(policy.checks)
    assert CheckType.LINK_NETWORK in policy.checks
    assert all(source_of(check) for check in CheckType)
    groups = groups_of(policy.checks)
    assert sorted(check for group in groups for check in group) == sorted(policy.checks)
    assert groups[-1] == (CheckType.LINK_NETWORK,)
    assert set(policy.by_result) == set(CheckResult)


def test_a_scheme_has_the_policy_that_is_in_force_that_day() -> None:
    scheme = SCHEMES["START_UP_GRANT"]
    assert scheme.policy_on(date(2025, 12, 31)) is None
    assert scheme.policy_on(date(2026, 1, 1)) is scheme.policies[0]
    assert [policy.version for policy in scheme.policies] == [1]


@pytest.mark.parametrize("advice", Recommendation)
@pytest.mark.parametrize("decision", DecisionCode)
def test_whoever_approves_against_the_advice_does_not_do_so_alone(
    advice: Recommendation, decision: DecisionCode
) -> None:
    approves = decision in {DecisionCode.APPROVED, DecisionCode.APPROVED_CONDITIONS}
    grave = advice not in {Recommendation.PROCEED, Recommendation.PROCEED_WITH_CONDITIONS}
    assert needs_second(decision, advice, amount=100, second_above=100) is (approves and grave)
    assert needs_second(decision, advice, amount=101, second_above=100) is approves


def test_words_of_reasons_are_sentences_and_no_two_codes_share_theirs() -> None:
    assert len({code.value for code in ReasonCode}) == len(ReasonCode.__members__)
    assert all(code.value.endswith(".") for code in ReasonCode)
    assert Reason(ReasonCode.MASS_ADDRESS, 18).words.startswith("18 companies")
    kept = Reason(ReasonCode.SHARED_PHONE, 3)
    assert Reason.from_json(kept.as_json()) == kept


@pytest.mark.parametrize(
    ("recommended", "ended", "begun", "job", "state"),
    [
        (True, "DSA_EXPIRED", True, None, CaseState.DONE),
        (False, "DSA_EXPIRED", True, None, CaseState.STOPPED),
        (False, None, True, "failed", CaseState.FAILED),
        (False, None, True, None, CaseState.FAILED),
        (False, None, True, "doing", CaseState.RUNNING),
        (False, None, False, "todo", CaseState.QUEUED),
    ],
)
def test_a_case_says_how_far_it_has_come(
    state: CaseState, ended: str | None, job: str | None, *, recommended: bool, begun: bool
) -> None:
    found = standing(recommended=recommended, ended_code=ended, begun=begun, job=job)
    assert found.state is state
    assert found.stop_code == (ended if state is CaseState.STOPPED else None)
