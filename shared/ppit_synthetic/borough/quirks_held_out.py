"""How rows are spoilt by old systems and their exports: the model no rule may be tuned on.

It shares no corruption with the everyday one: other placeholders, other words for nothing known,
times and fractions behind dates, accents dropped where the other puts question marks.
"""

from datetime import date
from random import Random

from ppit_synthetic.borough.quirks import Quirks
from ppit_synthetic.misreadings import without_accents
from ppit_synthetic.noise_held_out import HELD_OUT
from ppit_synthetic.records import Resident

_SPREADSHEET_EPOCH = 693_594  # the ordinal of the day that a spreadsheet counts as 0
_TRUNK = "0"


def _joint(rng: Random, him: Resident, her: Resident) -> str:
    one, other = (him, her) if rng.randrange(2) else (her, him)
    if one.name.family == other.name.family:
        return f"{one.name.family.upper()}, {one.name.given[0]} and {other.name.given[0]}"
    return " / ".join(f"{who.name.family.upper()}, {who.name.given[0]}" for who in (one, other))


def _care_of(rng: Random) -> str:
    return f"C/O THE {rng.choice(('EXECUTORS', 'WARDEN', 'CARERS'))}:"


def _placeholder(rng: Random) -> str:
    return rng.choice(("11/11/1911", "31/12/1899", "00/00/0000"))


def _month_first(day: date) -> str:
    return day.strftime("%b %d, %Y")


def _serial(day: date) -> str:
    return f"{day.toordinal() - _SPREADSHEET_EPOCH}.0"


def _postcode_in_line(line: str, postcode: str) -> str:
    return f"{line.upper()},KENT,{''.join(postcode.split())}"


def _as_number(phone: str) -> str:
    # What a column too narrow shows, and prints. Digits rounded off could be somebody's number.
    return "#" * len(phone)


def _without_zero(phone: str) -> str:
    return f"44{phone[len(_TRUNK) :]}".replace(" ", "-")


def _not_known(rng: Random) -> str:
    return rng.choice(("-", "?", "NULL", "REFUSED", "#N/A"))


def _same_as_above(rng: Random) -> str:
    return rng.choice(('"', "ditto", "-do-"))


def _deceased(family: str, day: date) -> str:
    return f"{family.upper()} (DEC'D {day.strftime('%b %Y').upper()})"


def _formula(text: str) -> str:
    return f"@SUM(1+1)*{text}"


def _do_not_contact(rng: Random) -> str:
    return f"*NO LETTERS* {rng.choice(('SUSPECT AT SAME ADD', 'HUSBAND IS THE OFFENDER'))}"


def _squeeze(text: str, encoding: str) -> str:
    """Drop accents wherever they stand, and whatever letter the encoding lacks even then."""
    return without_accents(text).encode(encoding, errors="ignore").decode(encoding)


HELD_OUT_QUIRKS = Quirks(
    typing=HELD_OUT,
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
