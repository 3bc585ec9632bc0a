"""Act: the database stops in the middle of the day."""

import asyncio
import time

from ppit_ops.cast import WARDENS
from ppit_ops.demo import bodies
from ppit_ops.demo.checks import Check, equal
from ppit_ops.demo.narration import Line
from ppit_ops.demo.stage import Stage
from ppit_ops.demo.words import read_answer, told
from ppit_ops.partners import BATCH, SCREENINGS, Desk, Reply
from ppit_synthetic import VisitKind

TITLE = "The database stops in the middle of the day"
_OK = 200
_UNAVAILABLE = 503
_RECOVERY_SECONDS = 20.0


async def play(stage: Stage) -> list[Check]:
    """Stop PostgreSQL: nothing may read as clear. Start it: everything answers again."""
    case, desk = stage.visit(VisitKind.LONE_FEMALE, "WARDENS"), stage.desk(WARDENS)
    body = bodies.visit(case, stage.kent.as_of)
    before = await desk.post(SCREENINGS, body)
    stage.house.stop_database()
    during = await desk.post(SCREENINGS, body)
    listed = await desk.post(BATCH, {"visits": [body, body]})
    stage.narrator.exchange("PostgreSQL is stopped; the warden asks again", told(during))
    stage.house.start_database()
    after = await _recovered(desk, body)
    stage.narrator.exchange("PostgreSQL is back; nothing was restarted", told(after))
    stage.narrator.exchange(
        "What she would have read",
        [
            Line("before", read_answer(before.body).result),
            Line("during", f"{during.status} {during.code}", "bold magenta"),
            Line("after", read_answer(after.body).result),
        ],
    )
    return [
        equal("without a database the gate says so", during.status, _UNAVAILABLE),
        equal("for a list too", listed.status, _UNAVAILABLE),
        Check("no personal byte leaves", not _personal(during), "the answer held a screening"),
        equal(
            "when it is back the same question has the same answer",
            read_answer(after.body),
            read_answer(before.body),
        ),
    ]


async def _recovered(desk: Desk, body: dict[str, object]) -> Reply:
    """Ask until the house answers again, as a phone would."""
    deadline = time.monotonic() + _RECOVERY_SECONDS
    while True:
        reply = await desk.post(SCREENINGS, body)
        if reply.status == _OK or time.monotonic() > deadline:
            return reply
        await asyncio.sleep(0.2)


def _personal(reply: Reply) -> bool:
    """Tell whether a refusal holds anything but a problem document."""
    return not reply.body.keys() <= {"type", "title", "status", "detail", "instance", "code"}
