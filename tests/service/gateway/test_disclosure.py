"""A partner's question through the whole gate, and what the log then holds."""

import hashlib
import json
from typing import cast
from uuid import UUID

from tests.support.behind import SECRET, Script, a_fact, a_screening
from tests.support.gate import SCREENINGS, GateHouse, an_agreement, refused

VISIT = {"address": {"lines": [SECRET], "postcode": "CT9 1AA"}}


async def test_an_answer_leaves_with_its_receipt_and_the_log_says_who_asked(
    house: GateHouse,
) -> None:
    async with house.client() as phone:
        answer = await phone.post(
            SCREENINGS, VISIT, case_reference="VISIT/1", idempotency_key="key-00000001"
        )
    assert answer.status == 200
    assert answer.json == {"result": "MARKERS_HELD", "control_measures": ["VISIT_IN_PAIRS"]}
    intent, outcome, fact = house.entries("intent", "outcome", "fact")
    request_id = answer.headers["x-request-id"]
    assert [one.key for one in (intent, outcome)] == [request_id, request_id]
    assert intent.body["actor"] == {
        "user_id": "w-017",
        "role": "WARDEN",
        "assurance": "partner-vouched",
    }
    assert intent.body["operation"] == "officer-safety POST /v1/screenings"
    assert intent.body["agreement_version"] == 1
    assert intent.body["legal_basis"] == "UK GDPR Art 6(1)(e)"
    assert outcome.body["fields"] == ["control_measures", "result"]
    assert outcome.body["people_disclosed"] == 1
    assert outcome.body["facts"] == [fact.key]
    assert cast("dict[str, object]", fact.body["fact"])["subjects_disclosed"] == ["e1:one"]
    body = json.dumps(answer.json, separators=(",", ":")).encode()
    assert outcome.body["response_sha256"] == hashlib.sha256(body).hexdigest()
    index = house.sql("SELECT index FROM log.entry WHERE kind = 'outcome'")[0][0]
    assert answer.headers["audit-receipt"].startswith(f"index={index}, leaf=")


async def test_neither_the_case_nor_anybodys_name_stands_in_the_log(house: GateHouse) -> None:
    async with house.client() as phone:
        await phone.post(
            SCREENINGS, VISIT, case_reference="VISIT/4711", idempotency_key="key-00000001"
        )
    text = " ".join(entry.text for entry in house.entries())
    assert "VISIT/4711" not in text
    assert SECRET not in text
    sealed = house.sql("SELECT DISTINCT value FROM log.salt")
    assert sealed == [("VISIT/4711",)]


async def test_the_service_gets_a_hop_and_nothing_that_the_client_sent_by_name(
    house: GateHouse,
) -> None:
    async with house.client() as phone, house.http() as http:
        token = await phone.token()
        answer = await http.post(
            SCREENINGS,
            json=VISIT,
            headers={
                "Authorization": f"Bearer {token}",
                "Case-Reference": "VISIT/1",
                "Idempotency-Key": "key-00000001",
                "X-Actor-Org": "kcc",
                "X-Forwarded-For": "10.0.0.1",
                "Cookie": "a=b",
                "X-Request-ID": "mine",
            },
        )
    assert answer.status_code == 200
    (hop,) = house.behind.hops
    (headers,) = house.behind.headers
    assert hop.caller.org_id == "thanet"
    assert hop.caller.areas == {"E07000114"}
    assert hop.caller.people_limit == 1
    assert hop.mandate is not None
    assert headers.keys() <= {
        "host",
        "authorization",
        "x-request-id",
        "content-type",
        "content-length",
        "traceparent",
        "x-time-left",
    }
    assert headers["x-request-id"] == answer.headers["x-request-id"] == str(hop.caller.request_id)


async def test_a_field_outside_the_published_schema_never_leaves(house: GateHouse) -> None:
    leak = a_screening(
        name=SECRET,
        reliability={"graded": "B2", "how": "x", "source": SECRET},
        counts={"a": 1, SECRET: SECRET},
        control_measures=[{"note": SECRET}, "VISIT_IN_PAIRS"],
    )
    house.behind.script = Script(body=leak)
    async with house.client() as phone:
        answer = await phone.post(
            SCREENINGS, VISIT, case_reference="VISIT/1", idempotency_key="key-00000001"
        )
    assert answer.status == 200
    body = cast("dict[str, object]", answer.json)
    assert "name" not in body
    assert body["reliability"] == {"graded": "B2", "how": "x"}
    (outcome,) = house.entries("outcome")
    assert "name" in cast("list[str]", outcome.body["fields_unpublished"])
    assert SECRET not in outcome.text
    assert SECRET not in json.dumps(body["control_measures"])


async def test_a_field_that_the_agreement_does_not_name_is_held_back(house: GateHouse) -> None:
    narrow = house.the_register()
    agreement = cast("list[dict[str, object]]", narrow["agreements"])[0]
    agreement |= {
        "version": 2,
        "fields": {
            "officer-safety:approve": ["*"],
            "officer-safety:screen": ["result", "reliability.graded"],
        },
    }
    await house.load(narrow)
    full = a_screening(address="1 Nowhere", reliability={"graded": "B2", "how": "x"})
    house.behind.script = Script(body=full)
    async with house.client() as phone:
        answer = await phone.post(
            SCREENINGS, VISIT, case_reference="VISIT/1", idempotency_key="key-00000001"
        )
    assert answer.json == {"result": "MARKERS_HELD", "reliability": {"graded": "B2"}}
    (outcome,) = house.entries("outcome")
    assert outcome.body["fields_withheld"] == [
        "address",
        "control_measures",
        "reliability.how",
    ]


async def test_a_refusal_of_the_service_passes_as_a_problem_without_facts(
    house: GateHouse,
) -> None:
    problem = {"type": "/problems/NOT_FOUND", "status": 404, "code": "NOT_FOUND", "name": SECRET}
    house.behind.script = Script(
        body=problem, status=404, facts=(), content_type="application/problem+json"
    )
    async with house.client() as phone:
        answer = await phone.get(f"{SCREENINGS}/abc", case_reference="VISIT/1")
    assert answer.status == 404
    assert answer.json == {"type": "/problems/NOT_FOUND", "status": 404, "code": "NOT_FOUND"}
    (outcome,) = house.entries("outcome")
    assert outcome.body["status"] == 404
    assert outcome.body["people_disclosed"] == 0


async def test_what_a_service_says_of_places_is_shown_as_it_is_outside(house: GateHouse) -> None:
    house.behind.script = Script(
        body=a_screening(),
        headers={
            "Location": "/v1/screenings/abc",
            "Link": '</v1/screenings?cursor=x>; rel="next"',
            "Idempotency-Replayed": "true",
            "Server": "hidden",
            "Set-Cookie": "a=b",
        },
    )
    async with house.client() as phone:
        answer = await phone.get(f"{SCREENINGS}/abc", case_reference="VISIT/1")
    assert answer.headers["location"] == "/officer-safety/v1/screenings/abc"
    assert answer.headers["link"] == '</officer-safety/v1/screenings?cursor=x>; rel="next"'
    assert answer.headers["idempotency-replayed"] == "true"
    assert not {"server", "set-cookie"} & answer.headers.keys()


async def test_every_answer_carries_the_same_protective_headers(house: GateHouse) -> None:
    correlation = "01994f60-0000-7000-8000-000000000001"
    async with house.client() as phone, house.http() as http:
        token = await phone.token()
        headers = {
            "Authorization": f"Bearer {token}",
            "Case-Reference": "VISIT/1",
            "X-Correlation-ID": correlation,
        }
        answers = [
            await http.get(f"{SCREENINGS}/abc", headers=headers),
            await http.get("/livez", headers={"X-Correlation-ID": correlation}),
            await http.get("/nowhere", headers={"X-Correlation-ID": correlation}),
            await http.get(f"{SCREENINGS}/abc", headers={"X-Correlation-ID": correlation}),
        ]
    assert [one.status_code for one in answers] == [200, 200, 404, 401]
    for one in answers:
        assert UUID(one.headers["x-request-id"]).version == 7
        assert one.headers["x-correlation-id"] == correlation
        assert one.headers["cache-control"] == "no-store"
        assert one.headers["x-content-type-options"] == "nosniff"
        assert "strict-transport-security" in one.headers
        assert "server" not in one.headers


async def test_a_correlation_id_that_is_no_uuid_is_not_echoed(house: GateHouse) -> None:
    async with house.http() as http:
        answer = await http.get("/livez", headers={"X-Correlation-ID": SECRET})
    assert "x-correlation-id" not in answer.headers


async def test_the_same_key_with_the_same_question_has_the_same_fingerprint(
    house: GateHouse,
) -> None:
    async with house.client() as phone:
        for body in (VISIT, VISIT, {**VISIT, "more": 1}):
            await phone.post(SCREENINGS, body, case_reference="V/1", idempotency_key="key-00000001")
    first, again, other = (hop.idempotency_fingerprint for hop in house.behind.hops)
    assert first == again != other
    assert {hop.idempotency_key for hop in house.behind.hops} == {"key-00000001"}


async def test_an_answer_kept_for_other_terms_or_another_person_is_not_this_ones(
    house: GateHouse,
) -> None:
    async def ask(user: str) -> None:
        async with house.client(user) as phone:
            await phone.post(
                SCREENINGS, VISIT, case_reference="V/1", idempotency_key="key-00000001"
            )

    await ask("w-017")
    await ask("a-001")
    # Only the service knows which areas an answer touched, and a replay does not ask it again.
    await house.load(house.the_register(an_agreement(version=2, areas=["E07000108"])))
    await ask("w-017")
    fingerprints = [hop.idempotency_fingerprint for hop in house.behind.hops]
    assert len(set(fingerprints)) == 3


async def test_a_query_reaches_the_service_in_the_very_bytes_that_were_sealed(
    house: GateHouse,
) -> None:
    async with house.client() as phone:
        target = f"{SCREENINGS}/abc?a=%41&b=%2B'c&d=%C3%A9"
        answer = await phone.get(target, case_reference="V/1")
    assert answer.status == 200
    (hop,) = house.behind.hops
    assert hop.path == "/v1/screenings/abc?a=%41&b=%2B'c&d=%C3%A9"


async def test_a_kept_answer_that_names_more_people_than_are_left_today_is_a_spent_quota(
    house: GateHouse,
) -> None:
    again = a_fact("one", "two", counts={"replayed": 1})
    house.behind.script = Script(body=a_screening(address=SECRET), facts=(again,))
    async with house.client() as phone:
        answer = await phone.get(f"{SCREENINGS}/abc", case_reference="VISIT/1")
    assert refused(answer) == (429, "PEOPLE_QUOTA_EXCEEDED")
    assert SECRET not in json.dumps(answer.json)
    (outcome,) = house.entries("outcome")
    assert outcome.body["failure"] == "PEOPLE_QUOTA_EXCEEDED"
    assert house.people_today() == 0


async def test_facts_that_say_two_people_count_two(house: GateHouse) -> None:
    narrow = house.the_register()
    await house.load(narrow)
    house.behind.script = Script(body=a_screening(), facts=(a_fact("one", "two"),))
    async with house.client() as phone:
        answer = await phone.get(f"{SCREENINGS}/abc", case_reference="VISIT/1")
    # One person was reserved, two were disclosed: more than was decided, so nothing leaves.
    assert answer.status == 502
    assert SECRET not in json.dumps(answer.json)
