"""The report of a re-linkage: what differs is counted, and each exception has its cause."""

from collections.abc import Iterable
from typing import cast

import polars as pl
import pytest

from ppit_match.splink.causes import Cause, causes, our_bits
from ppit_match.splink.report import Linkage, compare_report, report_text
from ppit_matching import PersonRecord, normalise_person
from ppit_matching.scoring.compare import contributions
from ppit_matching.scoring.default import MODEL
from ppit_matching.scoring.evidence import gather
from tests.unit.matching.builders import ELSEWHERE, a_person

ONE, OTHER = a_person("John Okonkwo"), a_person("John Okonkwo", address=ELSEWHERE)
LODGER = a_person("Zofia Nowak", "1961-01-02")


def _linkage(
    pairs: Iterable[tuple[str, str, float | None]], clusters: dict[str, int] | None = None
) -> Linkage:
    schema = {"one": pl.String, "other": pl.String, "bits": pl.Float64}
    return Linkage(pl.DataFrame(list(pairs), schema=schema, orient="row"), clusters or {})


def _report(ours: Linkage, splinks: Linkage) -> dict[str, dict[str, object]]:
    def unexplained(exceptions: pl.DataFrame) -> list[str]:
        return ["unexplained"] * exceptions.height

    found = compare_report(ours, splinks, 5.0, unexplained)
    return cast("dict[str, dict[str, object]]", found)


def test_pairs_and_links_of_either_are_counted_whichever_stands_first() -> None:
    ours = _linkage([("a", "b", 9.0), ("a", "c", 4.0), ("b", "c", 6.0)])
    splinks = _linkage([("b", "a", 9.0), ("c", "a", 5.5), ("c", "d", 1.0)])
    report = _report(ours, splinks)
    assert report["pairs"] == {"both": 2, "only_ours": 1, "only_splinks": 1}
    assert report["links"] == {"both": 1, "only_ours": 1, "only_splinks": 1}


def test_weights_beyond_the_tolerance_are_exceptions() -> None:
    ours = _linkage([("a", "b", 9.0), ("a", "c", 4.0), ("b", "c", 6.0), ("c", "d", 6.0)])
    splinks = _linkage([("a", "b", 9.04), ("a", "c", 4.06), ("b", "c", 6.0), ("c", "d", None)])
    weights = _report(ours, splinks)["weights"]
    assert weights["compared"] == 4
    assert weights["within_tolerance"] == 0.5
    assert weights["exceptions"] == {"unexplained": 2}
    assert cast("dict[str, float]", weights["difference_bits"])["1.0"] == pytest.approx(0.06)


def test_lists_without_a_common_pair_compare_nothing() -> None:
    weights = _report(_linkage([("a", "b", 9.0)]), _linkage([]))["weights"]
    assert weights["compared"] == 0
    assert weights["within_tolerance"] is None


def test_clusters_that_one_of_both_splits_are_counted() -> None:
    ours = _linkage([], {"a": 1, "b": 1, "c": 2, "d": 3, "e": 4})
    splinks = _linkage([], {"a": 7, "b": 8, "c": 9, "d": 9, "e": 5})
    assert _report(ours, splinks)["clusters"] == {
        "records": 5,
        "ours": 4,
        "splinks": 4,
        "the_same": 1,
        "ours_split_by_splink": 1,
        "splinks_split_by_ours": 1,
    }


def test_a_report_in_words_holds_every_figure_and_no_id() -> None:
    report = _report(_linkage([("ada-1", "ada-2", 9.0)]), _linkage([("ada-1", "ada-2", 8.0)]))
    text = report_text(report)
    assert "weights, exceptions, unexplained: 1" in text
    assert "weights, within tolerance: 0.0000" in text
    assert "ada" not in text


def _row(**changed: float | None) -> dict[str, object]:
    """Return what Splink says of ONE and OTHER when it says what we say, but for the changes."""
    evidence = gather(ONE, OTHER)
    given, family, born, place, *_ = (bits for _, bits in contributions(evidence, MODEL))
    bits = our_bits(ONE, OTHER, MODEL)
    said = {"given": given, "family": family, "born": born, "place": place, "bits": bits}
    return {"one": "1", "other": "2", "ours": bits, **said, **changed}


@pytest.mark.parametrize(
    ("changed", "cause"),
    [
        ({"bits": None}, Cause.NO_LEVEL),
        ({"bits": 0.0}, Cause.PRIOR),
        ({"bits": 0.0, "ours": 9.0}, Cause.BEYOND),
        ({"bits": 0.0, "tf_adj_family": 3.0}, Cause.RARITY),
        ({"bits": 0.0, "family_rarity_2": 1.0}, Cause.RARITY),
        ({"bits": 0.0, "born": 4.0}, f"{Cause.FIELD}born"),
        ({"bits": 0.0, "phone": 16.0}, f"{Cause.FIELD}phone"),
        ({"bits": 0.0, "place": 18.5, "phone": 40.0}, f"{Cause.FIELD}place"),
    ],
)
def test_an_exception_is_named_by_what_caused_it(
    changed: dict[str, float | None], cause: str
) -> None:
    exceptions = pl.DataFrame([_row(**changed)])
    assert list(causes(exceptions, {"1": ONE, "2": OTHER}, MODEL)) == [cause]


def test_names_that_no_rarity_weighs_differ_by_their_level() -> None:
    ours = our_bits(ONE, LODGER, MODEL)
    said = {"one": "1", "other": "2", "ours": ours, "bits": 99.0, "place": 18.5, "given": 30.0}
    assert list(causes(pl.DataFrame([said]), {"1": ONE, "2": LODGER}, MODEL)) == [Cause.LEVEL]


def test_swapped_names_are_one_entry_and_no_misfit() -> None:
    one = normalise_person(PersonRecord(full="Okonkwo Zebedee"))
    other = normalise_person(PersonRecord(full="Zebedee Okonkwo"))
    told = sum(bits for _, bits in contributions(gather(one, other), MODEL))
    assert our_bits(one, other, MODEL) == pytest.approx(told + MODEL.prior_bits)
