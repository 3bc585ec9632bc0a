"""What anybody may read: documents, pages and whether the gate could answer."""

from tests.support.behind import SERVICE, published
from tests.support.gate import GateHouse


async def test_the_merged_document_and_its_page_need_no_network(standing: GateHouse) -> None:
    async with standing.http() as http:
        document = (await http.get("/openapi.json")).json()
        page = (await http.get("/docs")).text
    assert document["openapi"] == "3.1.0"
    assert len(document["paths"]) > 5
    assert set(document["paths"]) == {f"/{SERVICE}{path}" for path in published()["paths"]}
    assert "openapi.json" in page
    assert "http://" not in page
    assert "https://" not in page


async def test_the_type_of_a_problem_is_a_page(standing: GateHouse) -> None:
    async with standing.http() as http:
        problem = (await http.get("/officer-safety/v1/screenings/abc")).json()
        page = await http.get(problem["type"])
        elsewhere = await http.get("/problems/NOBODY_REFUSES_SO")
        nonsense = await http.get("/problems/x")
    assert problem["type"] == "/problems/UNAUTHENTICATED"
    assert (page.status_code, elsewhere.status_code, nonsense.status_code) == (200, 404, 422)
    assert "This API answers only callers that show an access token" in page.text


async def test_the_gate_is_ready_while_its_log_answers(house: GateHouse) -> None:
    async with house.http() as http, house.http(house.internal) as inside:
        assert [(await one.get("/readyz")).json() for one in (http, inside)] == [
            {"status": "ready"}
        ] * 2
        await house.switch.off()
        away = await http.get("/readyz")
        alive = await http.get("/livez")
    assert (away.status_code, away.json()["code"]) == (503, "AUDIT_UNAVAILABLE")
    assert (alive.status_code, alive.json()) == (200, {"status": "alive"})


async def test_the_internal_listener_gives_no_tokens(standing: GateHouse) -> None:
    async with standing.http(standing.internal) as inside:
        answers = [
            await inside.post("/oauth2/token", data={"grant_type": "client_credentials"}),
            await inside.get("/openapi.json"),
            await inside.get("/officer-safety/v1/screenings/abc"),
        ]
    assert [one.status_code for one in answers] == [404, 404, 401]
    assert answers[2].json()["code"] == "UNAUTHENTICATED"
