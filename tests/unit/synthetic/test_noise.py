"""The two error models: what each may do to what was meant, and that they share nothing."""

import inspect
import re
from collections.abc import Callable
from datetime import date
from random import Random
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ppit_synthetic import Noise, VisitKind, look_up, misreadings, noise_everyday, noise_held_out
from ppit_synthetic.dispatcher import train
from ppit_synthetic.noise_everyday import EVERYDAY
from ppit_synthetic.noise_held_out import HELD_OUT
from ppit_synthetic.typed import ErrorModel, TypedAddress, as_held
from tests.unit.synthetic.kents import kent_of

_MODELS = [EVERYDAY, HELD_OUT]
_HOUSE = TypedAddress(("Flat 3", "Rose Court", "14 Arklemere Road", "Deal"), "CT14 1AB")
_BIRTHDAYS = st.dates(date(1930, 1, 1), date(2008, 12, 31))
_SEEDS = st.integers(0, 10_000)


def _chance(seed: int) -> Random:
    return Random(seed)  # noqa: S311  # a test that must be repeatable, not secret


def _own_functions(module: ModuleType) -> dict[str, Callable[..., object]]:
    found = inspect.getmembers(module, inspect.isfunction)
    return {name: f for name, f in found if f.__module__ == module.__name__}


def _uses(module: ModuleType) -> set[str]:
    """Name the modules whose functions a module can call."""
    return {f.__module__ for _, f in inspect.getmembers(module, inspect.isfunction)}


def _bodies(*modules: ModuleType) -> set[str]:
    functions = [f for module in modules for f in _own_functions(module).values()]
    assert len(functions) > 8
    return {inspect.getsource(f).partition("\n")[2] for f in functions}


def test_the_models_share_no_corruption() -> None:
    assert not _bodies(noise_everyday) & _bodies(noise_held_out, misreadings)
    assert not _uses(noise_everyday) & {misreadings.__name__, noise_held_out.__name__}
    assert noise_everyday.__name__ not in _uses(noise_held_out) | _uses(misreadings)


@pytest.mark.parametrize("model", _MODELS)
@given(born=_BIRTHDAYS, seed=_SEEDS)
def test_a_wrong_date_is_a_day_that_exists_and_another(
    model: ErrorModel, born: date, seed: int
) -> None:
    typed = model.misdate(_chance(seed), born)
    parts = [int(part) for part in re.split(r"[-/]", typed)]
    year, month, day = parts if parts[0] > 31 else parts[::-1]
    assert date(year, month, day) != born


@pytest.mark.parametrize("model", _MODELS)
@given(born=_BIRTHDAYS, seed=_SEEDS)
def test_a_right_date_is_the_same_day_in_one_of_two_spellings(
    model: ErrorModel, born: date, seed: int
) -> None:
    typed = model.write_date(_chance(seed), born)
    parts = [int(part) for part in re.split(r"[-/]", typed)]
    assert date(*(parts if parts[0] > 31 else parts[::-1])) == born


@given(seed=_SEEDS)
def test_everyday_errors_keep_every_number_on_the_door(seed: int) -> None:
    typed = EVERYDAY.address(_chance(seed), _HOUSE)
    assert re.findall(r"\d+", " ".join(typed.lines)) == ["3", "14"]
    assert typed.postcode is None or typed.postcode.replace(" ", "").upper() == "CT141AB"


@given(seed=_SEEDS)
def test_held_out_errors_turn_no_number_into_another(seed: int) -> None:
    typed = HELD_OUT.address(_chance(seed), _HOUSE)
    back = " ".join(typed.lines[:-1]).translate(str.maketrans("lOS", "105"))
    assert "3" in typed.lines[0]
    assert "14" in back


@pytest.mark.parametrize("model", _MODELS)
@given(seed=_SEEDS)
def test_a_name_comes_out_changed_and_begins_as_it_did(model: ErrorModel, seed: int) -> None:
    typed = model.name(_chance(seed), "Katherine Wiśniewska")
    assert typed != "Katherine Wiśniewska"
    assert typed[0] == "K"


@given(seed=_SEEDS)
def test_accents_and_hyphens_are_lost_in_the_held_out_model_alone(seed: int) -> None:
    assert HELD_OUT.name(_chance(seed), "Siân Parry-Jones") == "Sian Parry Jones"
    assert "Ł" in EVERYDAY.name(_chance(seed), "Łukasz Wiśniewskiwicz")


@pytest.mark.parametrize("noise", Noise)
def test_a_badly_typed_address_is_still_nearest_to_the_door_it_means(noise: Noise) -> None:
    kent = kent_of(noise)
    dispatcher, entries = train(kent.gazetteer), look_up(kent).entries
    badly = {VisitKind.ADDRESS_TYPED_BADLY, VisitKind.ALL_TYPED_BADLY}
    visits = [visit for visit in kent.visits if visit.kind in badly]
    assert len(visits) > 100
    for visit in visits:
        entry = entries[visit.true_uprn or ""]
        typed = TypedAddress(visit.address_lines, visit.postcode)
        assert typed != as_held(entry)
        assert dispatcher.recognises(typed, entry)


def test_the_dispatcher_refuses_what_could_be_two_doors() -> None:
    kent = kent_of()
    dispatcher = train(kent.gazetteer)
    flat = next(entry for entry in kent.gazetteer if entry.lines[0] == "Flat 1")
    assert dispatcher.recognises(as_held(flat), flat)
    assert not dispatcher.recognises(TypedAddress(("Flat 1", flat.town), None), flat)
