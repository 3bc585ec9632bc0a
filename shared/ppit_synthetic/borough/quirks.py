"""What an error model must be able to do to a partner's row, beyond names, dates and addresses."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from random import Random

from ppit_synthetic.records import Resident
from ppit_synthetic.typed import ErrorModel


@dataclass(frozen=True, slots=True)
class Quirks:
    """One way of spoiling rows. ``typing`` is the model's way with names, dates and addresses.

    ``joint`` writes a couple into one cell; ``month_first`` and ``serial`` write a date that is
    right once understood; ``as_number`` ruins a telephone number for good, ``without_zero`` does
    not; ``deceased`` adds the month of death to a surname; ``formula`` is a cell that a spreadsheet
    would run; ``squeeze`` puts a text into an encoding that lacks some of its letters.
    """

    typing: ErrorModel
    joint: Callable[[Random, Resident, Resident], str]
    care_of: Callable[[Random], str]
    placeholder: Callable[[Random], str]
    month_first: Callable[[date], str]
    serial: Callable[[date], str]
    postcode_in_line: Callable[[str, str], str]
    as_number: Callable[[str], str]
    without_zero: Callable[[str], str]
    not_known: Callable[[Random], str]
    same_as_above: Callable[[Random], str]
    deceased: Callable[[str, date], str]
    formula: Callable[[str], str]
    do_not_contact: Callable[[Random], str]
    squeeze: Callable[[str, str], str]
