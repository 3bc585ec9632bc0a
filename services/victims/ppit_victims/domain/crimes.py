"""Counts crimes: told of by several partners one is one, two reports of one partner are two."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ppit_victims.domain.told import Told

REPEAT = 2
CHRONIC = 3
MOST_COUNTED = 50
"""Whoever was robbed more often is counted no further: it takes ever longer and says no more."""
_DAYS_APART = 45
_MONTH, _YEAR = 30.4, 365.2


@dataclass(frozen=True, slots=True)
class Crime:
    """One record of a crime. ``source`` is who tells it; ``row_key`` says which rows are one."""

    source: str
    row_key: str
    told: Told


def count_crimes(records: Iterable[Crime]) -> int:
    """Return the fewest crimes that explain all records: never more than surely happened.

    Records may be of one crime if they come from different sources and neither type nor day says
    otherwise; the same row sent again is the same crime.
    """
    unique = {(each.source, each.row_key): each for each in records if each.told.crime}
    groups: list[list[Crime]] = []
    # Those that say most first: a record that says nothing joins any crime.
    for crime in sorted(unique.values(), key=_how_little_is_told):
        fitting = (group for group in groups if all(_may_be_one(crime, other) for other in group))
        group = next(fitting, None)
        if group is None and len(groups) == MOST_COUNTED:
            break
        if group is None:
            groups.append([crime])
        else:
            group.append(crime)
    return len(groups)


def losses(records: Sequence[Crime]) -> int:
    """Return the largest loss of any one record, in pence: sums would count one crime twice."""
    return max((each.told.loss_pence or 0 for each in records), default=0)


def _how_little_is_told(crime: Crime) -> tuple[int, str, str]:
    told = crime.told
    known = (told.scam_type is not None) + len(told.happened_on or "")
    return -known, crime.source, crime.row_key


def _may_be_one(one: Crime, other: Crime) -> bool:
    if one.source == other.source:
        return False
    types = {one.told.scam_type, other.told.scam_type} - {None}
    return len(types) < 2 and _near(one.told.happened_on, other.told.happened_on)  # noqa: PLR2004


def _near(one: str | None, other: str | None) -> bool:
    """Compare two partial days as far as both are known."""
    if one is None or other is None:
        return True
    known = min(len(one), len(other))
    if known < len("2024-03-02"):
        return one[:known] == other[:known]
    return abs(_ordinal(one) - _ordinal(other)) <= _DAYS_APART


def _ordinal(day: str) -> float:
    year, month, number = (int(part) for part in day.split("-"))
    return year * _YEAR + month * _MONTH + number
