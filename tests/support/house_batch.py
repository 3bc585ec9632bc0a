"""Debt Recovery has a file of debtors traced."""

from dataclasses import dataclass
from typing import cast

from ppit_ops.cast import DEBT_RECOVERY
from ppit_ops.demo.waiting import every_item
from ppit_ops.partners import Desk, Reply
from ppit_ops.services import TRACING, Service
from ppit_platform.codes import PurposeCode
from tests.support.house_work import accepted, stop_code
from tests.support.interrupted import idle
from tests.support.whole_house import WholeHouse

_BATCHES = "/tracing/v1/batches"


@dataclass(slots=True)
class Batch:
    """The council's file of those who owe it council tax."""

    house: WholeHouse
    rows: int = 0
    batch_id: str = ""

    @property
    def service(self) -> Service:
        return TRACING

    @property
    def agreement(self) -> str:
        return DEBT_RECOVERY.agreement_for(PurposeCode.TRACE_COUNCIL_TAX).agreement_id

    async def undisturbed(self) -> object:
        await self._send("trace-the-file")
        await idle(self.house, TRACING)
        return await self.result()

    async def begin(self, key: str) -> None:
        await self._send(key)

    async def amid(self) -> bool:
        body = (await self.progress()).body
        return body["state"] == "RUNNING" and 0 < cast("int", body["rows_done"]) < self.rows

    async def result(self) -> object:
        """Return the state, and of each row what was found, and where."""
        path = f"{_BATCHES}/{self.batch_id}"
        found: list[tuple[object, ...]] = []
        async with self._machine() as machine:
            async for item in every_item(machine, f"{path}/results", case="BATCH/READ"):
                named = ("row", "party", "debt_reference", "outcome", "address", "stop_flag")
                found.append(tuple(item[name] for name in named))
        return ((await self.progress()).body["state"], *found)

    async def stopped(self) -> str | None:
        return stop_code((await self.progress()).body, self.rows)

    async def progress(self) -> Reply:
        async with self._machine() as machine:
            return await machine.get(f"{_BATCHES}/{self.batch_id}")

    async def _send(self, key: str) -> None:
        name = "debts_council_tax.csv"
        sheets = self.house.borough.debt_sheets
        self.rows = len(next(sheet for sheet in sheets if sheet.file_name == name).rows)
        async with self._machine() as machine:
            file = self.house.root / "county" / name
            path = f"{_BATCHES}?profile=COUNCIL_TAX"
            sent = await accepted(lambda: machine.send_csv(path, file, key=key))
        self.batch_id = str(sent.body["batch_id"])

    def _machine(self) -> Desk:
        return self.house.desk(DEBT_RECOVERY, PurposeCode.TRACE_COUNCIL_TAX)
