"""Fills an empty house the first time that it runs from its folder; another time takes it as it is.

A folder from before a service was there gets that service's lists, and the register its partners.
"""

import asyncio
import json
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import cast

from ppit_ops.cast import PARTIES, PPIT, SENDERS
from ppit_ops.county import write_county
from ppit_ops.demo.markers import write_markers
from ppit_ops.demo.waiting import ended
from ppit_ops.failures import OperationFailed
from ppit_ops.launcher import House
from ppit_ops.lists import loads_of
from ppit_ops.partners import Desk, Seat
from ppit_ops.register import write_register
from ppit_ops.services import OFFICER_SAFETY, VICTIMS, Service
from ppit_platform.clock import london_today
from ppit_synthetic import Kent
from ppit_synthetic.borough import Borough, make_borough

IMPORTS = "/victims/v1/imports"
_SETTLED = "settled"


class ListRefused(OperationFailed):
    """The gate or the service did not take a partner's list."""


@dataclass(frozen=True, slots=True)
class CountySize:
    seed: int
    people: int


@dataclass(frozen=True, slots=True)
class _Settled:
    """The day on which the county is as it is, and the services that have their lists of it."""

    as_of: date
    services: frozenset[str]


def settle(house: House, size: CountySize) -> Borough:
    """Prepare, fill and start the house; return the borough that it works on."""
    record = house.folder.root / _SETTLED
    found = _read(record)
    # The borough is made beside PostgreSQL and the tables, which are other processes' work. Not the
    # other way round: PostgreSQL would end with the thread that started it.
    with ThreadPoolExecutor(max_workers=1) as beside:
        making = beside.submit(make_borough, size.seed, size.people, as_of=found.as_of)
        house.prepare()
        borough = making.result()
    new = [one for one in house.options.services if one.name not in found.services]
    if new:
        files = write_county(house.folder, borough).files
        register = write_register(house.folder, PARTIES, london_today())
        house.fill(register, loads_of(new, files))
    house.start()
    if OFFICER_SAFETY in new:
        asyncio.run(_write_stories(house, borough.kent))
    if VICTIMS in new:
        asyncio.run(_send_lists(house))
    _write(record, found, new)
    return borough


def _read(record: Path) -> _Settled:
    if not record.exists():
        return _Settled(london_today(), frozenset())
    # An empty one is from when officer safety was the only service.
    known = cast("dict[str, object]", json.loads(record.read_text() or "{}"))
    services = cast("list[str]", known.get("services", [OFFICER_SAFETY.name]))
    as_of = known.get("as_of")
    return _Settled(
        date.fromisoformat(str(as_of)) if as_of else london_today(), frozenset(services)
    )


def _write(record: Path, found: _Settled, new: Iterable[Service]) -> None:
    services = sorted(found.services | {service.name for service in new})
    record.write_text(json.dumps({"as_of": found.as_of.isoformat(), "services": services}))


async def _write_stories(house: House, kent: Kent) -> None:
    """Put the markers on the register that the county tells stories of."""
    seat = Seat.of(house.folder, house.plan.issuer, PPIT)
    purpose = PPIT.purposes[0]
    stories = [marker for marker in kent.markers if marker.story is not None]
    async with Desk(seat, "an-003", purpose) as analyst, Desk(seat, "ap-001", purpose) as approver:
        await write_markers(kent, stories, proposer=analyst, approver=approver)


async def _send_lists(house: House) -> None:
    """Have the partners send their lists of victims, one after the other as they would arrive."""
    for name, sender in SENDERS.items():
        seat = Seat.of(house.folder, house.plan.issuer, sender.party)
        async with Desk(seat, None, sender.purpose) as desk:
            file = house.folder.root / "county" / f"victims_{name.lower()}.csv"
            path, case = f"{IMPORTS}?profile={sender.profile}", f"LIST/{sender.profile}"
            sent = await desk.send_csv(path, file, case=case.replace("_", "-"))
            if "import_id" not in sent.body:
                msg = f"{sender.party.name}: {sent.status} {sent.code}"
                raise ListRefused(msg)
            await ended(desk, f"{IMPORTS}/{sent.body['import_id']}", case="LIST/READ")
