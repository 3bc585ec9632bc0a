"""A linkage of a whole list, judged by Splink with our model and by Splink alone."""

import json
from dataclasses import replace
from typing import cast

from ppit_match.splink.second_opinion import second_opinion
from ppit_matching.linking.link import link
from ppit_matching.scoring.default import MODEL
from ppit_synthetic.chronicle import make_chronicle

SEED, FIGURES = 5, 60
Part = dict[str, dict[str, object]]


def test_a_relinkage_is_reported_without_ids_or_names() -> None:
    # Columns that the model does not know are ours alone.
    people = replace(make_chronicle(SEED, FIGURES).people, others={})
    report = second_opinion(link(people, model=MODEL))
    same, own = cast("Part", report["same_model"]), cast("Part", report["own_model"])
    assert report["engine"] == "duckdb"
    assert same["clusters"]["records"] == own["clusters"]["records"] == people.records
    assert cast("int", same["links"]["both"]) > people.records
    assert same["weights"]["exceptions"] == {}
    assert own.keys() == {"pairs", "links", "clusters"}
    assert cast("int", own["links"]["both"]) > 0
    assert json.loads(json.dumps(report)) == report
