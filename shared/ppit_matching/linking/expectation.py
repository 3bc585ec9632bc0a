"""Expectation-maximisation over patterns: how often records of one person stand so, unlabelled.

Fellegi and Sunter (1969) weigh log2(m / u); m is learnt as Winkler (1988) proposed, u comes from
pairs at random. The pairs that no key brought together count as pairs of two people, so that the
share of matches is that of all pairs and not of those that were looked at.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ppit_matching.linking.fields import Shares
from ppit_matching.linking.patterns import Patterns

ITERATIONS, SETTLED = 40, 1e-4
# The first guess counts as this many pairs.
BELIEF = 10.0
TINY = 1e-12
BITS_BOUND = 200.0


@dataclass(frozen=True, slots=True)
class Learnt:
    """`same`, `random`: share of each level among records of one person, and of two.

    `share`: of all pairs, those of one person; `matches` are expected among the patterns.
    """

    same: Mapping[str, Shares]
    random: Mapping[str, Shares]
    share: float
    matches: float
    iterations: int
    log_likelihood: float

    def weights(self, field: str) -> Shares:
        """Return log2(m / u) by level; 0 for missing."""
        bits = np.log2((self.same[field] + TINY) / (self.random[field] + TINY))
        bits[0] = 0.0
        return bits


def normalised(shares: Shares) -> Shares:
    kept = shares.copy()
    kept[0] = 0.0
    return kept / max(kept.sum(), TINY)


@dataclass(frozen=True, slots=True)
class Beliefs:
    """What is held likely before anything was seen: bits by level to begin with, and m and u."""

    bits: Mapping[str, Shares]
    same: Mapping[str, Shares]
    random: Mapping[str, Shares]
    share: float


def learn(
    patterns: Patterns, beliefs: Beliefs, universe: float, *, learn_random: bool = False
) -> Learnt:
    """Learn `same` (and `random`, where what is handed in is all pairs of a kind) from patterns."""
    begin = {name: np.exp2(bits / 2) for name, bits in beliefs.bits.items()}
    now = Learnt(
        begin, {name: 1 / half for name, half in begin.items()}, beliefs.share, 0.0, 0, -np.inf
    )
    for turn in range(1, ITERATIONS + 1):
        posterior, likelihood = posteriors(patterns, now)
        counts = patterns.counts * posterior
        matches = float(counts.sum())
        same = _shares(patterns, counts, beliefs.same)
        random = beliefs.random
        if learn_random:
            random = _shares(patterns, patterns.counts - counts, random)
        settled = abs(matches - now.matches) <= SETTLED * max(matches, 1.0)
        share = float(np.clip(matches / max(universe, 1.0), 1e-13, 0.999))
        now = Learnt(same, random, share, matches, turn, likelihood)
        if settled:
            break
    return now


def share_of(patterns: Patterns, bits: Mapping[str, Shares], share: float) -> Learnt:
    """Learn only how many of the pairs are one person's, by the bits given."""
    begin = {name: np.exp2(column / 2) for name, column in bits.items()}
    now = Learnt(begin, {name: 1 / half for name, half in begin.items()}, share, 0.0, 0, -np.inf)
    total = max(float(patterns.counts.sum()), 1.0)
    for turn in range(1, ITERATIONS + 1):
        posterior, likelihood = posteriors(patterns, now)
        matches = float(patterns.counts @ posterior)
        # One pair of two people is always thinkable.
        share = float(np.clip(matches / total, 1 / (total + 2), (total + 1) / (total + 2)))
        now = replace(now, share=share, matches=matches, iterations=turn, log_likelihood=likelihood)
    return now


def posteriors(patterns: Patterns, now: Learnt) -> tuple[NDArray[np.float64], float]:
    """Return the probability that each pattern's pairs are one person's, and the likelihood."""
    bits = patterns.bits + np.log2(now.share / (1 - now.share))
    for field, codes in patterns.codes.items():
        bits = bits + now.weights(field)[codes]
    bits = np.clip(bits, -BITS_BOUND, BITS_BOUND)
    likelihood = float(patterns.counts @ np.logaddexp2(0.0, bits))
    return 1 / (1 + np.exp2(-bits)), likelihood


def _shares(
    patterns: Patterns, counts: NDArray[np.float64], belief: Mapping[str, Shares]
) -> dict[str, Shares]:
    found: dict[str, Shares] = {}
    for field, codes in patterns.codes.items():
        seen = np.bincount(codes, weights=counts, minlength=len(belief[field]))
        found[field] = normalised(seen + BELIEF * belief[field])
    return found
