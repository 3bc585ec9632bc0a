"""Act: people decide what was only recommended, and nobody approves alone against it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import cast

from ppit_ops.cast import ECONOMIC_DEVELOPMENT, PPIT
from ppit_ops.demo.checks import Check, Figure, equal
from ppit_ops.demo.figures_vetting import VettingFigures, VettingVerdict, vetting_figures
from ppit_ops.demo.grant_system import CASES, GrantSystem
from ppit_ops.demo.narration import Line
from ppit_ops.demo.stage import Stage
from ppit_ops.demo.words import items, plain, recommended, refused
from ppit_ops.partners import Desk
from ppit_platform.codes import PurposeCode

TITLE = "What came of the applicants: advice first, then a person decides"
_ANALYST, _APPROVER = "an-003", "ap-001"
_CASE = "GRANT/DECIDE"
_PART = "vetting"


async def play(stage: Stage) -> list[Check]:
    """Judge what is recommended; approve against advice with two signatures, decline with one."""
    checks = await _judged(stage)
    analyst = stage.desk(PPIT, _ANALYST, PurposeCode.VET_GRANT)
    return [*checks, *await _overruled(stage, analyst), *await _declined(stage, analyst)]


async def _judged(stage: Stage) -> list[Check]:
    """Read every case and hold it against the truth."""
    system = await GrantSystem.at(stage.desk(ECONOMIC_DEVELOPMENT))
    with stage.narrator.console.status("the last ones are being checked"):
        stage.vetted.update(await system.settled(stage.cases))
    applications = stage.borough.applications
    found = vetting_figures(applications, stage.borough.rings, stage.vetted)
    by_advice = Counter(one.recommendation for one in stage.vetted.values())
    words = ", ".join(f"{number} {plain(advice)}" for advice, number in sorted(by_advice.items()))
    stage.narrator.say(f"{len(stage.vetted)} applications: {words}.")
    stage.figures += _figures(found)
    passed, unanswered = VettingVerdict.PASSED_WRONGLY, VettingVerdict.UNANSWERED
    stage.narrator.say(
        f"{found.total(VettingVerdict.REFERRED_RIGHTLY)} of {found.to_refer} with something to find"
        f" were referred, {found.total(passed)} were passed; {len(found.rings_found)} of"
        f" {found.rings} rings were found."
    )
    return [equal("every application was answered", found.total(unanswered), 0)]


def _figures(found: VettingFigures) -> list[Figure]:
    """Return the verdicts, and of each check that missed something what it raised."""
    missing = [one for one in found.planted if found.found.get(one, 0) < found.planted[one]]
    return [
        Figure(_PART, "rings found", f"{len(found.rings_found)} of {found.rings}"),
        *(
            Figure(_PART, plain(verdict), str(found.total(verdict)))
            for verdict in VettingVerdict
            if verdict is not VettingVerdict.UNANSWERED
        ),
        *(
            Figure(
                _PART, f"raised {plain(one)}", f"{found.found.get(one, 0)} of {found.planted[one]}"
            )
            for one in missing
        ),
    ]


async def _overruled(stage: Stage, analyst: Desk) -> list[Check]:
    approver = stage.desk(PPIT, _APPROVER, PurposeCode.VET_GRANT)
    path = f"{CASES}/{_case_raised(stage, 'PREVIOUS_DEBT')}"
    report = await analyst.get(f"{path}/report", case=_CASE)
    reasons = "Made-up reasons: the debt is being repaid as agreed."
    decision = {
        "decision": "APPROVED_CONDITIONS",
        "conditions": ["DEBT_AGREEMENT_KEPT"],
        "reasons": reasons,
    }
    decided = await analyst.post(f"{path}/decision", decision, case=_CASE)
    own = await analyst.post(f"{path}/second-signature", {"agrees": True}, case=_CASE)
    signed = await approver.post(f"{path}/second-signature", {"agrees": True}, case=_CASE)
    told = await stage.desk(ECONOMIC_DEVELOPMENT).get(path, case=_CASE)
    stage.narrator.exchange(
        "An applicant who owes the council money, and repays it",
        [
            *recommended(told),
            Line("decides", f"{analyst.user} approves on a condition: {_state(decided.body)}"),
            Line("signs", f"{analyst.user} too. {refused(own).words}", "bold magenta"),
            Line("signs", f"{approver.user}: {_state(signed.body)}"),
            Line("the system", f"reads: {_decision(told.body)}"),
            Line("", "The reasons stay with the analysts."),
        ],
    )
    withheld = reasons not in str(told.body)
    return [
        Check("an analyst reads the whole report", "findings" in report.body, report.code),
        equal(
            "approving against the advice waits for somebody else",
            decided.body.get("state"),
            "AWAITING_SECOND_SIGNATURE",
        ),
        equal("whoever decided may not sign it second", own.code, "FOUR_EYES_REQUIRED"),
        equal("another person's signature makes it final", signed.body.get("state"), "FINAL"),
        Check("the applicant's side reads the decision and not the reasons", withheld, "it did"),
    ]


async def _declined(stage: Stage, analyst: Desk) -> list[Check]:
    path = f"{CASES}/{_case_raised(stage, 'LINK_NETWORK')}"
    report = await analyst.get(f"{path}/report", case=_CASE)
    links = items(report.body, "links")
    body = {"decision": "DECLINED", "reasons": "Made-up reasons: one account, several strangers."}
    decided = await analyst.post(f"{path}/decision", body, case=_CASE)
    shared = {plain(kind) for link in links for kind in _kinds(link.get("shared"))}
    stage.narrator.exchange(
        "A member of a ring",
        [
            Line("report", f"{len(links)} other applications share: {', '.join(sorted(shared))}"),
            Line("decides", f"{analyst.user} declines: {_state(decided.body)}"),
        ],
    )
    return [
        Check("the report names the other members", bool(links), "none"),
        equal("declining takes one person", decided.body.get("state"), "FINAL"),
    ]


def _case_raised(stage: Stage, check: str) -> str:
    """Return a case that was referred because of ``check``, and of nothing else if there is one."""
    raised = [
        (len(told.raised), key)
        for key, told in stage.vetted.items()
        if told.referred and check in told.raised
    ]
    return stage.cases[min(raised)[1]]


def _state(body: Mapping[str, object]) -> str:
    return plain(body.get("state"))


def _decision(body: Mapping[str, object]) -> str:
    decision = cast("Mapping[str, object]", body.get("decision") or {})
    conditions = " ".join(str(one["words"]) for one in items(decision, "conditions"))
    return f"{plain(decision.get('decision'))}. {conditions}"


def _kinds(shared: object) -> Sequence[str]:
    return cast("Sequence[str]", shared or ())
