"""One Kent per error model, made once for all these tests: it is frozen, so they may share it."""

from functools import cache

from ppit_synthetic import Kent, Noise, make_kent

SEED = 7
PEOPLE = 3000


@cache
def kent_of(noise: Noise = Noise.EVERYDAY) -> Kent:
    return make_kent(SEED, PEOPLE, noise)
