"""Each distinct value once: the work is done for these, and handed back to all who have them."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from ppit_matching.linking.arrays import Ints, Longs, first_of_runs

WORD_BITS = 63


def distinct_with_places(values: Longs) -> tuple[Longs, Ints]:
    """Return the distinct values in order, and where among them each value stands."""
    ordered, order = in_order(values)
    fresh = first_of_runs(ordered)
    places = np.empty(len(values), np.int32)
    places[order] = np.cumsum(fresh, dtype=np.int32) - 1
    return ordered[fresh], places


def in_order(values: Longs) -> tuple[Longs, Longs]:
    """Return the values in order, and where each of them stood; equals keep their order.

    Where value and place fit in one word they are sorted as one: half the time of `argsort`.
    """
    room = len(values).bit_length()
    highest = int(values.max(initial=0))
    if highest.bit_length() + room > WORD_BITS or int(values.min(initial=0)) < 0:
        order = np.argsort(values, kind="stable")
        return values[order], order
    words = np.sort((values << room) | np.arange(len(values)))
    return words >> room, words & ((1 << room) - 1)


def once_each(
    left: Ints, right: Ints, answer: Callable[[Ints, Ints], NDArray[np.generic]]
) -> NDArray[np.generic]:
    """Answer for each distinct pair, the smaller number first, and hand the answers back to all."""
    one, two, places = distinct_pairs(left, right)
    return answer(one, two)[places]


def distinct_pairs(left: Ints, right: Ints) -> tuple[Ints, Ints, Ints]:
    """Return the distinct pairs, smaller number first, and where among them each pair stands."""
    smaller, larger = np.minimum(left, right), np.maximum(left, right)
    width = int(larger.max(initial=0)).bit_length()
    pairs, places = distinct_with_places((smaller.astype(np.int64) << width) | larger)
    return (
        (pairs >> width).astype(np.int32),
        (pairs & ((1 << width) - 1)).astype(np.int32),
        places,
    )
