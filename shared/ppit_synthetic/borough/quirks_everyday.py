"""How rows are spoilt by clerks and spreadsheets: the model to develop against."""

from datetime import date
from random import Random

from ppit_synthetic.borough.quirks import Quirks
from ppit_synthetic.noise_everyday import EVERYDAY
from ppit_synthetic.records import Resident

_EXCEL_DAY_NOUGHT = date(1899, 12, 30)


def _joint(_: Random, him: Resident, her: Resident) -> str:
    if him.name.family == her.name.family:
        return f"Mr & Mrs {him.name.given[0][0]} {him.name.family}"
    return f"Mr {him.name.given[0]} {him.name.family} & Mrs {her.name.given[0]} {her.name.family}"


def _care_of(rng: Random) -> str:
    return rng.choice(("c/o daughter", "c/o son", "c/o Neighbour"))


def _placeholder(rng: Random) -> str:
    return rng.choice(("01/01/1900", "01/01/1970"))


def _month_first(day: date) -> str:
    return f"{day:%m/%d/%Y}"


def _serial(day: date) -> str:
    return str((day - _EXCEL_DAY_NOUGHT).days)


def _postcode_in_line(line: str, postcode: str) -> str:
    return f"{line} {postcode}"


def _as_number(phone: str) -> str:
    return f"{float(phone.replace(' ', '')):.1E}"


def _without_zero(phone: str) -> str:
    return phone.replace(" ", "").removeprefix("0")


def _not_known(rng: Random) -> str:
    return rng.choice(("N/K", "unknown", "Not Known"))


def _same_as_above(rng: Random) -> str:
    return rng.choice(("same as above", "as above"))


def _deceased(family: str, day: date) -> str:
    return f"{family} deceased {day:%m/%y}"


def _formula(text: str) -> str:
    return f'=HYPERLINK("https://cases.example.org/{text}","{text}")'


def _do_not_contact(rng: Random) -> str:
    return rng.choice(
        ("PERPETRATOR LIVES AT ADDRESS - DO NOT CONTACT", "do not ring, son answers the phone")
    )


def _squeeze(text: str, encoding: str) -> str:
    """Put a question mark for each letter that the encoding lacks, as most programs do."""
    return text.encode(encoding, errors="replace").decode(encoding)


EVERYDAY_QUIRKS = Quirks(
    typing=EVERYDAY,
    joint=_joint,
    care_of=_care_of,
    placeholder=_placeholder,
    month_first=_month_first,
    serial=_serial,
    postcode_in_line=_postcode_in_line,
    as_number=_as_number,
    without_zero=_without_zero,
    not_known=_not_known,
    same_as_above=_same_as_above,
    deceased=_deceased,
    formula=_formula,
    do_not_contact=_do_not_contact,
    squeeze=_squeeze,
)
