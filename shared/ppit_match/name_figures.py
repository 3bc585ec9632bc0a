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

    @property
    def pairs(self) -> int:
        """Return how many were counted."""
        return self.true_yes + self.false_yes + self.true_no + self.false_no

    @property
    def accuracy(self) -> float | None:
        """Return the share decided rightly."""
        return share(self.true_yes + self.true_no, self.pairs)

    @property
    def recall(self) -> float | None:
        """Return the share of matching pairs that were decided to match."""
        return share(self.true_yes, self.true_yes + self.false_no)

    @property
    def balanced_accuracy(self) -> float | None:
        """Return the mean of the shares decided rightly of matching and of other pairs."""
        same, others = self.true_yes + self.false_no, self.true_no + self.false_yes
        if not same or not others:
            return None
        return round((self.true_yes / same + self.true_no / others) / 2, 4)

    def as_json(self) -> dict[str, object]:
        """Return shares of 1; None where the file has no pair that could tell."""
        return {
            "pairs": self.pairs,
            "accuracy": self.accuracy,
            "balanced_accuracy": self.balanced_accuracy,
            "precision": share(self.true_yes, self.true_yes + self.false_yes),
            "recall": self.recall,
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
