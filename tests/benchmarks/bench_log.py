"""What the log costs, against two ways of keeping records that need no process of their own.

One transaction for each record, which nobody orders and nothing proves; and a chain of hashes
under a row lock, which is what most audit tables that call themselves tamper-evident are. All on
one PostgreSQL that flushes to disk, in one run, in turn: as the disk is, and with each flush
delayed to 4 ms (a few lines of C around fdatasync, preloaded into the server), so that disks
compare. Beside it what it costs to look: to verify an export, and to prove an entry.

Compare the ratios and the processor's time; absolute figures are this machine's. Beside a load
above its cores throughput says little: 128 servers of a way without a log get most of the rest.
"""

import asyncio
import os
import tempfile
from dataclasses import asdict
from itertools import product
from pathlib import Path

from tests.benchmarks.kept import keep
from tests.benchmarks.log_reading import proving, verification
from tests.benchmarks.log_ways import LOG, WAYS, Figure, figure
from tests.benchmarks.slow_flush import can_delay, flushing

QUICK = "PPIT_BENCH_QUICK" in os.environ  # noqa: TID251  # to try the benchmark itself
WRITERS = (1, 32, 128)
FLUSH_MS = 4.0
SECONDS = 0.3 if QUICK else 2.0
SIZES = (100_000,) if QUICK else (100_000, 1_000_000, 10_000_000)


def written(milliseconds: float) -> list[Figure]:
    with flushing(milliseconds) as cluster, tempfile.TemporaryDirectory() as folder:
        figures: list[Figure] = []
        # In turn, so that what else the machine does falls on all of them alike.
        for writers, way in product(WRITERS, WAYS):
            figures.append(asyncio.run(figure(cluster, Path(folder), way, writers, SECONDS)))
            print(f"\n{milliseconds} {figures[-1]}", end="")  # noqa: T201  # what a benchmark is for
        return figures


def compared(figures: list[Figure], milliseconds: float) -> dict[str, object]:
    """Return the ratios that the product promises, of one disk."""
    at = {(one.way, one.writers): one for one in figures}
    log, single, chain = (at[way, 128] for way in WAYS)
    told: dict[str, object] = {
        "client cpu to one transaction": round(log.client_cpu_us / single.client_cpu_us, 3),
        "client cpu to the chain": round(log.client_cpu_us / chain.client_cpu_us, 3),
        "client and log cpu to one transaction": round(
            (log.client_cpu_us + log.log_cpu_us) / single.client_cpu_us, 3
        ),
        "client and log cpu to the chain": round(
            (log.client_cpu_us + log.log_cpu_us) / chain.client_cpu_us, 3
        ),
        "throughput to one transaction": round(
            log.records_per_second / single.records_per_second, 1
        ),
        "throughput to the chain": round(log.records_per_second / chain.records_per_second, 1),
    }
    if milliseconds:
        told["p50 in flushes at 32 writers"] = round(at[LOG, 32].p50_ms / milliseconds, 2)
    return told


def bench_the_log_against_its_alternatives() -> None:
    report: dict[str, object] = {"seconds_each": SECONDS, "cores": os.cpu_count()}
    for name, milliseconds in (("as the disk is", 0.0), ("flush of 4 ms", FLUSH_MS)):
        if milliseconds and not can_delay():
            report[name] = "not measured: no C compiler here"
            continue
        figures = written(milliseconds)
        report[name] = {
            "load": round(os.getloadavg()[0], 1),
            "at 128 writers": compared(figures, milliseconds),
            "figures": [asdict(one) for one in figures],
        }
    report["verification"] = verification()
    report["load"] = round(os.getloadavg()[0], 1)
    report["proofs"] = asyncio.run(proving(SIZES))
    for name in ("verification", "proofs"):
        print(f"\n{name} {report[name]}", end="")  # noqa: T201  # what a benchmark is for
    if not QUICK:
        keep("log", report)
