"""The whole story: a house is started, lives one day, proves its figures and is gone."""

import asyncio
import tempfile
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from ppit_ops.cast import PARTIES
from ppit_ops.county import write_county
from ppit_ops.demo import (
    act_agreement,
    act_audit,
    act_county,
    act_decision,
    act_linkage,
    act_log,
    act_outage,
    act_recall,
    act_refusals,
    act_register,
    act_tracing,
    act_vetting,
    act_victims,
    act_visits,
    act_worklist,
)
from ppit_ops.demo.checks import Check
from ppit_ops.demo.narration import Narrator
from ppit_ops.demo.stage import Stage
from ppit_ops.launcher import House, HouseOptions
from ppit_ops.lists import loads_of
from ppit_ops.places import free_port
from ppit_ops.register import write_register
from ppit_platform.clock import london_today
from ppit_synthetic import Noise, look_up, make_kent
from ppit_synthetic.borough import Borough, make_borough

_Act = Callable[[Stage], Awaitable[list[Check]]]
_ACTS: tuple[tuple[str, _Act], ...] = (
    (act_register.TITLE, act_register.play),
    (act_visits.TITLE, act_visits.play),
    (act_vetting.TITLE, act_vetting.play),
    (act_victims.TITLE, act_victims.play),
    (act_linkage.TITLE, act_linkage.play),
    (act_worklist.TITLE, act_worklist.play),
    (act_tracing.TITLE, act_tracing.play),
    (act_recall.TITLE, act_recall.play),
    (act_decision.TITLE, act_decision.play),
    (act_refusals.TITLE, act_refusals.play),
    (act_agreement.TITLE, act_agreement.play),
    (act_county.TITLE, act_county.play),
    (act_outage.TITLE, act_outage.play),
    (act_audit.TITLE, act_audit.play),
    (act_log.TITLE, act_log.play),
)


class Mistakes(StrEnum):
    """The error models by the names that the command line takes."""

    EVERYDAY = "everyday"
    HELD_OUT = "held-out"

    @property
    def model(self) -> Noise:
        return Noise[self.name]


@dataclass(frozen=True, slots=True)
class Setting:
    """Which made-up county, and with which mistakes its partners wrote their files."""

    seed: int
    people: int
    noise: Noise


def tell(setting: Setting) -> bool:
    """Tell the story in a folder of its own, gone afterwards; say whether every claim held."""
    narrator, started = Narrator(), time.monotonic()
    with tempfile.TemporaryDirectory(prefix="ppit-demo-") as root:
        options = HouseOptions(root=Path(root), port=free_port())
        with House(options) as house:
            narrator.act(0, "A county that does not exist, and a house that serves it")
            stage = _set(house, narrator, setting)
            narrator.say(f"The house answers after {time.monotonic() - started:.0f} s.")
            checks = asyncio.run(_play(stage))
    narrator.checks(checks)
    narrator.figures(stage.figures)
    failed = sum(not check.held for check in checks)
    verdict = "Everything held." if not failed else f"{failed} did not hold."
    narrator.say(f"{verdict} {time.monotonic() - started:.0f} s in all.")
    return not failed


def _set(house: House, narrator: Narrator, setting: Setting) -> Stage:
    """Make the county, write down what its partners hold and bring up the house on it."""
    seed, people, today = setting.seed, setting.people, london_today()
    noise, other = setting.noise, next(noise for noise in Noise if noise is not setting.noise)
    # Beside PostgreSQL, tables and lists, which are other processes' work.
    with ThreadPoolExecutor(max_workers=1) as beside:
        making = beside.submit(make_borough, seed, people, noise, as_of=today)
        house.prepare()
        borough = making.result()
        _introduce(narrator, borough)
        again = beside.submit(make_kent, seed, people, other, as_of=today)
        files = write_county(house.folder, borough).files
        register = write_register(house.folder, PARTIES, today)
        house.fill(register, loads_of(house.options.services, files))
        house.start()
        return Stage(house, borough, again.result(), look_up(borough.kent), narrator)


def _introduce(narrator: Narrator, borough: Borough) -> None:
    kent = borough.kent
    narrator.say(
        f"Seed {kent.seed}, mistakes of the model {kent.noise.value}: {len(kent.people)} people and"
        f" {len(kent.gazetteer)} addresses in {len(kent.districts)} districts;"
        f" {len(kent.markers)} warnings to write down, {len(kent.visits)} visits to make,"
        f" {len(borough.victim_rows)} rows in the victim lists of five partners,"
        f" {len(borough.debts)} debts, {len(borough.applications)} grant applications."
        " None of it exists."
    )


async def _play(stage: Stage) -> list[Check]:
    checks: list[Check] = []
    try:
        for number, (title, act) in enumerate(_ACTS, start=1):
            stage.narrator.act(number, title)
            started = time.monotonic()
            checks += await act(stage)
            stage.narrator.aside(f"{time.monotonic() - started:.0f} s")
    finally:
        await stage.close()
    return checks
