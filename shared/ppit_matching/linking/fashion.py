"""First names follow fashion: people of one age share them oftener than a whole list says.

A list of two births a century apart says "Chloe" is rare; among those born in one year it is
common. Two people born on one day who are both called so are then less of a coincidence than the
share of the name and the share of the day say together, and less evidence.
"""

import numpy as np
from numpy.typing import NDArray

from ppit_matching.linking.arrays import Flags
from ppit_matching.linking.columns import Columns
from ppit_matching.linking.levels import Levels
from ppit_matching.scoring.evidence import SAME_YEAR
from ppit_matching.scoring.levels import DateLevel, NameLevel
from ppit_matching.scoring.model import RARE_LEVELS

# Records of one person mostly tell one year, so only others are compared.
YEARS_APART = range(1, 6)
MOST_NAMES, FEWEST_PAIRS, MOST_BITS = 2_000, 20_000, 5.0
# Chance shows as much where there are few people, and where their doubles are dated amiss.
LEAST_BITS = 0.5
_AGREES = np.array([level in RARE_LEVELS for level in NameLevel], np.bool_)
_ONE_YEAR = np.array([level in SAME_YEAR for level in DateLevel], np.bool_)


def of_one_fashion(levels: Levels) -> Flags:
    """Mark the pairs whose first names agree and who were born in one year."""
    return _AGREES[levels.given.level] & _ONE_YEAR[levels.born]


def fashion_bits(columns: Columns) -> float:
    """Return by how many bits first names agree oftener within a few years than over the list.

    0 or more; 0 where it may be chance or too few people have a year of birth. Nobody's label is
    used.
    """
    years = columns.parts_of_dates()[0][columns.born].astype(np.int64)
    first = columns.names.first[columns.given].astype(np.int64)
    told = (years > 0) & (first >= 0)
    if not told.any():
        return 0.0
    often = np.bincount(first[told])
    names = np.argsort(-often, kind="stable")[:MOST_NAMES]
    place = np.full(len(often), -1, np.int64)
    place[names] = np.arange(len(names))
    least = int(years[told].min())
    span = int(years[told].max()) - least + 1
    listed = told & (place[np.where(told, first, 0)] >= 0)
    cells = place[first[listed]] * span + years[listed] - least
    counts = np.bincount(cells, minlength=len(names) * span).astype(np.float64)
    return _lift(counts.reshape(len(names), span), np.bincount(years[told] - least))


def _lift(counts: NDArray[np.float64], born: NDArray[np.intp]) -> float:
    """Compare agreement between years with agreement over all: names by years, people by year."""
    people = born.astype(np.float64)
    same = pairs = 0.0
    for apart in YEARS_APART:
        same += float((counts[:, apart:] * counts[:, :-apart]).sum())
        pairs += float((people[apart:] * people[:-apart]).sum())
    overall = float((counts.sum(axis=1) ** 2).sum()) / float(people.sum()) ** 2
    if pairs < FEWEST_PAIRS or not same:
        return 0.0
    lift = float(np.log2(same / pairs / overall))
    return min(lift, MOST_BITS) if lift >= LEAST_BITS else 0.0
