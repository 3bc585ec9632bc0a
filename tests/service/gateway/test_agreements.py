"""H: agreements that execute, seen from outside: fields by name, new versions, and the log."""

import asyncio
from contextlib import AsyncExitStack
from pathlib import Path
from typing import cast

import pytest
from pydantic import TypeAdapter

from ppit_client import TokenRefused
from ppit_gateway.app import Listener, create_app
from ppit_gateway.domain.agreements import Agreement
from ppit_gateway.domain.replay import replay
from tests.support.behind import Script, a_fact
from tests.support.gate import APPROVE, SCREEN, SCREENINGS, GateHouse, an_agreement, refused
from tests.support.partners import OPERATOR, an_office
from tests.support.serving import served

KEY = "key-00000001"
ANSWERED = Script(
    body={"result": "MARKERS_HELD", "control_measures": ["VISIT_IN_PAIRS"], "address": "12 Here"},
    facts=(a_fact(),),
)
NARROW = {APPROVE: ["*"], SCREEN: ["result", "control_measures"]}


async def test_h_fields_asked_for_by_name_leave_alone_and_the_service_never_hears(
    house: GateHouse,
) -> None:
    house.behind.script = ANSWERED
    async with house.client() as phone:
        answer = await phone.post(
            f"{SCREENINGS}?fields=address", {}, case_reference="VISIT/1", idempotency_key=KEY
        )
    # What the answer would mislead without is there whether it was named or not.
    assert answer.json == {"result": "MARKERS_HELD", "address": "12 Here"}
    assert house.behind.hops[0].path == "/v1/screenings"
    (outcome,) = house.entries("outcome")
    assert outcome.body["fields_withheld"] == ["control_measures"]


async def test_h_a_field_that_the_agreement_does_not_have_is_refused_and_nobody_is_asked(
    house: GateHouse,
) -> None:
    await house.load(house.the_register(an_agreement(version=2, fields=NARROW)))
    async with house.client() as phone:
        posted = await phone.post(
            f"{SCREENINGS}?fields=address", {}, case_reference="VISIT/1", idempotency_key=KEY
        )
        read = await phone.get(f"{SCREENINGS}/abc?fields=result,address", case_reference="VISIT/1")
    assert [refused(posted), refused(read)] == [(403, "FIELD_NOT_PERMITTED")] * 2
    assert house.behind.hops == []


async def test_h_an_operation_about_people_whom_the_agreement_does_not_name_is_refused(
    house: GateHouse,
) -> None:
    house.behind.script = ANSWERED
    async with house.client() as phone:
        first = await phone.post(SCREENINGS, {}, case_reference="VISIT/1", idempotency_key=KEY)
    assert first.status == 200
    house.behind.hops.clear()
    others = an_agreement(version=2, subject_classes=["VICTIM", "WITNESS_OR_OTHER"])
    await house.load(house.the_register(others))
    async with house.client() as phone:
        # The answer that was kept under the first version's terms is not shown under these.
        again = await phone.post(SCREENINGS, {}, case_reference="VISIT/1", idempotency_key=KEY)
        read = await phone.get(f"{SCREENINGS}/abc", case_reference="VISIT/1")
    assert [refused(again), refused(read)] == [(403, "SUBJECT_CLASS_NOT_PERMITTED")] * 2
    assert house.behind.hops == []
    denied = house.entries("denied")
    assert [one.body["decision"] for one in denied] == ["SUBJECT_CLASS_NOT_PERMITTED"] * 2
    grounds = cast("dict[str, object]", denied[0].body["grounds"])
    assert grounds["classes"] == ["NOT_APPLICABLE"]


async def test_h_an_agreement_that_names_no_class_is_about_nobody(house: GateHouse) -> None:
    unsaid = an_agreement(version=2)
    del unsaid["subject_classes"]
    await house.load(house.the_register(unsaid))
    async with house.client(user="a-001") as approver:
        about_people = await approver.get(f"{SCREENINGS}/abc", case_reference="VISIT/1")
        about_nobody = await approver.post(
            "/officer-safety/v1/markers/m1/approval",
            {},
            case_reference="VISIT/1",
            idempotency_key=KEY,
        )
    assert refused(about_people) == (403, "SUBJECT_CLASS_NOT_PERMITTED")
    # It went on to the service, which answers with what no marker is.
    assert refused(about_nobody) == (502, "BAD_UPSTREAM")


async def test_h_every_logged_decision_replays_from_the_stored_version(house: GateHouse) -> None:
    house.behind.script = ANSWERED
    async with house.client() as phone:
        for path in (SCREENINGS, f"{SCREENINGS}?fields=secret"):
            await phone.post(path, {}, case_reference="VISIT/1", idempotency_key=KEY)
    await house.load(house.the_register(an_agreement(version=2, people_per_day=0, fields=NARROW)))
    async with house.client() as phone:
        await phone.get(f"{SCREENINGS}/abc?fields=address", case_reference="VISIT/1")
    entries = house.entries("intent", "denied")
    versions = house.sql("SELECT version, terms FROM agreement_version ORDER BY version")
    read = TypeAdapter(Agreement).validate_python
    stored = {cast("int", version): read(terms) for version, terms in versions}
    again = [
        replay(one.body, stored[cast("int", one.body["agreement_version"])]) for one in entries
    ]
    assert again == [one.body["decision"] for one in entries]
    assert again == ["ALLOWED", "FIELD_NOT_PERMITTED", "FIELD_NOT_PERMITTED"]


async def test_h_a_new_version_ends_the_tokens_of_the_old_one(house: GateHouse) -> None:
    async with house.client() as phone, house.http() as http:
        token = await phone.token()
        await house.load(house.the_register(an_agreement(version=2)))
        answer = await http.get(
            f"{SCREENINGS}/abc",
            headers={"Authorization": f"Bearer {token}", "Case-Reference": "VISIT/1"},
        )
    assert answer.status_code == 401
    assert 'error="invalid_token"' in answer.headers["www-authenticate"]


async def test_h_a_register_of_before_is_loaded_again_without_a_new_version(
    house: GateHouse,
) -> None:
    before = house.sql("SELECT terms FROM agreement_version")
    await house.load(house.the_register())
    assert house.sql("SELECT terms FROM agreement_version") == before


async def test_h_an_agreement_that_names_its_clients_admits_no_other(house: GateHouse) -> None:
    named = an_agreement(version=2, clients=["thanet-phones"])
    await house.load(house.the_register(named))
    async with house.client() as phone:
        assert (await phone.get(f"{SCREENINGS}/abc", case_reference="VISIT/1")).status == 200
    # The client is still registered under it; the version in force names another.
    others = an_agreement(version=3, clients=["thanet-desk"])
    await house.load(house.the_register(others, clients=[]))
    async with house.client() as phone:
        with pytest.raises(TokenRefused, match="DSA_NOT_FOUND"):
            await phone.token()


@pytest.mark.parametrize(
    ("what", "subject", "refusal"),
    [
        ("AGREEMENT", "DSA-001", (403, "DSA_SUSPENDED")),
        ("CLIENT", "thanet-phones", (401, "INVALID_TOKEN")),
        ("USER", "w-017", (401, "INVALID_TOKEN")),
    ],
)
async def test_h_what_one_person_stops_is_stopped_in_four_workers_within_a_second(
    house: GateHouse, tmp_path: Path, what: str, subject: str, refusal: tuple[int, str]
) -> None:
    # As in production: what is known of the register may be this old.
    settings = house.settings.model_copy(update={"register_age_seconds": 0.7})
    async with house.client() as phone, AsyncExitStack() as stack:
        workers = [tmp_path / f"worker-{number}.sock" for number in range(4)]
        for socket in workers:
            app = create_app(settings, Listener.EXTERNAL, house.catalogue)
            await stack.enter_async_context(served(app, socket, lifespan=True))
        doors = [await stack.enter_async_context(house.http(socket)) for socket in workers]
        headers = {"Authorization": f"Bearer {await phone.token()}", "Case-Reference": "VISIT/1"}

        async def answers() -> list[tuple[int, object]]:
            got = [await door.get(f"{SCREENINGS}/abc", headers=headers) for door in doors]
            return [(one.status_code, one.json().get("code")) for one in got]

        assert await answers() == [(200, None)] * 4
        folder = tmp_path / "office"
        folder.mkdir()
        office = await stack.enter_async_context(an_office(house.database, folder, house.key))
        stop = {"kind": "SUSPEND", "org_id": "thanet", "what": what, "id": subject}
        assert (await office.propose(OPERATOR, stop)).status == 201
        await asyncio.sleep(1.0)  # what every worker may take to know, and no more
        assert await answers() == [refusal] * 4
