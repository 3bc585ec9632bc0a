"""How long records of tracing are kept."""

from datetime import date

from ppit_platform.staying import Staying, StaysBecause, WhatStays

_TRACE_YEARS = 6
_LIST_YEARS = 1

RECORDS_STAY = (
    Staying(
        WhatStays.TRACES,
        StaysBecause.EVIDENCE,
        "A trace and its certificate may be put before a court and stay for six years; then"
        " somebody decides whether they are erased.",
    ),
)


def trace_review(today: date) -> date:
    """Return the day on which a trace is reviewed: six years, as the debt may live so long."""
    return _years_on(today, _TRACE_YEARS)


def list_review(today: date) -> date:
    """Return the day by which a copy of a source's list is gone, if no newer one replaced it."""
    return _years_on(today, _LIST_YEARS)


def _years_on(day: date, years: int) -> date:
    leap = (day.month, day.day) == (2, 29)
    return date(day.year + years, 3, 1) if leap else day.replace(year=day.year + years)
