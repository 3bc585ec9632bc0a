"""How long a Kent and a borough take to make: each has a limit, and should need far less."""

from time import perf_counter, process_time

from ppit_synthetic import Noise, make_kent
from ppit_synthetic.borough import borough_summary, make_borough, sheets_of
from tests.benchmarks.kept import keep

PEOPLE = 20_000


def bench_a_kent_of_twenty_thousand() -> None:
    found: dict[str, object] = {"people": PEOPLE}
    for noise in Noise:
        began, worked = perf_counter(), process_time()
        kent = make_kent(1, PEOPLE, noise)
        took = perf_counter() - began
        found[noise.value] = {
            "visits": len(kent.visits),
            "seconds": round(took, 2),
            "cpu_seconds": round(process_time() - worked, 2),
        }
        assert took < 20
    keep("synthetic", found)


def bench_a_borough_of_fifty_thousand() -> None:
    began, worked = perf_counter(), process_time()
    borough = make_borough(1)
    made = perf_counter() - began
    size = sum(len(sheet.to_bytes()) for sheet in sheets_of(borough))
    written = perf_counter() - began - made
    keep(
        "synthetic-borough",
        {
            **borough_summary(borough),
            "seconds_to_make": round(made, 2),
            "seconds_to_write": round(written, 2),
            "cpu_seconds": round(process_time() - worked, 2),
            "bytes_of_files": size,
        },
    )
    assert made + written < 60
