"""Folds what was added and removed into the buckets, in one transaction that may die anywhere.

Readers see the changes beside the buckets until it commits, and find the same people afterwards.
A fold rewrites the buckets of the keys that it takes up. Where somebody was removed it reads all
buckets, because nothing tells which keys were theirs, and rewrites those that held one.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias, cast
from uuid import UUID

import numpy as np
import psycopg
from numpy.typing import NDArray

from ppit_matching import KEY_VERSION
from ppit_platform.person_index.buckets import Postings, Row, decoded
from ppit_platform.person_index.layout import TAG_BITS, Layout, numbered
from ppit_platform.person_index.reading import Build, StaleIndex, Taken
from ppit_platform.person_index.store import IndexStore
from ppit_platform.person_index.tables import PERSON_INDEX

FOLD_AT = 10_000
"""Keys, of some thousand people, that are worth a fold: below that they are searched as well."""
_MOST = 2_000_000
_BUCKETS_AT_ONCE = 1 << 12
_Progress: TypeAlias = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class Folded:
    """What a fold took up: keys added, people removed, buckets written or deleted."""

    keys: int = 0
    removed: int = 0
    buckets: int = 0


def fold(
    connection: psycopg.Connection,
    *,
    index: str = PERSON_INDEX,
    at_least: int = 1,
    most: int = _MOST,
    wait: bool = True,
    progress: _Progress = lambda _: None,
) -> Folded:
    """Fold if so many keys were added or anybody was removed; ``most`` keys at a time.

    Commits. Somebody else's build or fold is waited for, or leaves this one nothing to do without
    ``wait``. ``StaleIndex`` when keys of another version stand in it: fill it anew first. The
    connection must speak for a purpose that the index serves.
    """
    with connection.transaction():
        store = IndexStore(connection, index)
        if not store.has_changes(at_least) or not store.lock(wait=wait):
            return Folded()
        build = store.build()
        if build is not None and build.records and build.key_version != KEY_VERSION:
            raise StaleIndex(index)
        build = build or _NOTHING
        if not build.records:
            # Of an index that holds nobody nothing is kept, not even its stop keys.
            build = replace(build, generation=build.generation + 1)
        return _Folding(store, build, store.taken(most), progress).run()


_NOTHING = Build(0, KEY_VERSION, Layout(0, 0), 0, 0, 0)


@dataclass(slots=True)
class _Folding:
    store: IndexStore
    build: Build
    taken: Taken
    progress: _Progress
    written: int = 0
    grown_by: int = 0
    strangers: int = 0

    def run(self) -> Folded:
        dead, numbers = self._dead(), self._numbers()
        expected = self.build.postings + len(self.taken.keys)
        before = self.build.layout if self.build.records else Layout.of(expected)
        after = before.grown(expected)
        owners = np.array([numbers[subject] for subject in self.taken.subjects], np.uint64)
        added = Postings(after.places(self.taken.keys), owners)
        for rows, new in self._steps(before, after, added, whole=bool(len(dead))):
            self._rewrite(rows, new, dead, (before, after))
            self.progress("buckets")
        self._swap(after, len(dead))
        return Folded(len(self.taken.keys), len(self.taken.gone), self.written)

    def _dead(self) -> NDArray[np.uint64]:
        """Take the numbers of whoever was removed out of use."""
        found = self.store.numbers_of(self.build.generation, self.taken.gone)
        dead = [number for _, number in found]
        self.store.delete_numbers(self.build.generation, dead)
        return np.array(dead, np.uint64)

    def _numbers(self) -> Mapping[UUID, int]:
        """Return the number of everyone to whom a key was added, new ones for those without."""
        subjects = list(dict.fromkeys(self.taken.subjects))
        known = dict(self.store.numbers_of(self.build.generation, subjects))
        strangers = [subject for subject in subjects if subject not in known]
        first = self.build.next_number
        sequence = np.arange(first, first + len(strangers), dtype=np.uint64)
        new = cast("list[int]", numbered(sequence).tolist())
        self.store.add_numbers(self.build.generation, new, strangers)
        self.strangers = len(strangers)
        self.progress("people")
        return {**known, **dict(zip(strangers, new, strict=True))}

    def _steps(
        self, before: Layout, after: Layout, added: Postings, *, whole: bool
    ) -> Iterator[tuple[list[Row], Postings]]:
        """Give the rows of some buckets with what is added to them: all, or those that grow."""
        generation = self.build.generation
        if not whole and after == before:
            touched = np.unique(added.places >> np.uint64(TAG_BITS))
            for start in range(0, len(touched), _BUCKETS_AT_ONCE):
                some = touched[start : start + _BUCKETS_AT_ONCE]
                mine = np.isin(added.places >> np.uint64(TAG_BITS), some)
                buckets = cast("list[int]", some.tolist())
                yield self.store.rows_of(generation, buckets), added.where(mine)
            return
        grown = after.bits - before.bits
        a_step = max(1, _BUCKETS_AT_ONCE >> grown)
        # From the last: half of a split bucket takes a number whose own rows are moved already.
        for first in range((1 << before.bits) - 1 & -a_step, -1, -a_step):
            beyond = first + a_step
            buckets = added.places >> np.uint64(TAG_BITS + grown)
            mine = (buckets >= np.uint64(first)) & (buckets < np.uint64(beyond))
            yield self.store.rows_between(generation, first, beyond), added.where(mine)

    def _rewrite(
        self,
        rows: Sequence[Row],
        added: Postings,
        dead: NDArray[np.uint64],
        layouts: tuple[Layout, Layout],
    ) -> None:
        before, after = layouts
        held = decoded(rows)
        kept = held.where(~np.isin(held.numbers, dead) | held.stops)
        moved = Postings(after.moved(kept.places, before), kept.numbers)
        settled = Postings.joined((moved, added)).settled()
        was = {(bucket, part): payload for bucket, part, payload in rows}
        now = {(bucket, part): payload for bucket, part, payload in settled.rows()}
        changed = [(*where, now[where]) for where in now if now[where] != was.get(where)]
        emptied = [where for where in was if where not in now]
        self.store.delete_rows(self.build.generation, emptied)
        self.store.write_rows(self.build.generation, changed)
        self.written += len(changed) + len(emptied)
        self.grown_by += len(settled) - len(held)

    def _swap(self, layout: Layout, dead: int) -> None:
        build = self.build
        self.store.swap(
            Build(
                build.generation,
                KEY_VERSION,
                layout,
                build.records + self.strangers - dead,
                build.postings + self.grown_by,
                build.next_number + self.strangers,
            )
        )
        self.store.done_with(self.taken.ids, self.taken.gone_ids)
        self.progress("swap")
