"""The settings are plain JSON, hold the model's every weight, and need no engine to be made."""

import json
import subprocess
import sys
from dataclasses import replace
from math import log2
from typing import cast

import pytest

from ppit_match.splink.causes import our_bits
from ppit_match.splink.ladder import FAMILY_RARITY, GIVEN_RARITY, NONE, levels_text
from ppit_match.splink.model_settings import ONE_LIST, TWO_LISTS, settings_of
from ppit_match.splink.records import Listed, family_shares, given_shares, records_for_splink
from ppit_matching import PersonRecord, normalise_person
from ppit_matching.scoring.default import MODEL
from ppit_matching.scoring.evidence import SAME_YEAR
from ppit_matching.scoring.levels import DateLevel, OtherLevel, PlaceLevel

SETTINGS = settings_of(MODEL)
ASK = """
import sys
sys.modules[{missing!r}] = None
from ppit_match.splink.engines import EngineMissing, EngineName, engine
assert "duckdb" not in sys.modules, "no engine is imported before it is asked for"
try:
    engine(EngineName({name!r}))
except EngineMissing as absent:
    print(absent)
"""


def _levels(field: str) -> list[dict[str, object]]:
    comparisons = cast("list[dict[str, object]]", SETTINGS["comparisons"])
    (found,) = [
        one["comparison_levels"] for one in comparisons if one["output_column_name"] == field
    ]
    return cast("list[dict[str, object]]", found)


def _bits(field: str) -> dict[str, float]:
    return {
        str(level["label_for_charts"]): log2(
            cast("float", level["m_probability"]) / cast("float", level["u_probability"])
        )
        for level in _levels(field)
        if "is_null_level" not in level
    }


def test_settings_survive_a_journey_as_json() -> None:
    assert json.loads(json.dumps(SETTINGS)) == SETTINGS


def test_each_date_level_weighs_as_in_its_table() -> None:
    expected = {
        f"{level.name}, {table}": pytest.approx(weights.born[level])
        for table, weights in (("household", MODEL.household), ("strangers", MODEL.strangers))
        for level in DateLevel
        if level is not DateLevel.MISSING
    }
    assert _bits("born") == expected


def test_a_first_name_of_the_same_year_has_levels_of_its_own() -> None:
    fashionable = settings_of(replace(MODEL, fashion_bits=2.0))
    (born,) = [
        comparison["comparison_levels"]
        for comparison in cast("list[dict[str, object]]", fashionable["comparisons"])
        if comparison["output_column_name"] == "born"
    ]
    bits = {
        str(level["label_for_charts"]): log2(
            cast("float", level["m_probability"]) / cast("float", level["u_probability"])
        )
        for level in cast("list[dict[str, object]]", born)
        if "is_null_level" not in level
    }
    named = {f"{level.name}, first name too, strangers": level for level in SAME_YEAR}
    assert {name: bits[name] for name in named} == {
        name: pytest.approx(MODEL.strangers.born[level] - 2.0) for name, level in named.items()
    }


def test_each_place_weighs_as_in_the_model() -> None:
    known = {level for level in PlaceLevel if level is not PlaceLevel.MISSING}
    said = _bits("place")
    assert len(known) > 1
    assert {level: said[level.name] for level in known} == {
        level: pytest.approx(MODEL.place[level]) for level in known
    }


@pytest.mark.parametrize("field", ["phone", "email", "national_insurance", "sex", "generation"])
def test_agreement_weighs_as_in_the_model(field: str) -> None:
    inside, outside = getattr(MODEL.household, field), getattr(MODEL.strangers, field)
    found = _bits(field)
    if field == "phone":
        stands_for_the_door = found.pop("AGREES, of one home by itself")
        door = MODEL.place[PlaceLevel.DOOR]
        assert stands_for_the_door == pytest.approx(inside[OtherLevel.AGREES] + door)
    assert found == {
        f"{level.name}, {table}": pytest.approx(weights[level])
        for level in (OtherLevel.AGREES, OtherLevel.DISAGREES)
        for table, weights in (("household", inside), ("strangers", outside))
    }


def test_the_prior_is_the_models() -> None:
    prior = cast("float", SETTINGS["probability_two_random_records_match"])
    assert log2(prior / (1 - prior)) == pytest.approx(MODEL.prior_bits)


@pytest.mark.parametrize(("two_lists", "rule"), [(False, ONE_LIST), (True, TWO_LISTS)])
def test_pairs_are_those_that_share_a_key(two_lists: bool, rule: str) -> None:  # noqa: FBT001
    (said,) = cast(
        "list[dict[str, object]]",
        settings_of(MODEL, two_lists=two_lists)["blocking_rules_to_generate_predictions"],
    )
    assert said == {"blocking_rule": rule, "arrays_to_explode": ["keys"]}


def test_a_name_used_daily_brings_its_own_rarity() -> None:
    called = PersonRecord(given=("Jacqueline",), family="Okonkwo", known_as="Jackie")
    records = records_for_splink(
        Listed(str(at), normalise_person(one))
        for at, one in enumerate((called, PersonRecord(full="Jackie Okonkwo")))
    )
    one, other = map(str, records["person"])
    text = levels_text(one, other, MODEL)
    rarity = text[GIVEN_RARITY - 1 : FAMILY_RARITY - 1]
    assert int(rarity, 8) / 64 == pytest.approx(MODEL.shares.given_bits("jackie"), abs=1 / 128)
    assert set(text[FAMILY_RARITY - 1 :]) == {NONE}, "Splink looks the family name up itself"


def test_shares_of_the_columns_names_are_the_models() -> None:
    smith = normalise_person(PersonRecord(full="Zebedee Smith"))
    nobody = normalise_person(PersonRecord(full=""))
    records = records_for_splink([Listed("1", smith), Listed("2", nobody)])
    given, family = given_shares(records, MODEL), family_shares(records, MODEL)
    assert given.rows() == [("zebedee", pytest.approx(MODEL.shares.other_given))]
    assert family.rows() == [("smith", pytest.approx(MODEL.shares.family["smith"]))]


def test_a_key_that_too_many_share_makes_no_pairs() -> None:
    people = [normalise_person(PersonRecord(full="John Smith")) for _ in range(3)]
    listed = [Listed(str(at), person) for at, person in enumerate(people)]
    kept, dropped = records_for_splink(listed, 3), records_for_splink(listed, 2)
    assert all(len(keys) for keys in kept["keys"])
    assert dropped["keys"].to_list() == [[], [], []]


def test_a_joint_rows_sex_is_not_compared() -> None:
    alone = normalise_person(PersonRecord(full="John Smith", sex="M"))
    records = records_for_splink([Listed("1", alone), Listed("2", replace(alone, joint=True))])
    assert records["sex"].to_list() == ["M", None]


def test_our_bits_hold_the_prior() -> None:
    nobody = normalise_person(PersonRecord(full=""))
    assert our_bits(nobody, nobody, MODEL) == pytest.approx(MODEL.prior_bits)


@pytest.mark.parametrize(
    ("name", "missing", "said"),
    [("duckdb", "splink", "requirements/dev.txt"), ("spark", "pyspark", "requirements/bench.txt")],
)
def test_an_engine_that_is_not_installed_says_what_to_install(
    name: str, missing: str, said: str
) -> None:
    asked = ASK.format(missing=missing, name=name)
    answer = subprocess.run(  # noqa: S603 - our own interpreter and code
        [sys.executable, "-c", asked], capture_output=True, text=True, check=True
    )
    assert f"{missing} is not installed" in answer.stdout
    assert said in answer.stdout
