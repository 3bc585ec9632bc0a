"""A cursor opens for the list it was given for, and for no other."""

from dataclasses import replace

import pytest

from ppit_platform.codes import PurposeCode
from ppit_platform.cursor import (
    CursorInvalid,
    cursor_place,
    next_link,
    open_cursor,
    seal_cursor,
)
from ppit_platform.sealing import Seal
from tests.support.calls import a_caller

SEAL = Seal(b"s" * 32)
CALLER = a_caller()
PLACE = cursor_place(CALLER, "/v1/reviews")


def test_a_cursor_brings_back_what_was_sealed_and_shows_nothing_of_it() -> None:
    cursor = seal_cursor(SEAL, PLACE, {"opened_at": "2026-01-02T03:04:05Z", "id": 7})
    assert open_cursor(SEAL, PLACE, cursor) == {"opened_at": "2026-01-02T03:04:05Z", "id": 7}
    assert "2026" not in cursor
    assert cursor.isascii()
    assert cursor.replace("-", "").replace("_", "").isalnum()


@pytest.mark.parametrize(
    "place",
    [
        cursor_place(replace(CALLER, org_id="dover"), "/v1/reviews"),
        cursor_place(replace(CALLER, purpose=PurposeCode.VET_GRANT), "/v1/reviews"),
        cursor_place(CALLER, "/v1/recalls"),
    ],
)
def test_another_organisation_purpose_or_path_cannot_use_it(place: str) -> None:
    cursor = seal_cursor(SEAL, PLACE, {"id": 7})
    with pytest.raises(CursorInvalid) as refused:
        open_cursor(SEAL, place, cursor)
    assert (refused.value.status, refused.value.code) == (400, "CURSOR_INVALID")


def test_what_nobody_sealed_is_refused() -> None:
    cursor = seal_cursor(SEAL, PLACE, {"id": 7})
    changed = ("A" if cursor[20] != "A" else "B").join((cursor[:20], cursor[21:]))
    for text in ("", "x", "no cursor", "é", cursor[:-4], changed):
        with pytest.raises(CursorInvalid):
            open_cursor(SEAL, PLACE, text)
    with pytest.raises(CursorInvalid):
        open_cursor(Seal(b"t" * 32), PLACE, cursor)


def test_the_next_page_keeps_the_query_of_this_one() -> None:
    assert next_link("/v1/reviews", "abc") == '</v1/reviews?cursor=abc>; rel="next"'
    assert next_link("/v1/x?limit=5", "abc") == '</v1/x?limit=5&cursor=abc>; rel="next"'
