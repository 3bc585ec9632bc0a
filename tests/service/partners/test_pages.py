"""E: the register's lists go on page by page, and a page stands while entries are added."""

from typing import cast

import pytest

from tests.support.calls import Served
from tests.support.partners import ADMIN, OPERATOR, Office, a_version, code

_MORE = {
    "/v1/partners": """
        INSERT INTO partner SELECT 'p' || lpad(n::text, 4, '0'), 'Partner'
          FROM generate_series(1, 250) AS n
    """,
    "/v1/clients": """
        INSERT INTO client (client_id, org_id, agreements, sandbox, status)
        SELECT 'p' || lpad(n::text, 4, '0'), org_id, agreements, sandbox, status
          FROM generate_series(1, 250) AS n, (SELECT * FROM client LIMIT 1) AS one
    """,
    "/v1/changes": """
        INSERT INTO register_proposal
          (change_id, kind, subject_org, subject, body, home_org, proposed_org, proposed_by,
           proposed_at, state)
        SELECT gen_random_uuid(), kind, subject_org, subject, body, home_org, proposed_org,
               proposed_by, proposed_at - mod(n, 7) * interval '1 second', state
          FROM generate_series(1, 250) AS n, (SELECT * FROM register_proposal LIMIT 1) AS one
    """,
}
_NAMES = {"/v1/partners": "org_id", "/v1/clients": "client_id", "/v1/changes": "change_id"}


def link(served: Served) -> str | None:
    """Return the path of the next page."""
    named = served.headers.get("link")
    return None if named is None else named.partition(">")[0].removeprefix("<")


def names(served: Served, name: str) -> list[object]:
    return [one[name] for one in cast("list[dict[str, object]]", served.json["items"])]


@pytest.mark.parametrize("path", list(_MORE))
async def test_e_every_entry_is_on_one_page_and_no_entry_on_two(office: Office, path: str) -> None:
    await office.proposed(OPERATOR, a_version())
    office.running.rows(_MORE[path])  # pyright: ignore[reportArgumentType]  # of this module
    pages: list[list[object]] = []
    following: str | None = path
    while following is not None:
        served = await office.get(OPERATOR, following)
        pages.append(names(served, _NAMES[path]))
        following = link(served)
    listed = [name for page in pages for name in page]
    assert [len(page) for page in pages[:2]] == [100, 100]
    assert len(pages) == 3
    assert len(set(listed)) == len(listed) >= 250


async def test_e_a_page_stands_while_others_are_added_before_it(office: Office) -> None:
    office.running.rows(_MORE["/v1/partners"])  # pyright: ignore[reportArgumentType]  # of this module
    first = await office.get(OPERATOR, "/v1/partners")
    office.running.rows("INSERT INTO partner VALUES ('a-new-one', 'New')")
    following = link(first)
    assert following is not None
    second = await office.get(OPERATOR, following)
    assert set(names(first, "org_id")).isdisjoint(names(second, "org_id"))
    assert names(second, "org_id") == sorted(names(second, "org_id"), key=str)


async def test_e_a_cursor_that_was_altered_or_given_to_another_opens_nothing(
    office: Office,
) -> None:
    office.running.rows(_MORE["/v1/partners"])  # pyright: ignore[reportArgumentType]  # of this module
    following = link(await office.get(OPERATOR, "/v1/partners"))
    assert following is not None
    altered = following[:-4] + ("AAAA" if not following.endswith("AAAA") else "BBBB")
    assert code(await office.get(OPERATOR, altered)) == (400, "CURSOR_INVALID")
    assert code(await office.get(ADMIN, following)) == (400, "CURSOR_INVALID")
    elsewhere = following.replace("/v1/partners", "/v1/clients")
    assert code(await office.get(OPERATOR, elsewhere)) == (400, "CURSOR_INVALID")
