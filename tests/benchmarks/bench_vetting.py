"""What vetting finds of a borough's truth, how fast its lists load, what one case costs."""

import asyncio
import resource
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter, process_time

import pytest

from ppit_synthetic import Noise
from ppit_synthetic.borough import make_borough
from tests.benchmarks.kept import keep
from tests.support.postgres import Cluster, running_cluster
from tests.support.vetting import Vetting, open_vetting
from tests.support.vetting_lists import ROOFER, list_text
from tests.unit.vetting.town import LIST_FILES, Town, application_body
from tests.unit.vetting.trial import figures, vet_all

_SEEDS = {"tuning": (1, 2, 3, 4, 5, 6), "report": (7, 8, 9, 10, 11, 12, 2026)}
PEOPLE = 8_000
COMPANIES = 300_000
CASES = 60


_FOUND: dict[str, object] = {"people": PEOPLE}


@pytest.mark.parametrize("noise", Noise)
@pytest.mark.parametrize("name", _SEEDS)
def bench_rings_and_concerns_by_truth(name: str, noise: Noise) -> None:
    by_seed = {str(seed): _figures(seed, noise) for seed in _SEEDS[name]}
    _FOUND[f"{name} seeds, {noise.value}"] = by_seed
    keep("vetting", _FOUND)
    assert all(one["rings found whole"] == one["rings"] for one in by_seed.values())


def _figures(seed: int, noise: Noise) -> dict[str, object]:
    town = Town.of(make_borough(seed, PEOPLE, noise))
    figure = figures(town, vet_all(town))
    print(f"\n{seed} {noise.value} {figure}", end="")  # noqa: T201  # what a benchmark is for
    return figure


def bench_loading_and_one_case() -> None:
    with running_cluster() as cluster, tempfile.TemporaryDirectory() as folder:
        _FOUND.update(asyncio.run(_speeds(cluster, Path(folder))))
    keep("vetting", _FOUND)


async def _speeds(cluster: Cluster, folder: Path) -> dict[str, object]:
    database = cluster.migrated("ppit_vetting")
    async with open_vetting(database, folder) as vetting:
        loaded = _loading(vetting, folder)
    one_case = await _one_case(cluster, folder)
    return {"loading": loaded, "one case": one_case}


def _loading(vetting: Vetting, folder: Path) -> dict[str, object]:
    file = folder / "BasicCompanyDataAsOneFile-2026-11-01.csv"
    row = list_text("companies").splitlines()[1]
    header = list_text("companies").splitlines()[0]
    with file.open("w", encoding="utf-8") as out:
        out.write(f"{header}\n")
        out.writelines(_rows(row))
    before = _megabytes()
    began, worked = perf_counter(), process_time()
    vetting.lists.load_file("companies", file)
    took, cpu = perf_counter() - began, process_time() - worked
    return {
        "rows": COMPANIES,
        "megabytes": round(file.stat().st_size / 1e6),
        "rows a second": round(COMPANIES / took),
        "rows a second of processor": round(COMPANIES / cpu),
        "megabytes of memory more": round(_megabytes() - before),
    }


def _rows(row: str) -> Iterator[str]:
    number = ROOFER["CompanyNumber"]
    for at in range(COMPANIES):
        yield row.replace(number, f"{at + 1:08d}").replace("HARTWELL", f"HARTWELL {at}") + "\n"


def _megabytes() -> float:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1e6 if sys.platform == "darwin" else 1e3)


async def _one_case(cluster: Cluster, folder: Path) -> dict[str, object]:
    """Cost of a case in this process: service, worker and what stands in for the gate."""
    borough = make_borough(1, 5_000)
    database = cluster.migrated("ppit_vetting")
    async with open_vetting(database, folder) as vetting:
        sheets = Town.of(borough).sheets
        for pattern, name in LIST_FILES.items():
            (sheet,) = [each for each in sheets.values() if pattern in each.file_name]
            file = folder / sheet.file_name
            file.write_bytes(sheet.to_bytes())
            vetting.lists.load_file(name, file)
        for one in borough.applications[:CASES]:
            await vetting.submit(application_body(one))
        began, worked = perf_counter(), process_time()
        await vetting.running.work_until_done()
        took, cpu = perf_counter() - began, process_time() - worked
    return {
        "cases": CASES,
        "milliseconds": round(1000 * took / CASES, 1),
        "milliseconds of processor": round(1000 * cpu / CASES, 1),
    }
