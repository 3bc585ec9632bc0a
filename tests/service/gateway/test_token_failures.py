"""A9: who fails to authenticate ten times in a minute is told to wait, and the log is told."""

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from ppit_client import new_key_pair
from tests.support.gate import GateHouse, assertion, gate_house
from tests.support.postgres import Database
from tests.support.token_requests import a_form, about, asked, refusal, refused


@pytest.fixture
async def limited(tmp_path: Path, gateway_database: Database) -> AsyncGenerator[GateHouse]:
    """Run a gate with the limit that production has."""
    async with gate_house(tmp_path, gateway_database, failures_a_minute=10) as running:
        yield running


async def test_the_eleventh_failure_of_a_client_is_told_to_wait(limited: GateHouse) -> None:
    bad = [assertion(limited.key, aud="elsewhere") for _ in range(11)]
    answers = [await asked(limited, a_form(limited, client_assertion=one)) for one in bad]
    assert [one.status_code for one in answers] == [401] * 10 + [429]
    assert refused(answers[-1]) == (429, "invalid_client")
    assert 0 < int(answers[-1].headers["retry-after"]) <= 60
    # It counts for all three endpoints, and for nobody else.
    more = about(limited, "x", client_assertion=assertion(limited.key, aud="elsewhere"))
    assert await refusal(limited, more, "/oauth2/introspect") == (429, "invalid_client")
    stranger = a_form(limited, client_assertion=assertion(new_key_pair()))
    assert await refusal(limited, stranger) == (401, "invalid_client")


async def test_whoever_proves_the_key_is_answered_whoever_fails_in_its_name(
    limited: GateHouse,
) -> None:
    bad = [assertion(limited.key, aud="elsewhere") for _ in range(12)]
    failed = [await refusal(limited, a_form(limited, client_assertion=one)) for one in bad]
    assert failed[-1] == (429, "invalid_client")
    assert (await asked(limited, a_form(limited))).status_code == 200


async def test_failures_that_name_no_client_count_by_where_they_come_from(
    limited: GateHouse,
) -> None:
    strangers = [a_form(limited, client_assertion=assertion(new_key_pair())) for _ in range(11)]
    statuses = [(await asked(limited, form)).status_code for form in strangers]
    assert statuses == [401] * 10 + [429]


async def test_every_failure_is_told_to_the_log_that_of_the_eleventh_too(
    tmp_path: Path, gateway_database: Database
) -> None:
    async with gate_house(tmp_path, gateway_database, failures_a_minute=10) as house:
        for _ in range(12):
            await asked(house, a_form(house, client_assertion=assertion(house.key, aud="x")))
    counted = house.entries("auth-failures")
    assert {one.body["client_id"] for one in counted} == {"thanet-phones"}
    assert sum(int(str(one.body["failures"])) for one in counted) == 12
