"""What Debt Recovery's system does: sends a trace, a whole file, reads what it may be told."""

from collections.abc import AsyncGenerator, Mapping
from typing import cast

from ppit_ops.demo import bodies_tracing
from ppit_ops.demo.figures_tracing import DebtorKey, Traced
from ppit_ops.demo.waiting import ended, every_item
from ppit_ops.partners import Desk, Reply
from ppit_synthetic import Lookup
from ppit_synthetic.borough import Debt, DebtFile

TRACES = "/tracing/v1/traces"
BATCHES = "/tracing/v1/batches"
RECALLS = "/tracing/v1/recalls"
_CASE = "DEBT/FILE"


async def traced(desk: Desk, truth: Lookup, debt: Debt) -> Reply:
    """Have one debtor traced and return what came of it, or the refusal."""
    body = bodies_tracing.trace(truth, debt)
    asked = await desk.post(TRACES, body, case=f"DEBT/{debt.debt_ref}")
    if "trace_id" not in asked.body:
        return asked
    path = f"{TRACES}/{asked.body['trace_id']}"
    return await ended(desk, path, case=f"DEBT/{debt.debt_ref}")


async def results(
    desk: Desk, batch: str, debt_file: DebtFile
) -> AsyncGenerator[tuple[DebtorKey, Mapping[str, object]]]:
    """Yield the results of a batch, by the row and the party that each is about."""
    async for item in every_item(desk, f"{BATCHES}/{batch}/results", case=_CASE):
        row, party = cast("int", item["row"]), cast("int", item["party"])
        yield (debt_file, row, party), item


def as_told(item: Mapping[str, object]) -> Traced:
    address = cast("Mapping[str, object] | None", item.get("address"))
    return Traced(str(item["outcome"]), str(address["uprn"]) if address else None)
