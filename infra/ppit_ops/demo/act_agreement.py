"""Act: an agreement is suspended while its partner's file is being worked on."""

import asyncio
import signal

from ppit_ops.cast import DEBT_RECOVERY, PPIT
from ppit_ops.demo.checks import Check, equal
from ppit_ops.demo.debt_system import BATCHES
from ppit_ops.demo.job_queue import jobs_left
from ppit_ops.demo.narration import Line
from ppit_ops.demo.stage import Stage
from ppit_ops.demo.waiting import ended
from ppit_ops.demo.words import plain, refused
from ppit_ops.partners import Reply
from ppit_ops.services import TRACING
from ppit_ops.supervisor import until
from ppit_platform.codes import PurposeCode

TITLE = "An agreement ends while its job runs"
_CASE = "DEBT/SUSPENDED"
_SUSPENDED = "DSA_SUSPENDED"
_CHANGES = "/partners/v1/changes"
_OPERATOR, _APPROVER = "op-001", "ap-001"
_PROMISED_SECONDS = 1.0
"""Within which what was changed counts in every worker of the gate."""
_SECONDS = 60.0


async def play(stage: Stage) -> list[Check]:
    """Suspend the agreement under which a file is being traced: its job stops by itself."""
    desk = stage.machine(DEBT_RECOVERY, PurposeCode.TRACE_CIVIL_DEBT)
    agreement = DEBT_RECOVERY.agreement_for(PurposeCode.TRACE_CIVIL_DEBT).agreement_id
    supervisor, file = stage.house.supervisor, stage.house.folder.root / "county/debts_sundry.csv"
    # Held for a moment, so that the file is certainly not done before the agreement ends.
    supervisor.signal(TRACING.worker, signal.SIGSTOP)
    sent = await desk.send_csv(f"{BATCHES}?profile=SUNDRY", file, case=_CASE)
    path = f"{BATCHES}/{sent.body.get('batch_id')}"
    stopped = await _change(stage, "SUSPEND", agreement)
    await asyncio.sleep(_PROMISED_SECONDS)
    during = await desk.get(path, case=_CASE)
    supervisor.signal(TRACING.worker, signal.SIGCONT)
    over = until(
        lambda: jobs_left(stage.house.plan.access, TRACING) == 0, _SECONDS, stage.house.tend
    )
    alone, resumed = await _resumed(stage, agreement)
    await asyncio.sleep(_PROMISED_SECONDS)
    after = await ended(desk, path, case=_CASE)
    stage.narrator.exchange(
        "Debt Recovery's file has been taken when its agreement is suspended",
        [
            Line("stops", f"{_OPERATOR}, at once: {plain(stopped.body.get('state'))}"),
            Line("asks", refused(during).words, "bold magenta"),
            Line("goes on", f"{_OPERATOR} alone: {refused(alone).words}", "bold magenta"),
            Line(
                "goes on", f"{_APPROVER}, who is somebody else: {plain(resumed.body.get('state'))}"
            ),
            Line(
                "asks again",
                f"{plain(after.body.get('state'))}: {after.body.get('stop_code')},"
                f" {after.body.get('rows_done')} rows done",
            ),
        ],
    )
    return [
        equal("one person stops an agreement", stopped.body.get("state"), "APPLIED"),
        equal("a suspended agreement answers nothing", during.code, _SUSPENDED),
        Check("and its job stops by itself", over, "it did not"),
        equal("and says so", after.body.get("state"), "STOPPED"),
        equal("and why", after.body.get("stop_code"), _SUSPENDED),
        equal("nobody lets it go on alone", alone.code, "FOUR_EYES_REQUIRED"),
        equal("two people do", resumed.body.get("state"), "APPLIED"),
    ]


async def _change(stage: Stage, kind: str, agreement: str) -> Reply:
    desk = stage.desk(PPIT, _OPERATOR, PurposeCode.PARTNER_ADMINISTRATION)
    change = {"kind": kind, "what": "AGREEMENT", "id": agreement}
    return await desk.post(_CHANGES, {**change, "org_id": DEBT_RECOVERY.org_id}, case=_CASE)


async def _resumed(stage: Stage, agreement: str) -> tuple[Reply, Reply]:
    """Return what the one who proposes is told, and then another person of the county."""
    proposed = await _change(stage, "RESUME", agreement)
    approval = f"{_CHANGES}/{proposed.body.get('change_id')}/approval"
    answers = [
        await stage.desk(PPIT, user, PurposeCode.PARTNER_ADMINISTRATION).post(
            approval, {}, case=_CASE
        )
        for user in (_OPERATOR, _APPROVER)
    ]
    return answers[0], answers[1]
