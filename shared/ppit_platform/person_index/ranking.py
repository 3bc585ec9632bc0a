"""From what the index's tables answered to who may be meant: pure, one question after another."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from ppit_platform.person_index.buckets import HOT_KEY, Row, numbers_under
from ppit_platform.person_index.layout import Layout

MOST_CANDIDATES = 200
"""The most people that are looked at for one question."""
_MOST_NUMBERS = 4 * MOST_CANDIDATES


@dataclass(frozen=True, slots=True)
class Found:
    """Who may be meant, those that share most keys first.

    ``crowded``: more people share what was asked than were looked at; nobody is ruled out.
    """

    subject_ids: tuple[UUID, ...]
    crowded: bool


@dataclass(slots=True)
class Postings:
    """What stands under each key asked: record numbers of the buckets, subjects of the changes."""

    stopped: set[int] = field(default_factory=set[int])
    numbers: dict[int, list[int]] = field(default_factory=dict[int, list[int]])
    changes: dict[int, list[UUID]] = field(default_factory=dict[int, list[UUID]])

    def read(self, layout: Layout, keys: Iterable[int], rows: Iterable[Row]) -> None:
        """Take from the rows of their buckets what stands under these keys."""
        asked: defaultdict[int, defaultdict[int, list[int]]] = defaultdict(
            lambda: defaultdict(list)
        )
        for key in keys:
            bucket, tag = layout.bucket_and_tag(key)
            asked[bucket][tag].append(key)
        for bucket, part, payload in rows:
            tags = asked[bucket]
            for tag, numbers in numbers_under(payload, part, tags).items():
                if numbers is None:
                    self.stopped.update(tags[tag])
                    continue
                for key in tags[tag] if numbers else ():
                    self.numbers.setdefault(key, []).extend(numbers)

    def wanted(self, keys: Iterable[int]) -> tuple[list[int], bool]:
        """Return the record numbers to be looked at for a question, and whether that is not all."""
        counted = Counter[int]()
        for key in keys:
            if key not in self.stopped:
                counted.update(self.numbers.get(key, ()))
        if len(counted) <= _MOST_NUMBERS:
            return list(counted), False
        return [number for number, _ in counted.most_common(_MOST_NUMBERS)], True

    def answer(
        self, keys: Collection[int], subjects: Mapping[int, UUID], *, cut: bool = False
    ) -> Found:
        """Return who shares a key; ``subjects`` are of the record numbers that still stand."""
        shared, crowded = Counter[UUID](), cut
        for key in keys:
            numbers, changes = self.numbers.get(key, ()), self.changes.get(key, ())
            people = {subjects[number] for number in numbers if number in subjects}
            people.update(changes)
            if key in self.stopped or len(people) > HOT_KEY:
                crowded = True
            else:
                shared.update(people)
        if len(shared) > MOST_CANDIDATES:
            crowded = True
        return Found(_best(shared), crowded)


def _best(shared: Counter[UUID]) -> tuple[UUID, ...]:
    ranked = sorted(shared, key=lambda one: (-shared[one], one.int))
    return tuple(ranked[:MOST_CANDIDATES])
