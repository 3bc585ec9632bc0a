"""How often decisions on pairs agree with the truth."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(slots=True)
class Counts:
    """Pairs by decision and truth."""

    true_yes: int = 0
    false_yes: int = 0
    true_no: int = 0
    false_no: int = 0

    def add(self, *, decided: bool, truth: bool) -> None:
        """Count one pair."""
        if decided:
            self.true_yes += truth
            self.false_yes += not truth
        else:
            self.true_no += not truth
            self.false_no += truth

    def as_json(self) -> dict[str, object]:
        """Return shares of 1; None where the file has no pair that could tell."""
        recall = share(self.true_yes, self.true_yes + self.false_no)
        refused = share(self.true_no, self.true_no + self.false_yes)
        pairs = self.true_yes + self.false_yes + self.true_no + self.false_no
        halves = (recall, refused)
        return {
            "pairs": pairs,
            "accuracy": share(self.true_yes + self.true_no, pairs),
            "balanced_accuracy": None
            if recall is None or refused is None
            else round((recall + refused) / len(halves), 4),
            "precision": share(self.true_yes, self.true_yes + self.false_yes),
            "recall": recall,
            "f1": share(2 * self.true_yes, 2 * self.true_yes + self.false_yes + self.false_no),
        }


def share(part: int, whole: int) -> float | None:
    """Return the part of the whole, None of nothing."""
    return round(part / whole, 4) if whole else None


def counted(decisions: Iterable[tuple[bool, bool]]) -> Counts:
    """Count (decided, truth)."""
    counts = Counts()
    for decided, truth in decisions:
        counts.add(decided=decided, truth=truth)
    return counts
