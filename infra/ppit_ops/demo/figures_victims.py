"""Holds the links of the victim register against the truth: pairs of rows on one victim."""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import TypeVar

from ppit_synthetic.borough import VictimList, VictimRow

RowKey = tuple[VictimList, int]
"""A row of a partner's list, as the truth numbers it: from 1 below the header."""
_Pair = tuple[RowKey, RowKey]
_Group = TypeVar("_Group", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Linkage:
    """Pairs of rows. ``right`` and ``wrong`` were put on one victim; the others were not.

    ``waiting`` are of one person and a human has yet to decide on one of the two rows; ``missed``
    are of one person and stand on two victims, or one of them was rejected. ``lost`` counts rows,
    not pairs: of those nobody could say where they went.
    """

    right: int
    wrong: int
    missed: int
    waiting: int
    lost: int

    @property
    def precision(self) -> float:
        """Of the pairs put on one victim, the share that is of one person; 1 if there are none."""
        return _share(self.right, self.right + self.wrong)

    @property
    def recall(self) -> float:
        """Of the pairs of one person, the share put on one victim; 1 if there are none."""
        return _share(self.right, self.right + self.missed + self.waiting)

    @property
    def reachable(self) -> float:
        """The recall there would be if every human decided rightly on what waits."""
        within = self.right + self.waiting
        return _share(within, within + self.missed)


def linkage(
    truth: Iterable[VictimRow],
    placed: Mapping[RowKey, Collection[str]],
    *,
    waiting: Collection[RowKey] = (),
    rejected: Collection[RowKey] = (),
) -> Linkage:
    """Compare where the rows were put with whom they are about.

    Two rows are truly one person's if they share a person; a row about a couple is about two. Two
    rows were linked if they share a victim.
    """
    rows = {(row.victim_list, row.row): row.person_ids for row in truth}
    true, linked = _pairs(rows), _pairs({key: placed.get(key, ()) for key in rows})
    unlinked, undecided = true - linked, frozenset(waiting)
    wait = sum(not undecided.isdisjoint(pair) for pair in unlinked)
    told = {key for key, victims in placed.items() if victims} | undecided | frozenset(rejected)
    return Linkage(
        right=len(true & linked),
        wrong=len(linked - true),
        missed=len(unlinked) - wait,
        waiting=wait,
        lost=len(rows.keys() - told),
    )


def _pairs(groups: Mapping[RowKey, Collection[_Group]]) -> set[_Pair]:
    """Return every two rows that share a group, each pair once."""
    members: defaultdict[_Group, list[RowKey]] = defaultdict(list)
    for row, belongs in groups.items():
        for group in frozenset(belongs):
            members[group].append(row)
    return {pair for rows in members.values() for pair in combinations(sorted(rows), 2)}


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0
