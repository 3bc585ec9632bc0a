"""Trading Standards' hub sends its list of victims, long enough to be stopped in its middle."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import LiteralString, cast

from ppit_ops.cast import SENDERS
from ppit_ops.partners import Desk, Reply, Seat
from ppit_ops.services import VICTIMS, Service
from ppit_ops.settling import IMPORTS
from ppit_synthetic.borough import VictimList
from tests.support.house_work import accepted, stop_code
from tests.support.interrupted import idle
from tests.support.whole_house import WholeHouse

_SENDER = SENDERS[VictimList.TRADING_STANDARDS_HUB]
_COPIES = 12
"""The list as many times in one file."""
_NO_VICTIMS: LiteralString = (
    "TRUNCATE import_run, source_record, mention, victim, review, protection, person_index,"
    " person_index_bucket, person_index_number, person_index_change, person_index_gone CASCADE"
)


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
        self.house.rows(VICTIMS, _NO_VICTIMS)
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
        return stop_code((await self.progress()).body, self.rows)

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
            sent = await accepted(lambda: machine.send_csv(path, file, key=key))
        self.import_id = str(sent.body["import_id"])

    def _machine(self) -> Desk:
        seat = Seat.of(self.house.folder, self.house.plan.issuer, _SENDER.party)
        return Desk(seat, None, _SENDER.purpose)


def _counts(reply: Reply) -> Mapping[str, object]:
    names = ("state", "rows_in", "linked", "created", "waiting", "rejected")
    return {name: reply.body[name] for name in names}
