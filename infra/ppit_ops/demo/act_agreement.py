"""Act: an agreement is suspended while its partner's file is being worked on."""

import json
import signal
from collections.abc import Sequence
from typing import cast

from ppit_ops.cast import DEBT_RECOVERY
from ppit_ops.demo.checks import Check, equal
from ppit_ops.demo.debt_system import BATCHES
from ppit_ops.demo.job_queue import jobs_left
from ppit_ops.demo.narration import Line
from ppit_ops.demo.stage import Stage
from ppit_ops.demo.waiting import ended
from ppit_ops.demo.words import plain, refused
from ppit_ops.lists import run_loads
from ppit_ops.services import TRACING
from ppit_ops.supervisor import until
from ppit_platform.codes import PurposeCode

TITLE = "An agreement ends while its job runs"
_CASE = "DEBT/SUSPENDED"
_SUSPENDED = "DSA_SUSPENDED"
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
    _load_register(stage, suspended=[agreement])
    during = await desk.get(path, case=_CASE)
    supervisor.signal(TRACING.worker, signal.SIGCONT)
    over = until(
        lambda: jobs_left(stage.house.plan.access, TRACING) == 0, _SECONDS, stage.house.tend
    )
    _load_register(stage, suspended=[])
    after = await ended(desk, path, case=_CASE)
    stage.narrator.exchange(
        "Debt Recovery's file has been taken when its agreement is suspended",
        [
            Line("asks", refused(during).words, "bold magenta"),
            Line("later", "both sides have signed that it goes on"),
            Line(
                "asks again",
                f"{plain(after.body.get('state'))}: {after.body.get('stop_code')},"
                f" {after.body.get('rows_done')} rows done",
            ),
        ],
    )
    return [
        equal("a suspended agreement answers nothing", during.code, _SUSPENDED),
        Check("and its job stops by itself", over, "it did not"),
        equal("and says so", after.body.get("state"), "STOPPED"),
        equal("and why", after.body.get("stop_code"), _SUSPENDED),
    ]


def _load_register(stage: Stage, *, suspended: Sequence[str]) -> None:
    """Load the register anew, as the operator does, with these agreements suspended."""
    plan = stage.house.plan
    register = cast("dict[str, object]", json.loads(stage.house.folder.register.read_text()))
    changed = stage.house.folder.write_private(
        "register-changed.json", json.dumps(register | {"suspended": list(suspended)}).encode()
    )
    run_loads("ppit-gateway", [["load-register", str(changed)]], plan.gate_environment())
