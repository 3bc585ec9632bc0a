"""Link a list of people, or two: columns, keys, pairs, levels, training, weights, clusters."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import chain
from time import perf_counter
from typing import Literal

import numpy as np

from ppit_matching.linking.arrays import Codes, Flags, Floats, Ints, Longs
from ppit_matching.linking.clusters import average_linkage
from ppit_matching.linking.columns import Columns, read_columns
from ppit_matching.linking.crowds import without_crowds
from ppit_matching.linking.fashion import fashion_bits, of_one_fashion
from ppit_matching.linking.fields import (
    fields_of,
    pair_universe,
    random_pairs,
    random_shares,
)
from ppit_matching.linking.keys import pairing_keys_of
from ppit_matching.linking.leftovers import leftover_probabilities
from ppit_matching.linking.levels import SWAPPED, Levels, Prepared, finished, levels_of, prepare
from ppit_matching.linking.one_to_one import one_to_one, uniqueness
from ppit_matching.linking.other_codes import OtherBits
from ppit_matching.linking.pairs import Candidates, candidate_pairs
from ppit_matching.linking.rarity import (
    WordBits,
    agreed_bits,
    rarity_of,
    shares_of,
    value_bits,
    word_bits,
)
from ppit_matching.linking.reach import reachable
from ppit_matching.linking.rivals import beside_rivals
from ppit_matching.linking.texts import ADDRESS_PART, PeopleTexts
from ppit_matching.linking.training import Lesson, Trained, train
from ppit_matching.linking.weigh import others_of, others_told, plain, probabilities, weights_of
from ppit_matching.linking.wide_keys import wide_keys_of
from ppit_matching.people.person import Person
from ppit_matching.scoring.compare import compare
from ppit_matching.scoring.default import MODEL
from ppit_matching.scoring.evidence import gather
from ppit_matching.scoring.levels import PlaceLevel
from ppit_matching.scoring.model import Model
from ppit_matching.scoring.verdict import Comparison

Mode = Literal["dedupe", "link"]
Decisions = Sequence[tuple[int, int]]
AT_RANDOM, MOST_TAUGHT, CHUNK = 400_000, 1_500_000, 1_000_000
# Chunks that are weighed side by side.
AT_ONCE = 2
JOINED_FROM, JUST_BELOW = 0.5, 1e-6
# Longer lists are looked up by the stored keys alone.
MOST_WIDE = 100_000


@dataclass(frozen=True, slots=True)
class Linkage:
    """What was found: `left`, `right` number the records of each pair whose weight says possible.

    `weight` in bits, `probability` 0 to 1 as such weights prove true, `labels` the cluster of each
    record. `notes` say in words what could not be used; `candidates` are all pairs compared.
    """

    columns: Columns
    left: Ints
    right: Ints
    weight: Floats
    probability: Floats
    labels: Ints
    model: Model
    others: OtherBits
    figures: dict[str, object]
    notes: tuple[str, ...]
    candidates: Candidates

    def person(self, row: int) -> Person:
        return self.columns.person(row)

    def explain(self, left: int, right: int) -> Comparison:
        """Compare two records one by one, by the fields of the model and the list's own columns."""
        ours, theirs = self.person(left), self.person(right)
        door = gather(ours, theirs).place is PlaceLevel.DOOR
        told = others_told(self.columns, self.others, (left, right), door=door)
        return compare(ours, theirs, self.model, beside=told)


class _Clock:
    """Seconds of each step, for the figures."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._last = perf_counter()

    def lap(self, step: str) -> None:
        now = perf_counter()
        self.seconds[step] = round(now - self._last, 3)
        self._last = now


def link(
    people: PeopleTexts,
    *,
    model: Model | None = None,
    mode: Mode = "dedupe",
    must: Decisions = (),
    must_not: Decisions = (),
    threshold: float = JOINED_FROM,
) -> Linkage:
    """Find the records that are one person; with mode "link", across sources only.

    Without a model one is learnt from the list, as far as it is long enough.
    """
    clock = _Clock()
    columns, left_out = without_crowds(read_columns(people))
    clock.lap("columns")
    source = columns.source if mode == "link" else None
    wide = wide_keys_of(columns) if columns.records <= MOST_WIDE else ()
    candidates = candidate_pairs(chain(pairing_keys_of(columns), wide), columns.records, source)
    clock.lap("pairs")
    prepared = prepare(columns)
    trained = _trained(prepared, candidates, source, model)
    clock.lap("training")
    scored = _scored(prepared, candidates, trained)
    clock.lap("weights")
    left, right, weight, said = scored
    alone = source is not None and uniqueness(left, right, said).holds
    # Of two lists without repeats, rivals correct what is said too surely: no table is asked.
    proved = said if alone else probabilities(weight, trained.model)
    joined = left, right, weight, _held_back(said, proved, threshold)
    labels = _labels(columns, joined, source if alone else None, (must, must_not), threshold)
    probability = beside_rivals(left, right, said) if alone else proved
    clock.lap("clusters")
    figures: dict[str, object] = {
        "records": columns.records,
        "candidate_pairs": len(candidates.pairs),
        "stop_keys": candidates.stop_keys,
        "seconds": clock.seconds,
        **trained.model.figures,
    }
    return Linkage(
        columns,
        left,
        right,
        weight,
        probability,
        labels,
        trained.model,
        trained.others,
        figures,
        (*left_out, *trained.notes, *_notes(candidates)),
        candidates,
    )


Scored = tuple[Ints, Ints, Floats, Floats]


def _notes(candidates: Candidates) -> list[str]:
    """Say what could not be looked at."""
    missed = int(np.count_nonzero(~candidates.looked_up))
    if not missed:
        return []
    return [f"{missed} records could not be looked at: all that they hold, too many others share"]


def _trained(
    prepared: Prepared, candidates: Candidates, source: Ints | None, model: Model | None
) -> Trained:
    columns = prepared.columns
    if columns.records < 2 or not len(candidates.pairs):  # noqa: PLR2004 - a pair is two
        return Trained(model or MODEL, {}, ("no two records share anything",))
    step = max(1, len(candidates.pairs) // MOST_TAUGHT)
    taught = Candidates(candidates.pairs[::step])
    left, right = taught.sides()
    drawn = random_pairs(columns.records, AT_RANDOM, source)
    with ThreadPoolExecutor(AT_ONCE) as threads:
        by_chance = threads.submit(levels_of, prepared, *drawn)
        levels, chance = levels_of(prepared, left, right), by_chance.result()
    shares = shares_of(columns)
    bits = word_bits(columns.names, shares)
    rarity = rarity_of(levels, bits)
    total = rarity[0] + rarity[1]
    for name, values in columns.others.items():
        if not name.startswith(ADDRESS_PART):
            total = total + agreed_bits(values, value_bits(values), levels.others[name], left)
    fashion = fashion_bits(columns)
    total = total - np.where(of_one_fashion(levels), fashion, 0.0)
    random = random_shares(prepared, chance, source)
    lesson = Lesson(
        _taught(levels),
        total,
        random,
        pair_universe(columns.records, source),
        len(candidates.pairs) / len(left),
        shares,
        float(np.sum(np.square(list(shares.given.values())))),
        float(np.sum(np.square(list(shares.family.values())))),
        fashion,
    )
    trained = train(lesson, model or MODEL, columns.records)
    return trained if model is None else Trained(model, trained.others, trained.notes)


def _taught(levels: Levels) -> dict[str, Codes]:
    """Names that are swapped are one finding: it counts with the family name alone."""
    fields = fields_of(levels)
    given = levels.given.level.copy()
    given[given == SWAPPED] = 0
    return fields | {"given": given}


def _scored(prepared: Prepared, candidates: Candidates, trained: Trained) -> Scored:
    """Weigh all candidates chunk by chunk and keep those that are possible as their weight says.

    No table of calibration is asked: a pair that proves unlikely by itself may yet be the only one
    that is left, or hold a cluster together.
    """
    asked = replace(trained, model=plain(trained.model))
    bits = word_bits(prepared.columns.names, trained.model.shares)
    chunks = [
        Candidates(candidates.pairs[begin : begin + CHUNK])
        for begin in range(0, max(len(candidates.pairs), 1), CHUNK)
    ]

    def weighed(chunk: Candidates) -> Scored:
        return _chunk(prepared, chunk, asked, bits)

    # NumPy lets go of the interpreter's lock in nearly all that it does here.
    with ThreadPoolExecutor(AT_ONCE) as threads:
        kept = list(threads.map(weighed, chunks))
    return (
        np.concatenate([part[0] for part in kept]),
        np.concatenate([part[1] for part in kept]),
        np.concatenate([part[2] for part in kept]),
        np.concatenate([part[3] for part in kept]),
    )


def _chunk(prepared: Prepared, candidates: Candidates, trained: Trained, bits: WordBits) -> Scored:
    left, right = (side.astype(np.int64) for side in candidates.sides())
    reached = reachable(prepared, (left, right), bits, trained)
    left, right = left[reached.rows], right[reached.rows]
    levels = finished(prepared, reached.begun, left, right)
    weight = _weight(prepared, levels, (left, bits), trained)
    probability = probabilities(weight, trained.model)
    possible = np.flatnonzero(probability >= trained.model.bounds.possible)
    return (
        left[possible].astype(np.int32),
        right[possible].astype(np.int32),
        weight[possible],
        probability[possible],
    )


def _weight(
    prepared: Prepared, levels: Levels, given: tuple[Longs, WordBits], trained: Trained
) -> Floats:
    left, bits = given
    weight = weights_of(levels, rarity_of(levels, bits), trained.model)
    return weight + others_of(prepared.columns, levels, left, trained.others)


def _held_back(said: Floats, proved: Floats, threshold: float) -> Floats:
    """Keep a pair that proves unlikely from joining two records, though its weight says it should.

    Within a cluster it counts as nearly likely: tables of pairs know nothing of third records.
    """
    return np.where(proved >= threshold, said, np.minimum(said, threshold - JUST_BELOW))


def _labels(
    columns: Columns,
    scored: Scored,
    source: Ints | None,
    decided: tuple[Decisions, Decisions],
    threshold: float,
) -> Ints:
    """Join what stands: with `source`, each record of a list with one of the other at most."""
    left, right, weight, probability = scored
    kept: Flags = probability >= threshold
    if source is not None:
        turned = source[left] > source[right]
        ours, theirs = np.where(turned, right, left), np.where(turned, left, right)
        taken = np.zeros(len(kept), np.bool_)
        taken[np.flatnonzero(kept)[one_to_one(ours[kept], theirs[kept], weight[kept])]] = True
        counts = np.unique(source, return_counts=True)[1]
        if len(counts) == 2:  # noqa: PLR2004 - of two lists
            sizes = int(counts[0]), int(counts[1])
            probability = leftover_probabilities(sizes, ours, theirs, probability, taken)
        stands = (taken | ~kept) & (probability >= threshold)
        probability = np.where(stands, probability, 0)
    return average_linkage(
        columns.records,
        left,
        right,
        probability,
        threshold=threshold,
        must=decided[0],
        must_not=decided[1],
    )
