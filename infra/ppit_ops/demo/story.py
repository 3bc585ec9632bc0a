"""The whole story: a house is started, lives one day, proves its figures and is gone."""

import asyncio
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from ppit_ops.cast import PARTIES
from ppit_ops.county import make_county
from ppit_ops.demo import act_county, act_log, act_outage, act_refusals, act_register, act_visits
from ppit_ops.demo.checks import Check
from ppit_ops.demo.narration import Narrator
from ppit_ops.demo.stage import Stage
from ppit_ops.launcher import House, HouseOptions
from ppit_ops.places import free_port
from ppit_ops.register import write_register
from ppit_platform.clock import london_today
from ppit_synthetic import Noise, make_kent

_Act = Callable[[Stage], Awaitable[list[Check]]]
_ACTS: tuple[tuple[str, _Act], ...] = (
    (act_register.TITLE, act_register.play),
    (act_visits.TITLE, act_visits.play),
    (act_refusals.TITLE, act_refusals.play),
    (act_county.TITLE, act_county.play),
    (act_outage.TITLE, act_outage.play),
    (act_log.TITLE, act_log.play),
)


def tell(*, seed: int, people: int) -> bool:
    """Tell the story in a folder of its own, gone afterwards; say whether every claim held."""
    narrator, started = Narrator(), time.monotonic()
    with tempfile.TemporaryDirectory(prefix="ppit-demo-") as root:
        options = HouseOptions(root=Path(root), port=free_port())
        with House(options) as house:
            narrator.act(0, "A county that does not exist, and a house that serves it")
            stage = _set(house, narrator, seed=seed, people=people)
            narrator.say(f"The house answers after {time.monotonic() - started:.0f} s.")
            checks = asyncio.run(_play(stage))
    narrator.checks(checks)
    act_county.summary(stage)
    failed = sum(not check.held for check in checks)
    verdict = "Everything held." if not failed else f"{failed} did not hold."
    narrator.say(f"{verdict} {time.monotonic() - started:.0f} s in all.")
    return not failed


def _set(house: House, narrator: Narrator, *, seed: int, people: int) -> Stage:
    """Make the county and bring up the house on it."""
    county = make_county(house.folder, seed=seed, people=people)
    kent = county.kent
    held_out = make_kent(seed, people=people, noise=Noise.HELD_OUT, as_of=kent.as_of)
    narrator.say(
        f"Seed {seed}: {len(kent.people)} people and {len(kent.gazetteer)} addresses in"
        f" {len(kent.districts)} districts, {len(kent.markers)} warnings to write down,"
        f" {len(kent.visits)} visits to make. None of it exists."
    )
    house.prepare(write_register(house.folder, PARTIES, london_today()), county.gazetteer)
    house.start()
    return Stage(house, county, held_out, narrator)


async def _play(stage: Stage) -> list[Check]:
    checks: list[Check] = []
    try:
        for number, (title, act) in enumerate(_ACTS, start=1):
            stage.narrator.act(number, title)
            checks += await act(stage)
    finally:
        await stage.close()
    return checks
