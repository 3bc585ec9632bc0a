"""Names alone: how often one name is told from two, beside plain similarities of strings.

The plain ones are given the best threshold that there is for the very pairs they are scored on;
ours was fixed on the tuning seeds.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import accumulate
from time import process_time

from rapidfuzz import fuzz
from rapidfuzz.distance import JaroWinkler

from ppit_match.name_figures import counted
from ppit_match.name_file import understood_kind
from ppit_matching.bare.match import match_names
from ppit_matching.names.agreement import THRESHOLD
from ppit_synthetic.name_pairs import NamePair, make_name_pairs
from tests.benchmarks.kept import keep

SEEDS = {"tuning": (1, 2, 3, 4, 5, 6), "report": (101, 102, 103, 104, 105)}
PAIRS = 4_000
Shares = Mapping[str, float | None]
PLAIN: dict[str, Callable[[str, str], float]] = {
    "ratio": lambda one, other: fuzz.ratio(one, other) / 100,
    "token sort ratio": lambda one, other: fuzz.token_sort_ratio(one, other) / 100,
    "Jaro-Winkler": JaroWinkler.normalized_similarity,
}


def bench_names_alone() -> None:
    found = {
        name: _figures([pair for seed in seeds for pair in make_name_pairs(seed, PAIRS)])
        for name, seeds in SEEDS.items()
    }
    keep("names", {"pairs a seed": PAIRS, "threshold": THRESHOLD, **found})


def _figures(pairs: Sequence[NamePair]) -> dict[str, Shares]:
    began = process_time()
    decided = [match_names(each.one, each.other, understood_kind(each.kind)) for each in pairs]
    seconds = process_time() - began
    decisions = [(found.agrees, pair.same) for found, pair in zip(decided, pairs, strict=True)]
    by_kind: dict[str, list[tuple[bool, bool]]] = defaultdict(list)
    by_group: dict[str, list[tuple[bool, bool]]] = defaultdict(list)
    for pair, decision in zip(pairs, decisions, strict=True):
        by_kind[pair.kind].append(decision)
        by_kind["all"].append(decision)
        by_group[f"{pair.kind}, {'one name' if pair.same else 'two names'}, {pair.group}"].append(
            decision
        )
    ours = {kind: counted(by_kind[kind]).balanced_accuracy for kind in sorted(by_kind)}
    figures: dict[str, Shares] = {"balanced accuracy, ours": ours}
    for name, similarity in PLAIN.items():
        figures[f"balanced accuracy, {name}"] = {
            kind: _best(similarity, [pair for pair in pairs if kind in {pair.kind, "all"}])
            for kind in sorted(by_kind)
        }
    figures["share decided rightly"] = {
        group: counted(by_group[group]).accuracy for group in sorted(by_group)
    }
    figures["pairs a second of processor"] = {"ours": round(len(pairs) / seconds)}
    return figures


def _best(similarity: Callable[[str, str], float], pairs: Iterable[NamePair]) -> float:
    """Return the highest balanced accuracy of any threshold."""
    ranked = sorted(
        ((similarity(pair.one.lower(), pair.other.lower()), pair.same) for pair in pairs),
        reverse=True,
    )
    same = sum(label for _, label in ranked)
    others = len(ranked) - same
    kept = accumulate(
        ranked,
        lambda so_far, each: (so_far[0] + each[1], so_far[1] + (not each[1])),
        initial=(0, 0),
    )
    return round(max((yes / same + 1 - no / others) / 2 for yes, no in kept), 4)
