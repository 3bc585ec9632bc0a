"""F: a trace, a file and a recall are announced to whoever asked, by their ids."""

from ppit_platform.ids import new_id
from tests.service.tracing.test_batches import a_file, a_row, send
from tests.service.tracing.test_recalls import WRONG
from tests.support.events import announced
from tests.support.tracing import Tracing, debt_recovery
from tests.support.tracing_town import a_debt


def _anybody(tracing: Tracing) -> tuple[Tracing, str]:
    org_id = f"org-{new_id()}"
    return tracing.by(debt_recovery(org_id)), org_id


async def test_f_a_trace_is_announced_when_it_is_finished(tracing: Tracing) -> None:
    asking, org_id = _anybody(tracing)
    trace = await asking.trace(a_debt())
    assert announced(tracing.run.database, org_id) == [
        ("tracing.trace.finished", org_id, {"id": trace["trace_id"]})
    ]


async def test_f_of_a_file_its_owner_hears_once_when_all_of_it_is_done(tracing: Tracing) -> None:
    asking, org_id = _anybody(tracing)
    rows = [a_row("Mr Nobody Quixote", 11 + number % 5) for number in range(21)]
    batch_id = await send(asking, a_file(rows))
    await asking.run.work_until_done()
    assert announced(tracing.run.database, org_id) == [
        ("tracing.batch.finished", org_id, {"id": batch_id, "rows": 21})
    ]


async def test_f_a_recall_is_announced_once_to_everybody_who_was_told(tracing: Tracing) -> None:
    (mine, me), (theirs, them) = _anybody(tracing), _anybody(tracing)
    my_trace, their_trace = await mine.trace(a_debt()), await theirs.trace(a_debt())
    for _ in range(2):
        await mine.post(f"/v1/traces/{my_trace['trace_id']}/outcome", WRONG)
    recalled = [
        (org_id, data["id"])
        for kind, org_id, data in announced(tracing.run.database, me, them)
        if kind == "tracing.trace.recalled"
    ]
    assert sorted(recalled) == sorted([(me, my_trace["trace_id"]), (them, their_trace["trace_id"])])
