"""Long work that partners give the whole house, and what came of it.

Each kind can be done without being disturbed, as a reference, and begun to be disturbed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import LiteralString, Protocol, cast

from ppit_ops.cast import DEBT_RECOVERY, ECONOMIC_DEVELOPMENT, SENDERS
from ppit_ops.demo import bodies_vetting
from ppit_ops.demo.waiting import every_item
from ppit_ops.partners import Desk, Reply, Seat
from ppit_ops.services import TRACING, VETTING, VICTIMS, Service
from ppit_ops.settling import IMPORTS
from ppit_platform.codes import PurposeCode
from ppit_synthetic.borough import VictimList
from tests.support.interrupted import idle
from tests.support.whole_house import WholeHouse

_SENDER = SENDERS[VictimList.TRADING_STANDARDS_HUB]
_COPIES = 12
"""The list as many times in one file: long enough to be stopped in its middle."""
_CASES = "/vetting/v1/cases"
_BATCHES = "/tracing/v1/batches"
_APPLICATIONS = 30
_RECOMMENDED: LiteralString = (
    "SELECT count(DISTINCT case_id) FROM recommendation WHERE case_id = ANY (CAST(%s AS uuid[]))"
)
_NO_VICTIMS: LiteralString = (
    "TRUNCATE import_run, source_record, mention, victim, review, protection, person_key CASCADE"
)
_NO_CASES: LiteralString = "TRUNCATE vetting_case, idempotency_key CASCADE"


class Work(Protocol):
    """Work of one service that takes a while."""

    @property
    def service(self) -> Service: ...

    @property
    def agreement(self) -> str:
        """The agreement under which it is done."""
        ...

    async def undisturbed(self) -> object:
        """Do it from beginning to end, leave no trace that matters, return what came of it."""
        ...

    async def begin(self, key: str) -> None: ...

    async def amid(self) -> bool:
        """Tell whether some of it is done and some is not."""
        ...

    async def result(self) -> object: ...

    async def stopped(self) -> str | None:
        """Return why it was stopped with some of it left undone; None if it was not."""
        ...


@dataclass(slots=True)
class Import:
    """A partner's list of victims, on an empty register."""

    house: WholeHouse
    rows: int = 0
    import_id: str = ""

    @property
    def service(self) -> Service:
        return VICTIMS

    @property
    def agreement(self) -> str:
        return _SENDER.party.agreement_for(_SENDER.purpose).agreement_id

    async def undisturbed(self) -> object:
        """Try it without effect: a dry run counts what the real one would."""
        self.house.change(VICTIMS, _NO_VICTIMS)
        await self._send("&dry_run=true", "try-the-list")
        await idle(self.house, VICTIMS)
        return _counts(await self.progress())

    async def begin(self, key: str) -> None:
        await self._send("", key)

    async def amid(self) -> bool:
        body = (await self.progress()).body
        return body["state"] == "RUNNING" and 0 < cast("int", body["rows_done"]) < self.rows

    async def result(self) -> object:
        return _counts(await self.progress())

    async def stopped(self) -> str | None:
        return _stop_code((await self.progress()).body, self.rows)

    async def progress(self) -> Reply:
        """Ask how far it is."""
        async with self._machine() as machine:
            return await machine.get(f"{IMPORTS}/{self.import_id}")

    async def _send(self, options: str, key: str) -> None:
        """Send the hub's list, twelve times over in one file."""
        name = "victims_trading_standards_hub.csv"
        sheets = self.house.borough.victim_sheets
        sheet = next(sheet for sheet in sheets if sheet.file_name == name)
        self.rows = len(sheet.rows) * _COPIES
        file = self.house.root / "long-list.csv"
        file.write_bytes(replace(sheet, rows=sheet.rows * _COPIES).to_bytes())
        async with self._machine() as machine:
            path = f"{IMPORTS}?profile={_SENDER.profile}{options}"
            sent = await machine.send_csv(path, file, key=key)
        self.import_id = str(sent.body["import_id"])

    def _machine(self) -> Desk:
        seat = Seat.of(self.house.folder, self.house.plan.issuer, _SENDER.party)
        return Desk(seat, None, _SENDER.purpose)


def _counts(reply: Reply) -> Mapping[str, object]:
    names = ("state", "rows_in", "linked", "created", "waiting", "rejected")
    return {name: reply.body[name] for name in names}


def _stop_code(body: Mapping[str, object], rows: int) -> str | None:
    undone = cast("int", body["rows_done"]) < rows
    return str(body["stop_code"]) if undone and body["state"] == "STOPPED" else None


@dataclass(slots=True)
class Vetting:
    """A department's grant applications, some of which have to do with one another."""

    house: WholeHouse
    cases: dict[str, str] = field(default_factory=dict[str, str])
    """Case by application."""

    @property
    def service(self) -> Service:
        return VETTING

    @property
    def agreement(self) -> str:
        return ECONOMIC_DEVELOPMENT.agreement_for(PurposeCode.VET_GRANT).agreement_id

    async def undisturbed(self) -> object:
        await self.begin("undisturbed")
        await idle(self.house, VETTING)
        found = await self.result()
        self.house.change(VETTING, _NO_CASES)
        return found

    async def begin(self, key: str) -> None:
        async with self.house.desk(ECONOMIC_DEVELOPMENT) as grants:
            listed = await grants.get("/vetting/v1/schemes")
            schemes = {
                str(one["title"]): str(one["scheme"])
                for one in cast("list[dict[str, object]]", listed.body["items"])
            }
            for application in self.house.borough.applications[:_APPLICATIONS]:
                name = application.application_id
                body = bodies_vetting.case(application, schemes)
                sent = await grants.post(_CASES, body, key=f"{key}-{name}")
                self.cases[name] = str(sent.body["case_id"])

    async def amid(self) -> bool:
        ((done,),) = self.house.rows(VETTING, _RECOMMENDED, list(self.cases.values()))
        return len(self.cases) // 4 < cast("int", done) < len(self.cases)

    async def result(self) -> object:
        """Return the recommendation and every check of every application."""
        async with self.house.desk(ECONOMIC_DEVELOPMENT) as grants:
            return {
                name: _recommended(await grants.get(f"{_CASES}/{case_id}"))
                for name, case_id in self.cases.items()
            }

    async def stopped(self) -> str | None:
        """Return why the cases that were not checked were not."""
        async with self.house.desk(ECONOMIC_DEVELOPMENT) as grants:
            read = [await grants.get(f"{_CASES}/{case_id}") for case_id in self.cases.values()]
        codes = {str(one.body["stop_code"]) for one in read if one.body["state"] == "STOPPED"}
        return " ".join(codes) or None


def _recommended(reply: Reply) -> tuple[object, ...]:
    checks = cast("list[dict[str, object]]", reply.body["checks"])
    found = sorted((str(one["check"]), str(one["result"])) for one in checks)
    return (reply.body["state"], reply.body["recommendation"], *found)


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
        return _stop_code((await self.progress()).body, self.rows)

    async def progress(self) -> Reply:
        async with self._machine() as machine:
            return await machine.get(f"{_BATCHES}/{self.batch_id}")

    async def _send(self, key: str) -> None:
        name = "debts_council_tax.csv"
        sheets = self.house.borough.debt_sheets
        self.rows = len(next(sheet for sheet in sheets if sheet.file_name == name).rows)
        async with self._machine() as machine:
            file = self.house.root / "county" / name
            sent = await machine.send_csv(f"{_BATCHES}?profile=COUNCIL_TAX", file, key=key)
        self.batch_id = str(sent.body["batch_id"])

    def _machine(self) -> Desk:
        return self.house.desk(DEBT_RECOVERY, PurposeCode.TRACE_COUNCIL_TAX)
