"""From what the index's tables answered to who may be meant: pure, one question after another."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from uuid import UUID

from ppit_matching import is_broad_key
from ppit_platform.person_index.buckets import HOT_KEY, Row, numbers_under
from ppit_platform.person_index.layout import Layout

MOST_CANDIDATES = 200
"""The most people that are looked at for one question."""
_MOST_NUMBERS = 4 * MOST_CANDIDATES
BROAD_KEY = 25
"""A broad key that more records share is left to the narrower ones, and nobody is missed by it."""


@dataclass(frozen=True, slots=True)
class Found:
    """Who may be meant, those that share most keys first.

    ``crowded``: more people share what was asked than were looked at; nobody is ruled out.
    """

    subject_ids: tuple[UUID, ...]
    crowded: bool


def _says_nothing(key: int, numbers: Sequence[int]) -> bool:
    return len(numbers) > (BROAD_KEY if is_broad_key(key) else HOT_KEY)


@dataclass(slots=True)
class Postings:
    """What stands in the buckets under each key asked: record numbers, or that it is stopped."""

    stopped: set[int] = field(default_factory=set[int])
    numbers: dict[int, list[int]] = field(default_factory=dict[int, list[int]])

    def read(self, layout: Layout, keys: Iterable[int], rows: Iterable[Row]) -> None:
        """Take from the rows of their buckets what stands under these keys."""
        asked: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
        for key in keys:
            bucket, tag = layout.bucket_and_tag(key)
            asked[bucket].append((tag, key))
        for bucket, part, payload in rows:
            for tag, key in asked[bucket]:
                numbers = numbers_under(payload, part, tag)
                if numbers is None:
                    self.stopped.add(key)
                elif numbers:
                    self.numbers.setdefault(key, []).extend(numbers)
        for key in [key for key, numbers in self.numbers.items() if _says_nothing(key, numbers)]:
            del self.numbers[key]
            self.stopped.add(key)

    def wanted(self, keys: Collection[int]) -> tuple[Collection[int], bool]:
        """Return the record numbers to be looked at for a question, and whether that is not all."""
        held = [self.numbers.get(key, ()) for key in keys if key not in self.stopped]
        numbers = set[int]().union(*held)
        if len(numbers) <= _MOST_NUMBERS:
            return numbers, False
        counted = Counter(chain.from_iterable(held))
        return [number for number, _ in counted.most_common(_MOST_NUMBERS)], True

    def standing(
        self, subjects: Mapping[int, UUID], changes: Iterable[tuple[int, UUID]]
    ) -> "Standing":
        """Return who stands under each key: ``subjects`` by number, and whom the changes added."""
        under = {
            key: [number for number in numbers if number in subjects]
            for key, numbers in self.numbers.items()
        }
        standing = Standing(under, dict(subjects), self.stopped)
        standing.join(list(changes))
        return standing


@dataclass(frozen=True, slots=True)
class Standing:
    """Who stands under each key, by numbers: those below nought are of this answer alone."""

    under: dict[int, list[int]]
    subjects: dict[int, UUID]
    stopped: Collection[int]

    def join(self, changes: Collection[tuple[int, UUID]]) -> None:
        if not changes:
            return
        known = {subject: number for number, subject in self.subjects.items()}
        added: defaultdict[int, set[int]] = defaultdict(set)
        for key, subject in changes:
            number = known.setdefault(subject, -len(known) - 1)
            self.subjects[number] = subject
            added[key].add(number)
        for key, numbers in added.items():
            self.under[key] = list(numbers.union(self.under.get(key, ())))

    def answer(self, keys: Iterable[int], *, cut: bool = False) -> Found:
        """Return who shares a key; ``cut`` says that more do than were looked at."""
        crowded, shared = cut, list[Sequence[int]]()
        for key in keys:
            numbers = self.under.get(key, ())
            if key in self.stopped or _says_nothing(key, numbers):
                crowded |= not is_broad_key(key)
            else:
                shared.append(numbers)
        counted, subjects = Counter(chain.from_iterable(shared)), self.subjects
        ranked = sorted(counted, key=lambda number: (-counted[number], subjects[number].int))
        best = tuple(subjects[number] for number in ranked[:MOST_CANDIDATES])
        return Found(best, crowded or len(ranked) > MOST_CANDIDATES)
