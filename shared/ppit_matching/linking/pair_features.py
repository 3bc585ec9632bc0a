"""What a learner may see of a pair: levels, rarities, weight, and the company both records keep."""

import numpy as np
from numpy.typing import NDArray

from ppit_matching.linking.arrays import Ints, packed
from ppit_matching.linking.fields import fields_of
from ppit_matching.linking.levels import Prepared, levels_of
from ppit_matching.linking.rarity import rarity_of, word_bits
from ppit_matching.scoring.model import Model

Table = NDArray[np.float32]
Doubles = NDArray[np.float64]

# A record's likeliest neighbours: more would cost time and say the same.
MOST_NEIGHBOURS = 24


def features_of(prepared: Prepared, model: Model, left: Ints, right: Ints) -> Table:
    """Return a row for each pair: its level in every field, how rare what agrees is, what lacks."""
    levels = levels_of(prepared, left, right)
    bits = word_bits(prepared.columns.names, model.shares)
    codes = [codes.astype(np.float32) for codes in fields_of(levels).values()]
    known = [np.sum([column > 0 for column in codes], axis=0)]
    rare = [np.asarray(part, np.float32) for part in rarity_of(levels, bits)]
    return np.column_stack([*codes, *known, *rare]).astype(np.float32)


def company_of(records: int, left: Ints, right: Ints, probability: Doubles) -> Table:
    """Return for each pair what its records' other pairs say, the pair itself left out.

    The sum and number of neighbours that both have (each as likely as its less likely side), and
    how many likely neighbours the one and the other has.
    """
    one, other, chance = _nearest(records, left, right, probability)
    starts = np.searchsorted(one, np.arange(records + 1))
    degree = np.bincount(one, weights=chance, minlength=records)
    keys = packed(one.astype(np.int32), other.astype(np.int32))
    total, count = np.zeros(len(left)), np.zeros(len(left))
    sizes = starts[left + 1] - starts[left]
    for step in range(int(sizes.max(initial=0))):
        rows = np.flatnonzero(sizes > step)
        at = starts[left[rows]] + step
        third = other[at]
        wanted = packed(right[rows], third.astype(np.int32))
        found = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
        hit = (keys[found] == wanted) & (third != right[rows])
        both = np.minimum(chance[at], chance[found])[hit]
        total[rows[hit]] += both
        count[rows[hit]] += both >= 0.5  # noqa: PLR2004  # likelier than not
    ours, theirs = degree[left] - probability, degree[right] - probability
    ends = np.column_stack([np.minimum(ours, theirs), np.maximum(ours, theirs)])
    share = total / np.maximum(ends[:, 0], 0.5)
    return np.column_stack([total, count, ends, share]).astype(np.float32)


def _nearest(
    records: int, left: Ints, right: Ints, probability: Doubles
) -> tuple[NDArray[np.int64], NDArray[np.int64], Doubles]:
    """Return each pair from both sides, by record and then neighbour, the likeliest few of each."""
    one = np.concatenate([left, right]).astype(np.int64)
    other = np.concatenate([right, left]).astype(np.int64)
    chance = np.concatenate([probability, probability]).astype(np.float64)
    order = np.lexsort((other, -chance, one))
    one, other, chance = one[order], other[order], chance[order]
    begins = np.searchsorted(one, np.arange(records))
    kept = np.arange(len(one)) - begins[one] < MOST_NEIGHBOURS
    one, other, chance = one[kept], other[kept], chance[kept]
    order = np.lexsort((other, one))
    return one[order], other[order], chance[order]
