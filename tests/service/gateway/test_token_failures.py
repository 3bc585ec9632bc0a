"""A9: who fails to authenticate ten times in a minute is told to wait, and the log is told."""

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator
from datetime import UTC, datetime
from itertools import cycle
from pathlib import Path

import httpx
import pytest

from ppit_client import new_key_pair
from ppit_platform.tokens import SigningKey
from tests.support.gate import ISSUER, SCREENINGS, GateHouse, assertion, gate_house
from tests.support.keys import signing_pem
from tests.support.postgres import Database
from tests.support.token_requests import a_form, about, asked, refusal, refused
from tests.support.workers import another_worker


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


async def test_a9_two_workers_count_as_one(limited: GateHouse, tmp_path: Path) -> None:
    second = tmp_path / "second.sock"
    async with another_worker(limited, second):
        forms = [a_form(limited, client_assertion=assertion(new_key_pair())) for _ in range(14)]
        doors = cycle((limited.external, second))
        asking = (
            asked(limited, form, socket=door) for form, door in zip(forms, doors, strict=False)
        )
        statuses = Counter(answer.status_code for answer in await asyncio.gather(*asking))
        assert statuses == {401: 10, 429: 4}
        # While the log is away each worker has a share of its own, and still tells the rest.
        await limited.switch.off()
        alone = a_form(limited, client_assertion=assertion(limited.key, aud="elsewhere"))
        answers = [await refusal(limited, alone) for _ in range(11)]
        await limited.switch.on()
    assert answers == [(401, "invalid_client")] * 10 + [(429, "invalid_client")]


async def test_a9_tokens_that_do_not_hold_are_slowed_down_and_a_good_one_never_is(
    limited: GateHouse,
) -> None:
    async with limited.client() as phone, limited.http() as http:
        token = await phone.token()

        async def shown(raw: str) -> httpx.Response:
            headers = {"Authorization": f"Bearer {raw}", "Case-Reference": "V/1"}
            return await http.get(f"{SCREENINGS}/s", headers=headers)

        nobody = [
            (await http.get(f"{SCREENINGS}/s", headers={"Case-Reference": "V/1"})).status_code
            for _ in range(3)
        ]
        answers = [await shown(token[:-1] + "!") for _ in range(11)]
        good = await shown(token)
        expired = await shown(an_expired_token(limited))
    assert nobody == [401] * 3
    assert [one.status_code for one in answers] == [401] * 10 + [429]
    assert answers[-1].json()["code"] == "TOO_MANY_FAILURES"
    assert 0 < int(answers[-1].headers["retry-after"]) <= 60
    assert good.status_code == 200
    # Whoever is late asks for a new token; that is no try, and nobody is kept from it.
    assert (expired.status_code, expired.json()["code"]) == (401, "INVALID_TOKEN")


def an_expired_token(house: GateHouse) -> str:
    key = SigningKey.from_pem(signing_pem(house.settings.signing_key_dir))
    then = int(datetime.now(UTC).timestamp()) - 400
    claims = {"iss": ISSUER, "aud": f"{ISSUER}/officer-safety", "jti": "a-token", "iat": then}
    return key.sign({**claims, "exp": then + 300}, typ="at+jwt")


async def test_every_failure_is_told_to_the_log_that_of_the_eleventh_too(
    tmp_path: Path, gateway_database: Database
) -> None:
    async with gate_house(tmp_path, gateway_database, failures_a_minute=10) as house:
        for _ in range(12):
            await asked(house, a_form(house, client_assertion=assertion(house.key, aud="x")))
    counted = house.entries("auth-failures")
    assert {one.body["client_id"] for one in counted} == {"thanet-phones"}
    assert sum(int(str(one.body["failures"])) for one in counted) == 12
