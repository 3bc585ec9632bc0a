"""Act: an address proves to be somebody else's, and whoever was told hears of it."""

from ppit_ops.cast import DEBT_RECOVERY
from ppit_ops.demo.checks import Check, equal
from ppit_ops.demo.debt_system import RECALLS, TRACES
from ppit_ops.demo.narration import Line
from ppit_ops.demo.stage import Stage
from ppit_ops.demo.words import items, plain, refused
from ppit_platform.codes import PurposeCode
from ppit_platform.people import utc_now
from ppit_platform.wire import instant_text

TITLE = "What proved wrong is called back"
_CASE = "DEBT/RECALL"
_GONE = 410


async def play(stage: Stage) -> list[Check]:
    """Say "wrong person" of the certified trace; read the notice; acknowledge it."""
    desk = stage.machine(DEBT_RECOVERY, PurposeCode.TRACE_CIVIL_DEBT)
    path = f"{TRACES}/{stage.certified}"
    body = {"outcome": "WRONG_PERSON", "at": instant_text(utc_now())}
    told = await desk.post(f"{path}/outcome", body, case=_CASE)
    notices = items((await desk.get(RECALLS, case=_CASE)).body)
    mine = [notice for notice in notices if notice["trace_id"] == stage.certified]
    acknowledged = [
        await desk.post(f"{RECALLS}/{one['recall_id']}/acknowledgement", {}, case=_CASE)
        for one in mine
    ]
    certificate = await desk.get(f"{path}/certificate", case=_CASE)
    trace = await desk.get(path, case=_CASE)
    stage.narrator.exchange(
        "Debt Recovery hears at the door that it is somebody else (so it says here)",
        [
            Line("outcome", f"wrong person; recalled from {told.body.get('recalled_from')}"),
            *(Line("notice", f"{plain(one['reason'])}, {one['raised_at']}") for one in mine),
            *(Line("receipt", str(one.body.get("acknowledged_at"))) for one in acknowledged),
            Line("asks again", refused(certificate).words, "bold magenta"),
        ],
    )
    return [
        equal("everybody who was told gets one notice", len(mine), told.body.get("recalled_from")),
        Check(
            "and acknowledges it",
            bool(acknowledged) and all(one.body.get("acknowledged_at") for one in acknowledged),
            str([one.code for one in acknowledged]),
        ),
        equal("the certificate is gone", certificate.status, _GONE),
        Check("and the address with it", trace.body.get("address") is None, "it is shown"),
    ]
