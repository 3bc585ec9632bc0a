"""A linkage with self-training on top, where the list is large and odd enough for it."""

import json
from dataclasses import replace
from importlib.resources import files
from typing import cast

import numpy as np

from ppit_matching.linking.calibration import Calibration
from ppit_matching.linking.levels import prepare
from ppit_matching.linking.link import JOINED_FROM, Decisions, Linkage
from ppit_matching.linking.pair_features import features_of
from ppit_matching.linking.self_training import Pairs, refine, worth_refining
from ppit_matching.linking.weigh import plain, probabilities

TABLE = "self_training.json"


def _table() -> Calibration:
    text = files("ppit_matching.linking").joinpath(TABLE).read_text(encoding="utf-8")
    return Calibration.from_json(cast("dict[str, list[float]]", json.loads(text)))


# A boosted model taught by its own clusters is surer than it should be: what it says in bits, and
# what proved true of it on synthetic chronicles.
PROVED = _table()


def refined(linkage: Linkage, *, must: Decisions = (), must_not: Decisions = ()) -> Linkage:
    """Return a deduplication with its pairs weighed again, or as it was, and a note which.

    The weight of a pair is then the odds that self-training says, in bits, and its probability
    what proves true of such odds; the model and what
    `explain` says are still those of the first weighing.
    """
    records = linkage.columns.records
    # What weights prove to be is told of plain households, and odd lists are not like these.
    said = probabilities(linkage.weight, plain(linkage.model)).astype(np.float64)
    worth, why = worth_refining(records, said)
    if not worth:
        return replace(linkage, notes=(*linkage.notes, why))
    features = features_of(prepare(linkage.columns), linkage.model, linkage.left, linkage.right)
    found = refine(
        Pairs(
            records,
            linkage.left,
            linkage.right,
            said,
            np.column_stack([features, linkage.weight]).astype(np.float32),
        ),
        threshold=JOINED_FROM,
        must=must,
        must_not=must_not,
    )
    if not found.used:
        return replace(linkage, notes=(*linkage.notes, found.note))
    weight = np.log2(found.probability / (1 - found.probability))
    return replace(
        linkage,
        weight=weight.astype(np.float32),
        probability=PROVED(weight).astype(np.float32),
        labels=found.labels,
        notes=(*linkage.notes, why, found.note),
    )
