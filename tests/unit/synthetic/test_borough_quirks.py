"""The two ways of spoiling rows: each has its own functions, and what each must leave readable."""

import inspect
from datetime import date
from random import Random
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ppit_synthetic import misreadings, noise_everyday, noise_held_out
from ppit_synthetic.borough import quirks_everyday, quirks_held_out
from ppit_synthetic.borough.keys import own_key, scrambled
from ppit_synthetic.borough.quirks import Quirks
from ppit_synthetic.borough.quirks_everyday import EVERYDAY_QUIRKS
from ppit_synthetic.borough.quirks_held_out import HELD_OUT_QUIRKS

_BOTH = [EVERYDAY_QUIRKS, HELD_OUT_QUIRKS]
_DAYS = st.dates(date(1901, 1, 1), date(2008, 12, 31))


def _bodies(module: ModuleType) -> set[str]:
    found = inspect.getmembers(module, inspect.isfunction)
    own = [function for _, function in found if function.__module__ == module.__name__]
    assert len(own) > 10
    return {inspect.getsource(function).partition("\n")[2] for function in own}


def _uses(module: ModuleType) -> set[str]:
    return {f.__module__ for _, f in inspect.getmembers(module, inspect.isfunction)}


def test_the_models_spoil_no_row_in_the_same_way() -> None:
    assert not _bodies(quirks_everyday) & _bodies(quirks_held_out)
    theirs = {quirks_held_out.__name__, misreadings.__name__, noise_held_out.__name__}
    assert not _uses(quirks_everyday) & theirs
    assert not _uses(quirks_held_out) & {quirks_everyday.__name__, noise_everyday.__name__}
    assert EVERYDAY_QUIRKS.typing is noise_everyday.EVERYDAY
    assert HELD_OUT_QUIRKS.typing is noise_held_out.HELD_OUT


@given(day=_DAYS)
def test_a_spreadsheets_number_is_the_day_it_counts(day: date) -> None:
    for written in (EVERYDAY_QUIRKS.serial(day), HELD_OUT_QUIRKS.serial(day)):
        assert date.fromordinal(date(1899, 12, 30).toordinal() + int(float(written))) == day


def test_the_serial_of_the_published_trap_is_that_day() -> None:
    assert EVERYDAY_QUIRKS.serial(date(1944, 11, 28)) == "16404"


def test_a_telephone_number_becomes_what_a_spreadsheet_makes_of_it() -> None:
    assert EVERYDAY_QUIRKS.as_number("07700 900123") == "7.7E+09"
    assert HELD_OUT_QUIRKS.as_number("07700 900123") == "############"
    assert EVERYDAY_QUIRKS.without_zero("07700 900123") == "7700900123"
    assert HELD_OUT_QUIRKS.without_zero("07700 900123") == "447700-900123"


@pytest.mark.parametrize("quirks", _BOTH)
def test_what_is_squeezed_fits_and_plain_text_stays(quirks: Quirks) -> None:
    squeezed = quirks.squeeze("Łukasz Wiśniewski £5", "windows-1252")
    assert squeezed.encode("windows-1252").decode("windows-1252") == squeezed
    assert squeezed.endswith("ski £5")
    assert quirks.squeeze("John Smith", "windows-1252") == "John Smith"


@pytest.mark.parametrize("quirks", _BOTH)
def test_a_formula_is_one_that_a_spreadsheet_would_run(quirks: Quirks) -> None:
    assert quirks.formula("TS1")[0] in "=+-@"


@pytest.mark.parametrize("quirks", _BOTH)
def test_each_placeholder_is_no_birthday_of_a_resident(quirks: Quirks) -> None:
    rng = Random(1)  # noqa: S311  # a test that must be repeatable, not secret
    years = {int(quirks.placeholder(rng)[-4:]) for _ in range(40)}
    assert len(years) >= 2
    assert years <= {0, 1899, 1900, 1911, 1970}


def test_a_source_gives_each_number_a_key_of_its_own() -> None:
    assert len({scrambled("POLICE", number) for number in range(50_000)}) == 50_000
    assert own_key("POLICE", 5)[1:] != own_key("CHARITY", 5)[1:]
