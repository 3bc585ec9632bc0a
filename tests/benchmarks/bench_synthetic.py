"""How long a Kent takes to make: 20,000 people have 20 seconds, and should need far fewer."""

from time import perf_counter

from ppit_synthetic import Noise, make_kent


def bench_a_kent_of_twenty_thousand() -> None:
    for noise in Noise:
        began = perf_counter()
        kent = make_kent(1, 20_000, noise)
        took = perf_counter() - began
        print(f"\n{noise}: {len(kent.people)} people, {len(kent.visits)} visits, {took:.2f} s")  # noqa: T201  # what a benchmark is for
        assert took < 20
