"""Average linkage one merge at a time: for odd shapes, and where people have decided."""

from collections.abc import Iterable
from heapq import heappop, heappush

import numpy as np
from numpy.typing import NDArray

_SLACK = 1e-12  # two sums of the same probabilities may differ in their last bits


class _Shrinking:
    """Clusters and their neighbours, and for each the clusters that it must not meet."""

    def __init__(self, sizes: NDArray[np.int64]) -> None:
        self.sizes: list[int] = sizes.tolist()
        self.near: dict[int, dict[int, float]] = {}
        self.foes: dict[int, set[int]] = {}
        self.names = np.arange(len(sizes), dtype=np.int64)
        self.heap: list[tuple[float, int, int]] = []
        self.turns: dict[tuple[int, int], float] = {}

    def mean(self, one: int, other: int) -> float:
        """Return the mean over all pairs between two clusters; -1 once either is gone."""
        total = self.near.get(one, {}).get(other, -1.0)
        return total / (self.sizes[one] * self.sizes[other])

    def queue(self, mean: float, one: int, other: int) -> None:
        """Give a pair its turn, in place of the turn that it had."""
        turn = (-mean, min(one, other), max(one, other))
        self.turns[turn[1:]] = -mean
        heappush(self.heap, turn)

    def merge(self, one: int, other: int) -> tuple[int, list[int]]:
        """Return what stays, and its neighbours whose mean may have risen."""
        stays, goes = (one, other) if len(self.near[one]) >= len(self.near[other]) else (other, one)
        moved = self.near.pop(goes)
        home = self.near[stays]
        del home[goes], moved[stays]
        for neighbour, total in moved.items():
            home[neighbour] = home.get(neighbour, 0.0) + total
            there = self.near[neighbour]
            del there[goes]
            there[stays] = home[neighbour]
        self._hand_over_foes(goes, stays)
        self.sizes[stays] += self.sizes[goes]
        self.names[goes] = stays
        return stays, list(moved)

    def _hand_over_foes(self, goes: int, stays: int) -> None:
        for foe in self.foes.pop(goes, ()):
            self.foes[foe].discard(goes)
            self.foes[foe].add(stays)
            self.foes.setdefault(stays, set()).add(foe)


def merge_by_heap(
    pairs: Iterable[tuple[int, int, float]],
    sizes: NDArray[np.int64],
    threshold: float,
    foes: Iterable[tuple[int, int]] = (),
) -> NDArray[np.int64]:
    """Merge by best mean while it is at least `threshold`.

    `pairs` are clusters with the sum of their probabilities; `foes` are never merged. Returns
    for every cluster what it is called now. A merge touches the neighbours of the cluster with
    fewer of them, so that no shape takes quadratic time.
    """
    state = _Shrinking(sizes)
    for one, other in foes:
        state.foes.setdefault(one, set()).add(other)
        state.foes.setdefault(other, set()).add(one)
    for one, other, total in pairs:
        state.near.setdefault(one, {})[other] = total
        state.near.setdefault(other, {})[one] = total
    for one, near in state.near.items():
        for other in near:
            if one < other and (mean := state.mean(one, other)) >= threshold - _SLACK:
                state.queue(mean, one, other)
    while state.heap:
        _take_best(state, threshold - _SLACK)
    return _settled(state.names)


def _take_best(state: _Shrinking, threshold: float) -> None:
    known, one, other = heappop(state.heap)
    mean = state.mean(one, other)
    if state.turns[one, other] != known or mean < threshold or other in state.foes.get(one, ()):
        return
    if mean < -known - _SLACK:  # a merge since has made it worse: it waits for its new turn
        state.queue(mean, one, other)
        return
    stays, neighbours = state.merge(one, other)
    for neighbour in neighbours:
        again = state.mean(stays, neighbour)
        if again >= threshold:
            state.queue(again, stays, neighbour)


def _settled(names: NDArray[np.int64]) -> NDArray[np.int64]:
    while not np.array_equal(names, names[names]):
        names = names[names]
    return names
