"""F: what a receiver asks by Retry-After, in either form of RFC 9110 s.10.2.3."""

from datetime import timedelta

import pytest

from ppit_webhooks.domain.retry_after import asked_to_wait

DATE = "Wed, 21 Oct 2026 07:28:00 GMT"


@pytest.mark.parametrize(
    ("retry_after", "date", "seconds"),
    [
        ("120", "", 120),
        ("0", DATE, 0),
        ("Wed, 21 Oct 2026 07:30:00 GMT", DATE, 120),
        ("Wednesday, 21-Oct-26 07:30:00 GMT", DATE, 120),
        ("Wed, 21 Oct 2026 07:00:00 GMT", DATE, 0),
    ],
)
def test_f_seconds_and_dates_are_read(retry_after: str, date: str, seconds: int) -> None:
    assert asked_to_wait(retry_after, date) == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("retry_after", "date"),
    [
        ("", DATE),
        (DATE, ""),
        ("-5", DATE),
        ("1e9", DATE),
        ("9" * 10, DATE),
        ("\u0661", DATE),
        ("soon", DATE),
        ("Wed, 99 Oct 2026 07:30:00 GMT", DATE),
        ("Wed, 21 Oct 2026 07:30:00 -0000", DATE),
        ("Wed, 21 Oct 99999999 07:30:00 GMT", DATE),
    ],
)
def test_f_what_says_nothing_is_nothing(retry_after: str, date: str) -> None:
    assert asked_to_wait(retry_after, date) is None
