"""How long a Kent and a borough take to make: each has a limit, and should need far less."""

from time import perf_counter

from ppit_synthetic import Noise, make_kent
from ppit_synthetic.borough import borough_summary, make_borough, sheets_of


def bench_a_kent_of_twenty_thousand() -> None:
    for noise in Noise:
        began = perf_counter()
        kent = make_kent(1, 20_000, noise)
        took = perf_counter() - began
        print(f"\n{noise}: {len(kent.people)} people, {len(kent.visits)} visits, {took:.2f} s")  # noqa: T201  # what a benchmark is for
        assert took < 20


def bench_a_borough_of_fifty_thousand() -> None:
    began = perf_counter()
    borough = make_borough(1)
    made = perf_counter() - began
    size = sum(len(sheet.to_bytes()) for sheet in sheets_of(borough))
    written = perf_counter() - began - made
    figures = borough_summary(borough)
    print(f"\n{figures['people']} people: {made:.2f} s, {size:,} bytes of files: {written:.2f} s")  # noqa: T201  # what a benchmark is for
    assert made + written < 60
