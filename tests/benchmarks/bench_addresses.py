"""How addresses are resolved to doors, beside a fuzzy ratio within the postcode, and how fast.

Levels and points were set on TUNING_SEEDS with the profile `all6`; REPORT_SEEDS, the profiles
`frozen` and `v2` and the held-out error model of `ppit_synthetic` were opened afterwards.
"""

import asyncio
import csv
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from statistics import quantiles
from time import perf_counter, process_time

from rapidfuzz import fuzz, process

from ppit_matching import AddressText, Resolution, ResolutionStatus
from ppit_matching.addresses.components import AddressParts, address_of_parts
from ppit_matching.addresses.gazetteer import Gazetteer
from ppit_platform.db import open_engine, session_maker
from ppit_platform.gazetteer.loading import load_gazetteer
from ppit_platform.gazetteer.lookup import AddressAsked, GazetteerStore
from ppit_platform.gazetteer.reading import COLUMNS
from ppit_synthetic.chance import stream
from ppit_synthetic.doors import HardDoor, make_doors
from ppit_synthetic.noise_held_out import HELD_OUT
from ppit_synthetic.typed import TypedAddress
from tests.benchmarks.address_trial import Rates, Score, Typed, recorded, scored, some_doors
from tests.benchmarks.kept import keep
from tests.support.postgres import running_cluster

TUNING_SEEDS, REPORT_SEEDS = (11,), (41, 42)
DOORS, ASKED, MANY_DOORS, CROWD = 20_000, 5_000, 100_000, 200_000
FUZZY_ENOUGH = 90
SETS = {
    "recorded": Rates(),
    "hard": Rates(hard=True),
    "hard, frozen": Rates("frozen", hard=True),
    "hard, v2": Rates("v2", hard=True),
}


def bench_addresses_to_doors() -> None:
    found: dict[str, object] = {"doors": DOORS, "asked": ASKED}
    for name, seeds in (("tuning seeds", TUNING_SEEDS), ("report seeds", REPORT_SEEDS)):
        found[name] = {str(seed): _of_seed(seed) for seed in seeds}
    keep("addresses", found)


def _of_seed(seed: int) -> dict[str, object]:
    doors = make_doors(seed, DOORS)
    gazetteer, yardstick = _gazetteer(doors), _Fuzzy(doors)
    asked = some_doors(doors, seed, ASKED)
    found: dict[str, object] = {}
    for name, rates in SETS.items():
        queries = recorded(doors, asked, seed, rates)
        found[name] = scored(queries, gazetteer.resolve_all)
        if name == "hard":
            found["hard, fuzzy ratio in the postcode"] = scored(queries, yardstick.resolve_all)
    found["held out"] = scored(_held_out(asked, seed), gazetteer.resolve_all)
    found["buildings asked for without their flat"] = _buildings(doors, gazetteer)
    return found


def _gazetteer(doors: Sequence[HardDoor]) -> Gazetteer:
    return Gazetteer((door.uprn, address_of_parts(_parts(door))) for door in doors)


def _parts(door: HardDoor) -> AddressParts:
    return AddressParts(
        door.sub_building,
        door.building,
        door.number,
        door.street,
        (door.locality, door.town),
        door.postcode,
    )


def _held_out(asked: Sequence[HardDoor], seed: int) -> list[Typed]:
    """Misread, cut and join addresses as scans and exports do: a model no threshold has seen.

    Villages are left out: the model takes the line before the town for the street.
    """
    rng = stream(seed, "held-out addresses")
    typed: list[Typed] = []
    for door in asked:
        lines = door.lines[:-1] if door.locality else door.lines
        written = TypedAddress((*lines, door.town), door.postcode)
        broken = HELD_OUT.address(rng, written)
        typed.append(Typed(AddressText(broken.lines, broken.postcode), door.uprn, "touched"))
    return typed


def _buildings(doors: Sequence[HardDoor], gazetteer: Gazetteer) -> dict[str, object]:
    """Ask for houses that have flats: to resolve one would hide a marker behind another door."""
    parents = {door.parent_uprn for door in doors}
    score = Score()
    for door in doors:
        if door.uprn in parents:
            typed = Typed(AddressText((*door.lines, door.town), door.postcode), door.uprn, "")
            score.add(typed, gazetteer.resolve(typed.text))
    return score.as_json()


class _Fuzzy:
    """The yardstick: the best token set ratio among the doors of the postcode, if good enough."""

    def __init__(self, doors: Sequence[HardDoor]) -> None:
        self._by_postcode: defaultdict[str, dict[str, str]] = defaultdict(dict)
        for door in doors:
            text = " ".join((*door.lines, door.town)).lower()
            self._by_postcode[door.postcode][door.uprn] = text

    def resolve_all(self, typed: Sequence[AddressText]) -> list[Resolution]:
        return [self._one(each) for each in typed]

    def _one(self, typed: AddressText) -> Resolution:
        text = " ".join(typed.lines).replace(",", " ").lower()
        best = process.extractOne(
            text,
            self._by_postcode.get(typed.postcode or "", {}),
            scorer=fuzz.token_set_ratio,
            score_cutoff=FUZZY_ENOUGH,
        )
        uprn = best[2] if best else None
        status = ResolutionStatus.RESOLVED if uprn else ResolutionStatus.NOT_FOUND
        return Resolution(status, uprn, exact=False, candidates=(), reasons=())


def bench_speed_of_addresses() -> None:
    seed = REPORT_SEEDS[0]
    doors = make_doors(seed, MANY_DOORS)
    began = process_time()
    gazetteer = _gazetteer(doors)
    built = process_time() - began
    asked = some_doors(doors, seed, ASKED)
    queries = [typed.text for typed in recorded(doors, asked, seed, Rates())]
    one_by_one = _milliseconds(gazetteer, queries)
    figures = {
        "doors": len(gazetteer),
        "processor seconds to build": round(built, 2),
        "addresses a processor second": round(1000 * len(queries) / sum(one_by_one)),
        "one question, ms p50 / p95 / p99": _percentiles(one_by_one),
        "one question in PostgreSQL": asyncio.run(_online(doors[:DOORS], queries)),
        "200,000 doors of one number and street": _crowd(),
    }
    keep("addresses-speed", figures)


def _milliseconds(gazetteer: Gazetteer, queries: Sequence[AddressText]) -> list[float]:
    times: list[float] = []
    for query in queries:
        began = process_time()
        gazetteer.resolve(query)
        times.append((process_time() - began) * 1000)
    return times


def _percentiles(times: Sequence[float]) -> list[float]:
    cuts = quantiles(times, n=100)
    return [round(cuts[at - 1], 2) for at in (50, 95, 99)]


def _crowd() -> dict[str, object]:
    """Time a gazetteer that holds one address again and again: linear, and nothing is chosen."""
    text = AddressText(("14 Arklemere Road", "Deal"), "CT14 1AA")
    address = address_of_parts(AddressParts("", "", "14", "Arklemere Road", ("Deal",), "CT14 1AA"))
    began = process_time()
    gazetteer = Gazetteer((str(uprn), address) for uprn in range(1, CROWD + 1))
    built = process_time() - began
    answer = gazetteer.resolve(text)
    assert answer.status is not ResolutionStatus.RESOLVED
    return {"processor seconds to build": round(built, 2), "answer": answer.status}


async def _online(doors: Sequence[HardDoor], queries: Sequence[AddressText]) -> dict[str, object]:
    """Ask the copy that services hold, one address a call, on an embedded PostgreSQL."""
    with running_cluster() as cluster, tempfile.TemporaryDirectory() as folder:
        database = cluster.migrated("ppit_victims")
        url = database.url("ppit_victims")
        file = Path(folder) / "gazetteer.csv"
        _write(file, doors)
        load_gazetteer(url, file, fresh_for=timedelta(days=1), progress=lambda _: None)
        engine = open_engine(url, pool_size=1)
        times: list[float] = []
        async with session_maker(engine)() as session:
            store = GazetteerStore(session)
            for query in queries[:1000]:
                began = perf_counter()
                await store.find([AddressAsked(None, query)])
                times.append((perf_counter() - began) * 1000)
            began = perf_counter()
            await store.find([AddressAsked(None, query) for query in queries[1000:1200]])
            batch = (perf_counter() - began) * 1000 / 200
        await engine.dispose()
    return {
        "doors": len(doors),
        "ms p50 / p95 / p99": _percentiles(times),
        "ms an address in a list of 200": round(batch, 2),
    }


def _write(file: Path, doors: Sequence[HardDoor]) -> None:
    with file.open("w", encoding="utf-8", newline="") as stream_:
        rows = csv.writer(stream_, lineterminator="\n")
        rows.writerow(COLUMNS)
        for door in doors:
            *first, last = door.lines
            lines = (" ".join(first[:-1]), first[-1] if first else "", last)
            rows.writerow((door.uprn, *lines, door.town, door.postcode, door.area_gss,
                           door.parent_uprn))  # fmt: skip
