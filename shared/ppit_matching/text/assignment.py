"""The cheapest way to give each word of one name a word of the other (the Hungarian method)."""

from collections.abc import Sequence
from math import inf


def cheapest_pairs(costs: Sequence[Sequence[float]]) -> tuple[tuple[int, int], ...]:
    """Return (row, column) pairs of least total cost, every row paired.

    `costs` has at least as many columns as rows; time grows with the cube of its size. Source:
    Kuhn's method with the potentials of Jonker and Volgenant.
    """
    if not costs:
        return ()
    width = len(costs[0])
    rows_at = [-1] * (width + 1)
    row_prices, column_prices = [0.0] * len(costs), [0.0] * (width + 1)
    for row in range(len(costs)):
        rows_at[width] = row
        came_from, end = _shortest_path(costs, rows_at, row_prices, column_prices)
        while end != width:
            rows_at[end] = rows_at[came_from[end]]
            end = came_from[end]
    return tuple(
        sorted((rows_at[column], column) for column in range(width) if rows_at[column] >= 0)
    )


def _shortest_path(
    costs: Sequence[Sequence[float]],
    rows_at: list[int],
    row_prices: list[float],
    column_prices: list[float],
) -> tuple[list[int], int]:
    """Find a free column for the row that waits at the last place; prices are moved on the way."""
    width = len(costs[0])
    slack, came_from, done = [inf] * (width + 1), [width] * (width + 1), [False] * (width + 1)
    here = width
    while rows_at[here] >= 0:
        done[here] = True
        row = rows_at[here]
        for column in (each for each in range(width) if not done[each]):
            reduced = costs[row][column] - row_prices[row] - column_prices[column]
            if reduced < slack[column]:
                slack[column], came_from[column] = reduced, here
        step, nearest = min((slack[each], each) for each in range(width) if not done[each])
        for column in range(width + 1):
            if done[column]:
                row_prices[rows_at[column]] += step
                column_prices[column] -= step
            else:
                slack[column] -= step
        here = nearest
    return came_from, here
