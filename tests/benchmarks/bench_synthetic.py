"""How long a Kent takes to make: 20,000 people have 20 seconds, and should need far fewer."""

from time import perf_counter, process_time

from ppit_synthetic import Noise, make_kent
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
