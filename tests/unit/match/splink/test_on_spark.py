"""Splink on Spark, from the same settings: the same bits of each pair."""

from importlib.util import find_spec
from itertools import combinations
from pathlib import Path
from shutil import which
from typing import cast

import pytest

from ppit_match.splink.causes import causes
from ppit_match.splink.engines import EngineName, Task, engine
from ppit_match.splink.model_settings import settings_of
from ppit_match.splink.records import records_for_splink
from ppit_match.splink.report import compare_report
from ppit_matching.scoring.default import MODEL
from tests.unit.match.splink.lists import kent_people, listed, our_linkage, pairs_by_key

SEED, PEOPLE, SOME, ODD = 12, 1_500, 300, 17


@pytest.mark.skipif(find_spec("pyspark") is None, reason="pyspark is installed by make bench only")
@pytest.mark.skipif(which("java") is None, reason="Spark needs Java 17 or newer, and there is none")
@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::DeprecationWarning")
def test_spark_weighs_some_hundred_pairs_as_we_do_and_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    records = listed(kent_people(SEED, PEOPLE))
    odd = combinations([one.unique_id for one in records[-ODD:]], 2)
    ours = our_linkage(records, [*pairs_by_key(records[:-ODD])[:SOME], *odd])
    task = Task(records_for_splink(records), settings_of(MODEL), MODEL, pairs=ours.pairs)
    splinks = engine(EngineName.SPARK).link(task)
    people = {one.unique_id: one.person for one in records}
    report = compare_report(ours, splinks, 0.0, lambda found: causes(found, people, MODEL))
    assert ours.pairs.height == SOME + ODD * (ODD - 1) // 2
    assert report["pairs"] == {"both": ours.pairs.height, "only_ours": 0, "only_splinks": 0}
    assert cast("dict[str, object]", report["weights"])["exceptions"] == {}
    assert list(tmp_path.iterdir()) == []
