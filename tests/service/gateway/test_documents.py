"""G and E: what partners read of the API, how an operation ends, and failures on purpose."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import cast

import httpx
import pytest

from ppit_gateway.app import Catalogue, Listener, create_app
from ppit_gateway.domain.scenarios import SCENARIOS
from tests.support.behind import SERVICE, published
from tests.support.gate import APPROVE, SCREEN, SCREENINGS, GateHouse, an_agreement
from tests.support.serving import served

MARKER = f"{SCREENINGS}/abc"
SUCCESSOR = "/officer-safety/v2/screenings"


async def headers_of(house: GateHouse, **more: str) -> dict[str, str]:
    async with house.client() as phone:
        token = await phone.token()
    return {"Authorization": f"Bearer {token}", "Case-Reference": "VISIT/1", **more}


async def test_g_a_partner_reads_its_own_document(house: GateHouse) -> None:
    narrow = {APPROVE: ["*"], SCREEN: ["result"]}
    await house.load(house.the_register(an_agreement(version=2, fields=narrow)))
    headers = await headers_of(house)
    async with house.http() as http:
        whole = (await http.get("/openapi.json")).json()
        own = (await http.get("/openapi.json", headers=headers)).json()
        wrong = await http.get("/openapi.json", headers={"Authorization": "Bearer x.y.z"})
    # A warden approves nothing, and the agreement lets one field of a screening leave.
    assert set(own["paths"]) < set(whole["paths"])
    assert all(
        operation["x-ppit"]["scope"] == SCREEN
        for methods in own["paths"].values()
        for operation in methods.values()
    )
    answer = own["paths"][MARKER.replace("abc", "{screening_id}")]["get"]["responses"]["200"]
    assert set(answer["content"]["application/json"]["schema"]["properties"]) == {"result"}
    assert (wrong.status_code, wrong.json()["code"]) == (401, "INVALID_TOKEN")


async def test_g_every_problem_is_listed_and_has_its_page(standing: GateHouse) -> None:
    async with standing.http() as http:
        listed = (await http.get("/problems")).json()["items"]
        pages = [await http.get(one["type"]) for one in listed]
    assert len(listed) > 40
    assert [one["code"] for one in listed] == sorted(one["code"] for one in listed)
    assert {page.status_code for page in pages} == {200}
    unsaid = [
        one["code"]
        for one, page in zip(listed, pages, strict=True)
        if one["code"] not in page.text or "What to do" not in page.text
    ]
    assert unsaid == []


@pytest.mark.parametrize("name", sorted(SCENARIOS))
async def test_g_a_sandbox_client_has_anything_go_wrong_and_nobody_is_asked(
    standing: GateHouse, name: str
) -> None:
    before = len(standing.behind.hops)
    headers = await headers_of(standing, **{"Sandbox-Scenario": name})
    async with standing.http() as http:
        answer = await http.get(MARKER, headers=headers)
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == name.upper().replace("-", "_")
    assert answer.json()["status"] == answer.status_code >= 400
    assert len(standing.behind.hops) == before


async def test_g_no_other_client_can_have_anything_go_wrong(house: GateHouse) -> None:
    headers = await headers_of(house, **{"Sandbox-Scenario": "people-quota-exceeded"})
    document = house.the_register()
    (client,) = cast("list[dict[str, object]]", document["clients"])
    await house.load({**document, "clients": [{**client, "sandbox": False}]})
    async with house.http() as http:
        answer = await http.get(MARKER, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (400, "BAD_REQUEST")
    assert house.entries() == []


@asynccontextmanager
async def ending(house: GateHouse, socket: Path, **said: str) -> AsyncGenerator[httpx.AsyncClient]:
    """Open a door of the gate at which one operation is deprecated."""
    document = published()
    rules = document["paths"]["/v1/screenings/{screening_id}"]["get"]["x-ppit"]
    rules["lifecycle"] = {"deprecated": "2026-01-01T00:00:00Z", **said}
    app = create_app(house.settings, Listener.EXTERNAL, Catalogue({SERVICE: document}, ()))
    async with served(app, socket, lifespan=True), house.http(socket) as http:
        yield http


async def test_e_a_deprecated_operation_says_since_when_until_when_and_what_comes_after(
    house: GateHouse, tmp_path: Path
) -> None:
    headers = await headers_of(house)
    said = {"sunset": "2090-06-30T23:59:59Z", "successor": SUCCESSOR}
    async with ending(house, tmp_path / "ending.sock", **said) as http:
        answer = await http.get(MARKER, headers=headers)
    assert answer.status_code == 200
    # RFC 9745: a Date of structured fields; RFC 8594: an HTTP date.
    assert answer.headers["deprecation"] == "@1767225600"
    assert answer.headers["sunset"] == "Fri, 30 Jun 2090 23:59:59 GMT"
    assert answer.headers["link"] == f'<{SUCCESSOR}>; rel="successor-version"'


async def test_e_after_its_sunset_an_operation_is_gone(house: GateHouse, tmp_path: Path) -> None:
    headers = await headers_of(house)
    said = {"sunset": "2026-01-02T00:00:00Z", "successor": SUCCESSOR}
    async with ending(house, tmp_path / "ending.sock", **said) as http:
        answer = await http.get(MARKER, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (410, "OPERATION_RETIRED")
    assert answer.headers["link"] == f'<{SUCCESSOR}>; rel="successor-version"'
    assert house.behind.hops == []


async def test_e_an_operation_that_stays_says_nothing_of_an_end(scripted: GateHouse) -> None:
    headers = await headers_of(scripted)
    async with scripted.http() as http:
        answer = await http.get(MARKER, headers=headers)
    assert answer.status_code == 200
    assert {"deprecation", "sunset", "link"}.isdisjoint(answer.headers)
