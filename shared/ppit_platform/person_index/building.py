"""Builds an index anew beside the one that counts, from sorted runs with flat memory, and swaps.

All of it is one transaction of the caller's: readers have the old build until it commits, and
whatever kills it leaves the old build, no row of the new one, and run files that the next build of
the same folder removes. Read the people once the block has begun: what others change from then on
stays among the changes, in front of the new build.
"""

from array import array
from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias
from uuid import UUID

import numpy as np
import psycopg
from numpy.typing import NDArray

from ppit_matching import KEY_VERSION
from ppit_platform.person_index.buckets import HOT_KEY, Postings
from ppit_platform.person_index.layout import Layout, Words, numbered
from ppit_platform.person_index.reading import Build, StaleIndex
from ppit_platform.person_index.store import IndexStore
from ppit_platform.person_index.tables import PERSON_INDEX

Progress: TypeAlias = Callable[[str], object]
"""Told after each step what was written: ``people``, ``run``, ``buckets``, ``swap``."""
RUN_SIZE = 4_000_000
"""Postings in a run: 64 MB, and some 200 MB while they are sorted."""
_STEP = 1_000_000
_PEOPLE_AT_ONCE = 50_000


class UnfinishedBuild(Exception):
    """A build that was not finished: none of it may be seen."""


@dataclass(frozen=True, slots=True)
class _Run:
    """Postings in the order of their keys, in two files."""

    keys: Path
    numbers: Path

    @staticmethod
    def spilled(folder: Path, name: str, keys: NDArray[np.int64], numbers: Words) -> "_Run":
        order = np.argsort(keys.view(np.uint64), kind="stable")
        sorted_keys, sorted_numbers = keys.view(np.uint64)[order], numbers[order]
        # Of what too many share, a run tells enough to see that; a million of one key cost nothing.
        enough = np.ones(len(keys), np.bool_)
        enough[HOT_KEY + 1 :] = sorted_keys[HOT_KEY + 1 :] != sorted_keys[: -HOT_KEY - 1]
        run = _Run(folder / f"{name}.keys", folder / f"{name}.numbers")
        sorted_keys[enough].tofile(run.keys)
        sorted_numbers[enough].tofile(run.numbers)
        return run

    def opened(self) -> tuple[Words, Words]:
        return (np.memmap(self.keys, np.uint64, "r"), np.memmap(self.numbers, np.uint64, "r"))


@dataclass(slots=True)
class NewBuild:
    """A build under way: add everyone, each once, then ``finish``; the caller commits."""

    _store: IndexStore
    _folder: Path
    _name: str
    _generation: int
    _covered: tuple[NDArray[np.int64], NDArray[np.int64]]
    _run_size: int
    _progress: Progress
    finished: bool = False
    _people: int = 0
    _postings: int = 0
    _waiting: list[UUID] = field(default_factory=list[UUID])
    _columns: list[tuple[NDArray[np.int64], Words]] = field(
        default_factory=list[tuple[NDArray[np.int64], Words]]
    )
    _held: int = 0
    _runs: list[_Run] = field(default_factory=list[_Run])

    def add(self, people: Iterable[tuple[UUID, Collection[int]]]) -> None:
        """Add people with the keys they are stored under."""
        subjects, keys, owners = list[UUID](), array("q"), array("q")
        for subject, held in people:
            owners.extend([len(subjects)] * len(held))
            keys.extend(held)
            subjects.append(subject)
            if len(subjects) == _PEOPLE_AT_ONCE:
                self.add_columns(subjects, np.array(owners), np.array(keys))
                subjects, keys, owners = [], array("q"), array("q")
        self.add_columns(subjects, np.array(owners), np.array(keys))

    def add_columns(
        self, subjects: Sequence[UUID], owners: NDArray[np.int64], keys: NDArray[np.int64]
    ) -> None:
        """Add people by columns: ``keys`` of which each is of the subject at its place ``owners``.

        Both are int64 of one length; ``keys`` are signed, as ``person_keys`` gives them.
        """
        if not subjects:
            return
        sequence = np.arange(self._people, self._people + len(subjects), dtype=np.uint64)
        numbers = numbered(sequence)
        self._store.add_numbers(self._generation, numbers.tolist(), subjects)
        self._people += len(subjects)
        self._columns.append((keys, numbers[owners]))
        self._held += len(keys)
        self._progress("people")
        if self._held >= self._run_size:
            self._spill()

    def finish(self) -> None:
        """Write the buckets and make this build the one that counts once the caller commits."""
        self._spill()
        layout = Layout.of(self._postings)
        postings = 0
        for step in self._merged(layout):
            self._store.add_rows(self._generation, step.rows())
            postings += len(step)
            self._progress("buckets")
        counts = (self._people, postings, self._people)
        self._store.swap(Build(self._generation, KEY_VERSION, layout, *counts))
        self._store.done_with(self._covered[0], self._covered[1].tolist())
        self.finished = True
        self._progress("swap")

    def _spill(self) -> None:
        if not self._held:
            return
        keys = np.concatenate([each for each, _ in self._columns])
        numbers = np.concatenate([each for _, each in self._columns])
        name = f"{self._name}.run-{len(self._runs)}"
        self._runs.append(_Run.spilled(self._folder, name, keys, numbers))
        self._postings += len(keys)
        self._columns, self._held = [], 0
        self._progress("run")

    def _merged(self, layout: Layout) -> Iterator[Postings]:
        """Give all postings a range of buckets at a time, whole buckets each time."""
        runs = [run.opened() for run in self._runs]
        steps = min(1 << layout.bits, self._postings // _STEP + 1)
        edges = [(step << layout.bits) // steps << (64 - layout.bits) for step in range(1, steps)]
        places = [_edges(keys, edges) for keys, _ in runs]
        for step in range(steps if runs else 0):
            parts = (
                (keys[at[step] : at[step + 1]], numbers[at[step] : at[step + 1]])
                for (keys, numbers), at in zip(runs, places, strict=True)
            )
            yield Postings.joined(
                Postings(layout.places(np.array(keys).view(np.int64)), np.array(numbers))
                for keys, numbers in parts
            ).settled()


@contextmanager
def building(
    connection: psycopg.Connection,
    folder: Path,
    *,
    index: str = PERSON_INDEX,
    key_version: str = KEY_VERSION,
    run_size: int = RUN_SIZE,
    progress: Progress = lambda _: None,
) -> Generator[NewBuild]:
    """Build the index anew from ``key_version``'s keys, its runs in ``folder``.

    ``StaleIndex`` for keys of another version than today's; ``UnfinishedBuild`` if the block ends
    without ``finish``. Then the caller must not commit. A second build or fold waits for the end of
    the transaction.
    """
    if key_version != KEY_VERSION:
        raise StaleIndex(index)
    store = IndexStore(connection, index)
    store.lock()
    with _begun(store, folder, index, run_size, progress) as new:
        yield new


@contextmanager
def building_unfolded(
    connection: psycopg.Connection, folder: Path, *, index: str = PERSON_INDEX
) -> Generator[NewBuild]:
    """Build the index anew, as ``building`` does, within the caller's ``loading.unfolded``."""
    store = IndexStore(connection, index)
    with _begun(store, folder, index, RUN_SIZE, lambda _: None) as new:
        yield new


@contextmanager
def _begun(
    store: IndexStore, folder: Path, index: str, run_size: int, progress: Progress
) -> Generator[NewBuild]:
    _tidy(folder, index)
    before = store.build()
    generation = 1 if before is None else before.generation + 1
    new = NewBuild(store, folder, index, generation, store.moment(), run_size, progress)
    try:
        yield new
    finally:
        _tidy(folder, index)
    if not new.finished:
        raise UnfinishedBuild(index)


def _edges(keys: Words, edges: Sequence[int]) -> list[int]:
    inner = np.searchsorted(keys, np.array(edges, np.uint64)) if edges else np.empty(0, np.int64)
    return [0, *inner.tolist(), len(keys)]


def _tidy(folder: Path, index: str) -> None:
    for left in folder.glob(f"{index}.run-*"):
        left.unlink(missing_ok=True)
