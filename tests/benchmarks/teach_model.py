"""Learns the model that is shipped, and how much of what is said proves true.

``python -m tests.benchmarks.teach_model lists``, then ``... self-training``: the second stands on
the first. Weights are learnt without labels; only the two tables of calibration look at the truth
of the lists, all of them synthetic, of tuning seeds and everyday errors.
"""

import json
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import ppit_matching
from ppit_match.metrics import Truth, recall_at
from ppit_matching.linking.calibration import Calibration, fit_calibration
from ppit_matching.linking.link import Linkage, link
from ppit_matching.linking.refined import TABLE, refined
from ppit_matching.names.rarity import WRITTEN_SHARES
from ppit_matching.scoring.estimated import ESTIMATED, PRIOR_BITS
from ppit_matching.scoring.learnt import FILE
from ppit_matching.scoring.model import Model
from ppit_matching.scoring.model_json import model_as_json
from ppit_synthetic.chronicle import make_chronicle
from tests.benchmarks.households import Households, make_households

VERSION = "lists-2-learnt"
LISTS = ((101, 10_000), (102, 30_000), (103, 100_000))
TRIED_ON = (104, 30_000)
CHRONICLES, PEOPLE = (101, 102, 103), 1_500
Bits = NDArray[np.float64]
PACKAGE = Path(ppit_matching.__file__).parent


def _proved(linkage: Linkage, truth: NDArray[np.int64]) -> tuple[Bits, NDArray[np.bool_]]:
    said = linkage.weight.astype(np.float64) + linkage.model.prior_bits
    return said, truth[linkage.left] == truth[linkage.right]


def _in_bits(table: Calibration) -> tuple[tuple[float, float], ...]:
    chance = np.array(table.probabilities)
    odds = np.round(np.log2(chance / (1 - chance)), 3)
    return tuple(zip(table.weights, odds.tolist(), strict=True))


def _recall(made: Households, model: Model | None) -> float:
    found = link(made.people, model=model)
    weight = found.weight.astype(np.float64)
    return round(recall_at(Truth(made.truth), found.left, found.right, weight), 4)


def teach_lists() -> None:
    """Write the model of the longest list, with the table that all of them prove."""
    told: list[tuple[Bits, NDArray[np.bool_]]] = []
    models: list[Model] = []
    for seed, records in LISTS:
        made = make_households(seed, records)
        linkage = link(made.people)
        models.append(linkage.model)
        told.append(_proved(linkage, made.truth))
    said, same = (np.concatenate(part) for part in zip(*told, strict=True))
    learnt = replace(
        models[-1],
        version=VERSION,
        prior_bits=PRIOR_BITS,
        shares=WRITTEN_SHARES,
        calibration=_in_bits(fit_calibration(said, same)),
        figures={},
    )
    tried = make_households(*TRIED_ON)
    figures: dict[str, object] = {
        "weights": "learnt without labels from the last of the lists; names as rare as written",
        "calibration": "fitted to the truth of all lists, for models learnt from a list itself",
        "lists": [
            {"kind": "households", "seed": seed, "records": records, "errors": "everyday"}
            for seed, records in LISTS
        ],
        "dates": "full but for one in 16 missing and one in 100 known to the year",
        "tried on": {"seed": TRIED_ON[0], "records": TRIED_ON[1]},
        "recall at precision .99": {
            "this model": _recall(tried, learnt),
            "the estimate": _recall(tried, ESTIMATED),
            "learnt from the list itself": _recall(tried, None),
        },
    }
    stored = model_as_json(replace(learnt, figures=figures))
    text = json.dumps(stored, indent=1) + "\n"
    (PACKAGE / "scoring" / FILE).write_text(text, encoding="utf-8")


def teach_self_training() -> None:
    """Write the table of what self-training says and what proves true."""
    told: list[tuple[Bits, NDArray[np.bool_]]] = []
    for seed in CHRONICLES:
        made = make_chronicle(seed, PEOPLE)
        truth = np.array(made.truth)
        found = refined(link(made.people))
        same = truth[found.left] == truth[found.right]
        told.append((found.weight.astype(np.float64), same))
    said, same = (np.concatenate(part) for part in zip(*told, strict=True))
    text = json.dumps(fit_calibration(said, same).as_json(), indent=1) + "\n"
    (PACKAGE / "linking" / TABLE).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    {"lists": teach_lists, "self-training": teach_self_training}[sys.argv[1]]()
