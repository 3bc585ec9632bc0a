"""Expectation-maximisation over patterns: how often records of one person stand so, unlabelled.

Fellegi and Sunter (1969) weigh log2(m / u); m is learnt as Winkler (1988) proposed, u comes from
pairs at random. The pairs that no key brought together count as pairs of two people, so that the
share of matches is that of all pairs and not of those that were looked at.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from ppit_matching.linking.fields import Shares
from ppit_matching.linking.patterns import Patterns
from ppit_matching.scoring.evidence import CONTRADICTIONS
from ppit_matching.scoring.levels import DateLevel, NameLevel

ITERATIONS, SETTLED = 40, 1e-4
# The first guess counts as this many pairs.
BELIEF = 10.0
# Of what is learnt, the share that the first guess keeps.
ANCHOR = 0.02
TINY = 1e-12
BITS_BOUND = 200.0
SAME_NAME = {NameLevel.EQUAL, NameLevel.FORM, NameLevel.TYPO, NameLevel.SOUND}
ALIKE = np.array([place for place, level in enumerate(NameLevel) if level in SAME_NAME])
AGAINST = np.array([place for place, level in enumerate(DateLevel) if level in CONTRADICTIONS])


@dataclass(frozen=True, slots=True)
class Learnt:
    """`same`, `random`: share of each level among records of one person, and of two.

    `share`: of all pairs, those of one person; `matches` are expected among the patterns.
    Without `shares_learnt`, `same` and `random` say nothing but their ratio.
    """

    same: Mapping[str, Shares]
    random: Mapping[str, Shares]
    share: float
    matches: float
    iterations: int
    log_likelihood: float
    shares_learnt: bool = True

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
    strength: Mapping[str, float] = field(default_factory=dict[str, float])


def learn_all(patterns: Patterns, beliefs: Beliefs) -> Learnt:
    """Learn `same` and `random` where the patterns are all pairs of a kind."""
    now, universe = _beginning(beliefs.bits, beliefs.share), float(patterns.counts.sum())
    for turn in range(1, ITERATIONS + 1):
        posterior, likelihood = posteriors(patterns, now)
        counts = patterns.counts * posterior
        matches = float(counts.sum())
        settled = abs(matches - now.matches) <= SETTLED * max(matches, 1.0)
        now = Learnt(
            _shares(patterns, counts, beliefs.same, BELIEF),
            _shares(patterns, patterns.counts - counts, beliefs.random, BELIEF),
            float(np.clip(matches / max(universe, 1.0), 1e-13, 0.999)),
            matches,
            turn,
            likelihood,
        )
        if settled:
            break
    return now


def learn_beside(
    patterns: Patterns, beliefs: Beliefs, chance: Mapping[str, Shares], universe: float
) -> Learnt:
    """Learn `same` among candidate pairs, which keys chose: a third class keeps it clean.

    First names follow fashion and relatives live near, so more pairs of two people agree in two
    fields than chance says. Such pairs form classes of their own; without these they would be
    taken for badly typed pairs of one person. `chance` are shares of levels at random.
    """
    now = _beginning(beliefs.bits, beliefs.share)
    common = replace(patterns, bits=np.zeros(len(patterns.bits)))
    aside = [_aside(common, kind, chance, universe) for kind in _kinds_beside(patterns)]
    for turn in range(1, ITERATIONS + 1):
        same_bits = _log_ratio(patterns, now)
        beside = [_log_ratio(common, kind) for kind in aside]
        total = np.logaddexp2.reduce([np.zeros(len(same_bits)), same_bits, *beside])
        counts = patterns.counts * np.exp2(same_bits - total)
        matches = float(counts.sum())
        settled = abs(matches - now.matches) <= SETTLED * max(matches, 1.0)
        aside = [
            _aside(common, patterns.counts * np.exp2(bits - total), chance, universe)
            for bits in beside
        ]
        now = Learnt(
            _held(patterns, counts, beliefs, max(BELIEF, ANCHOR * matches)),
            beliefs.random,
            float(np.clip(matches / max(universe, 1.0), 1e-13, 0.999)),
            matches,
            turn,
            float(patterns.counts @ total),
        )
        if settled:
            break
    return now


def _kinds_beside(patterns: Patterns) -> tuple[NDArray[np.float64], ...]:
    """Return the counts with which each class begins: one family, one first name, namesakes born
    on other days, and pairs of neither name.
    """
    given = np.isin(patterns.codes["given"], ALIKE)
    family = np.isin(patterns.codes["family"], ALIKE)
    other_day = np.isin(patterns.codes["born"], AGAINST)
    kinds = (family & ~given, given & ~family, given & family & other_day, ~given & ~family)
    return tuple(patterns.counts * kept for kept in kinds)


def _aside(
    patterns: Patterns, counts: NDArray[np.float64], chance: Mapping[str, Shares], universe: float
) -> Learnt:
    share = float(np.clip(counts.sum() / universe, 1e-13, 0.5))
    return Learnt(_shares(patterns, counts, chance, BELIEF), chance, share, 0.0, 0, 0.0)


def _beginning(bits: Mapping[str, Shares], share: float) -> Learnt:
    """Say nothing of m and u but their ratio."""
    half = {name: np.exp2(column / 2) for name, column in bits.items()}
    random = {name: 1 / column for name, column in half.items()}
    return Learnt(half, random, share, 0.0, 0, -np.inf, shares_learnt=False)


def share_of(patterns: Patterns, bits: Mapping[str, Shares], share: float) -> Learnt:
    """Learn only how many of the pairs are one person's, by the bits given."""
    now = _beginning(bits, share)
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
    bits = _log_ratio(patterns, now)
    likelihood = float(patterns.counts @ np.logaddexp2(0.0, bits))
    return 1 / (1 + np.exp2(-bits)), likelihood


def _log_ratio(patterns: Patterns, now: Learnt) -> NDArray[np.float64]:
    bits = patterns.bits + np.log2(now.share / (1 - now.share))
    for name, codes in patterns.codes.items():
        bits = bits + now.weights(name)[codes]
    return np.clip(bits, -BITS_BOUND, BITS_BOUND)


def _held(
    patterns: Patterns, counts: NDArray[np.float64], beliefs: Beliefs, strength: float
) -> dict[str, Shares]:
    """Learn shares beside what is believed, each field as strongly as it says."""
    found: dict[str, Shares] = {}
    for name, codes in patterns.codes.items():
        belief = beliefs.same[name]
        seen = np.bincount(codes, weights=counts, minlength=len(belief))
        found[name] = normalised(seen + max(strength, beliefs.strength.get(name, 0.0)) * belief)
    return found


def _shares(
    patterns: Patterns,
    counts: NDArray[np.float64],
    belief: Mapping[str, Shares],
    strength: float,
) -> dict[str, Shares]:
    found: dict[str, Shares] = {}
    for name, codes in patterns.codes.items():
        seen = np.bincount(codes, weights=counts, minlength=len(belief[name]))
        found[name] = normalised(seen + strength * belief[name])
    return found
