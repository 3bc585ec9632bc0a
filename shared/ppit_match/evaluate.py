"""Link a labelled table without its labels, then hold the answer against them."""

import resource
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ppit_match.columns_guess import Understood, understand
from ppit_match.fields import Field
from ppit_match.metrics import (
    Score,
    Truth,
    b_cubed_f1,
    pairs_to_read,
    recall_at,
    recall_by_group,
    score_clusters,
    score_pairs,
)
from ppit_match.people_texts import people_texts
from ppit_match.reading import Table
from ppit_match.refusals import FileRefused
from ppit_matching.linking.calibration import calibration_error
from ppit_matching.linking.link import Linkage, link
from ppit_matching.linking.refined import refined
from ppit_matching.linking.texts import Texts

Mode = Literal["dedupe", "link"]
Cells = Sequence[str | None]

# Fixed before any file is opened: two records are said to be one person from here.
THRESHOLD = 0.5
# A decision without a human at precision .999 is the national census's own bar.
SURE_PRECISION = 0.999


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What was found and how good it was; `groups` has a score for each value of each group."""

    linkage: Linkage
    records: int
    pairs: Score
    clusters: Score
    recall_at_p99: float
    automatic_share: float
    read_per_1000: float
    b3_f1: float
    blocking_recall: float
    calibration_error: float
    seconds: float
    understood: Understood
    notes: tuple[str, ...]
    model: str
    groups: Mapping[str, Mapping[str, Score]]

    def as_json(self) -> dict[str, object]:
        groups = {
            column: {value: score.as_json() for value, score in found.items()}
            for column, found in self.groups.items()
        }
        return {
            "records": self.records,
            "pairs": {**self.pairs.as_json(), "recall_at_p99": round(self.recall_at_p99, 5)},
            "clusters": {**self.clusters.as_json(), "b3_f1": round(self.b3_f1, 5)},
            "blocking_recall": round(self.blocking_recall, 5),
            "seconds": round(self.seconds, 3),
            "max_rss_mb": max_rss_mb(),
            "columns_understood": self.understood.as_json(),
            "ignored_columns": self.understood.ignored,
            "threshold": THRESHOLD,
            "automatic_share_at_p999": round(self.automatic_share, 5),
            "pairs_to_read_per_1000_records": round(self.read_per_1000, 3),
            "calibration_error": round(self.calibration_error, 5),
            "model": self.model,
            "notes": list(self.notes),
            **({"groups": groups} if groups else {}),
        }


def evaluate(
    table: Table,
    truth: str,
    *,
    said: Mapping[str, Field] | None = None,
    mode: Mode = "dedupe",
    groups: Sequence[str] = (),
) -> Evaluation:
    """Score the matcher on `table`; the column `truth` names the person of each record.

    The truth, and columns that only divide the figures (`groups`, unless `said` maps them too),
    are taken away before anything looks at the table. Raises `FileRefused`, naming the column.
    """
    said = said or {}
    person = _column(table, truth, "the truth")
    divided = {column: _column(table, column, "a group") for column in groups}
    hidden = {truth, *(column for column in groups if column not in said)}
    if truth in said:
        msg = f"column {truth!r} is the truth and cannot be mapped to a field"
        raise FileRefused(msg)
    seen = {name: cells for name, cells in table.columns.items() if name not in hidden}
    if not table.records:
        msg = "the file has headings and no rows"
        raise FileRefused(msg)
    understood = understand(seen, said, mode)
    people = people_texts(seen, table.records, understood)
    began = perf_counter()
    linkage = link(people, mode=mode)
    if mode == "dedupe":
        linkage = refined(linkage)
    seconds = perf_counter() - began
    known, unknown = _numbered(person)
    notes = [*table.notes, *understood.notes, *linkage.notes]
    if unknown:
        notes.append(f"{unknown} records have no truth in {truth!r}: each counts as a person alone")
    held = Truth(known, _sources(people.source) if mode == "link" else None)
    return _judged(linkage, held, (seconds, understood, tuple(notes)), divided)


def max_rss_mb() -> float:
    """Return the most memory that this process has held, in megabytes."""
    status = Path("/proc/self/status")
    if status.exists():
        # What getrusage(2) says begins with the peak of whichever process started this one.
        (peak,) = [line for line in status.read_text().splitlines() if line.startswith("VmHWM:")]
        return round(int(peak.split()[1]) / 1024, 1)
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(most / (1024 * 1024 if sys.platform == "darwin" else 1024), 1)


def _judged(
    linkage: Linkage,
    truth: Truth,
    said: tuple[float, Understood, tuple[str, ...]],
    divided: Mapping[str, Cells],
) -> Evaluation:
    seconds, understood, notes = said
    # Of two lists, a link stands if the assignment of the one to the other kept it.
    stands = (linkage.labels[linkage.left] == linkage.labels[linkage.right]) | (
        truth.source is None
    )
    left, right, weight = linkage.left[stands], linkage.right[stands], linkage.weight[stands]
    # What is left over between two lists is weighed among itself: there the labels decide.
    accepted = linkage.probability[stands] >= THRESHOLD
    accepted |= truth.source is not None
    possible = accepted | (linkage.probability[stands] >= linkage.model.bounds.possible)
    return Evaluation(
        linkage=linkage,
        records=len(truth.person),
        pairs=score_pairs(truth, left[accepted], right[accepted]),
        clusters=score_clusters(truth, linkage.labels),
        recall_at_p99=recall_at(truth, left, right, weight),
        automatic_share=recall_at(truth, left, right, weight, SURE_PRECISION),
        read_per_1000=1000
        * pairs_to_read(truth, left[possible], right[possible], weight[possible], SURE_PRECISION)
        / len(truth.person),
        b3_f1=b_cubed_f1(truth, linkage.labels),
        blocking_recall=score_pairs(truth, *linkage.candidates.sides()).recall,
        calibration_error=calibration_error(
            linkage.probability, truth.same(linkage.left, linkage.right)
        ),
        seconds=seconds,
        understood=understood,
        notes=notes,
        model=linkage.model.version,
        groups={
            column: _scores_of(truth, linkage.labels, cells) for column, cells in divided.items()
        },
    )


def _scores_of(truth: Truth, labels: NDArray[np.int32], cells: Cells) -> dict[str, Score]:
    values = [cell or "(none)" for cell in cells]
    names, codes = np.unique(np.array(values), return_inverse=True)
    scores = recall_by_group(truth, labels, codes)
    return {str(names[code]): score for code, score in scores.items()}


def _column(table: Table, name: str, what: str) -> Cells:
    if name not in table.columns:
        msg = f"column {name!r}, {what}, is not in the file; its columns are "
        raise FileRefused(msg + ", ".join(table.columns))
    return table.columns[name]


def _numbered(person: Cells) -> tuple[NDArray[np.int64], int]:
    """Give each person a number; count the records without one, each of which is alone."""
    known: dict[str, int] = {}
    codes = [known.setdefault(name, len(known)) if name else -1 for name in person]
    numbers = np.array(codes, np.int64)
    alone = numbers < 0
    numbers[alone] = len(known) + np.arange(int(alone.sum()))
    return numbers, int(alone.sum())


def _sources(column: Texts | None) -> NDArray[np.int64]:
    return _numbered([cell or "(none)" for cell in column or ()])[0]
