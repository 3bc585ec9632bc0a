"""F: an organisation's own subscriptions, their secrets and keys, and what was missed, replayed."""

import json
from datetime import timedelta
from typing import cast

import pytest

from ppit_client.webhooks import WebhookRejected
from ppit_platform.events import EventType
from ppit_platform.ids import new_id
from tests.support.calls import Served
from tests.support.receiver import OK, status
from tests.support.statements import counted_statements
from tests.support.webhooks import SUBSCRIPTIONS, Webhooks, a_partner, an_event

SINCE = {"since": "2020-01-01T00:00:00Z"}
OPERATIONS: list[tuple[str, str, object]] = [
    ("GET", "", None),
    ("DELETE", "", None),
    ("POST", "/suspension", None),
    ("POST", "/resumption", None),
    ("POST", "/secret-rotation", None),
    ("GET", "/deliveries", None),
    ("POST", "/replay", SINCE),
    ("POST", "/test", None),
]


async def _asked(
    webhooks: Webhooks, operation: tuple[str, str, object], subscription_id: object
) -> Served:
    method, tail, body = operation
    raw = b"" if body is None else json.dumps(body).encode()
    key = None if method == "GET" else str(new_id())
    path = f"{SUBSCRIPTIONS}/{subscription_id}{tail}"
    return await webhooks.running.http.raw(method, path, raw, key=key)


def _but_its_instance(served: Served) -> dict[str, object]:
    return {name: value for name, value in served.json.items() if name != "instance"}


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: f"{one[0]} {one[1]}")
async def test_f_another_organisations_subscription_is_as_one_that_never_was(
    webhooks: Webhooks, operation: tuple[str, str, object]
) -> None:
    made = await webhooks.subscribe()
    dover = webhooks.by(a_partner("dover"))
    engine = webhooks.running.chassis.engine
    with counted_statements(engine) as theirs:
        held = await _asked(dover, operation, made["subscription_id"])
    with counted_statements(engine) as nobodys:
        unknown = await _asked(dover, operation, new_id())
    assert held.status == unknown.status == 404
    assert _but_its_instance(held) == _but_its_instance(unknown)
    assert theirs.statements == nobodys.statements
    assert (await webhooks.shown(made))["state"] == "ACTIVE"


async def test_f_the_list_shows_ones_own_and_never_a_secret(webhooks: Webhooks) -> None:
    made = await webhooks.subscribe()
    await webhooks.by(a_partner("dover")).subscribe()
    served = await webhooks.running.get(SUBSCRIPTIONS)
    (shown,) = cast("list[dict[str, object]]", served.json["items"])
    assert shown["subscription_id"] == made["subscription_id"]
    assert made.keys() - shown.keys() == {"secret"}
    assert b"whsec_" not in served.body


async def test_f_the_secret_rests_sealed(webhooks: Webhooks) -> None:
    made = await webhooks.subscribe()
    (row,) = webhooks.running.rows(
        "SELECT encode(sealed, 'base64') AS sealed FROM subscription_key"
    )
    secret = str(made["secret"]).removeprefix("whsec_")
    assert secret[:20] not in row["sealed"]
    assert await webhooks.shown(made) == {
        name: value for name, value in made.items() if name != "secret"
    }


async def test_f_while_a_secret_is_rotated_both_sign_and_then_the_new_one_alone(
    webhooks: Webhooks,
) -> None:
    made = await webhooks.subscribe()
    rotated = (await webhooks.post(made, "secret-rotation")).json
    assert rotated["secret"] != made["secret"]
    await webhooks.told(an_event())
    await webhooks.attempt()
    (heard,) = webhooks.receiver.heard
    assert len(heard.headers["webhook-signature"].split(" ")) == 4
    event_ids = {
        webhooks.verified(heard, key).id
        for key in (made["secret"], rotated["secret"], *_public(made), *_public(rotated))
    }
    assert len(event_ids) == 1
    webhooks.clock.forward(timedelta(hours=24))
    await webhooks.told(an_event())
    await webhooks.attempt()
    late = webhooks.receiver.heard[-1]
    assert webhooks.verified(late, rotated["secret"]).type == "vetting.case.decided"
    with pytest.raises(WebhookRejected):
        webhooks.verified(late, made["secret"])


def _public(shown: dict[str, object]) -> list[str]:
    return [key["public_key"] for key in cast("list[dict[str, str]]", shown["keys"])]


async def test_f_a_third_secret_waits_until_the_first_has_ended(webhooks: Webhooks) -> None:
    made = await webhooks.subscribe()
    await webhooks.post(made, "secret-rotation")
    again = await webhooks.post(made, "secret-rotation")
    assert (again.status, again.json["code"]) == (409, "ROTATION_UNDER_WAY")
    webhooks.clock.forward(timedelta(hours=24))
    assert (await webhooks.post(made, "secret-rotation")).status == 201


async def test_f_what_comes_while_suspended_is_kept_and_replayed(webhooks: Webhooks) -> None:
    made = await webhooks.subscribe()
    await webhooks.told(an_event())
    suspended = await webhooks.post(made, "suspension")
    assert (suspended.json["state"], suspended.json["reason"]) == ("SUSPENDED", "ON_REQUEST")
    await webhooks.told(an_event(), an_event(type=EventType.CASE_CHECKED))
    await webhooks.attempt()
    assert webhooks.receiver.connections == 0
    refused = await webhooks.post(made, "replay", SINCE)
    assert (refused.status, refused.json["code"]) == (409, "SUBSCRIPTION_NOT_ACTIVE")
    await webhooks.post(made, "resumption")
    replayed = await webhooks.post(made, "replay", SINCE)
    assert (replayed.status, replayed.json) == (202, {"events": 2, "go_on_since": None})
    await webhooks.attempt()
    assert len(webhooks.receiver.heard) == 2


async def test_f_one_event_is_sent_again_under_its_id(webhooks: Webhooks) -> None:
    made = await webhooks.subscribe()
    one, other = an_event(), an_event()
    await webhooks.told(one, other)
    await webhooks.attempt()
    await webhooks.post(made, "replay", {"event_id": str(one.event_id)})
    await webhooks.attempt()
    ids = [heard.headers["webhook-id"] for heard in webhooks.receiver.heard]
    assert sorted(ids[:2]) == sorted([str(one.event_id), str(other.event_id)])
    assert ids[2:] == [str(one.event_id)]


async def test_f_an_event_of_another_organisation_is_not_replayed(webhooks: Webhooks) -> None:
    made = await webhooks.subscribe()
    theirs = an_event("dover")
    await webhooks.told(theirs)
    for unknown in (theirs.event_id, new_id()):
        served = await webhooks.post(made, "replay", {"event_id": str(unknown)})
        assert (served.status, served.json["code"]) == (404, "NOT_FOUND")
    assert await webhooks.deliveries(made) == []


@pytest.mark.parametrize("body", [{}, {**SINCE, "event_id": str(new_id())}, {"since": "yesterday"}])
async def test_f_a_replay_is_of_one_event_or_since_an_instant(
    webhooks: Webhooks, body: dict[str, str]
) -> None:
    made = await webhooks.subscribe()
    served = await webhooks.post(made, "replay", body)
    assert (served.status, served.json["code"]) == (422, "INVALID_REQUEST")


async def test_f_a_test_is_sent_signed_like_any_event(webhooks: Webhooks) -> None:
    made = await webhooks.subscribe()
    asked = await webhooks.post(made, "test")
    assert asked.status == 202
    await webhooks.attempt()
    (heard,) = webhooks.receiver.heard
    event = webhooks.verified(heard, made["secret"])
    assert (event.id, event.type) == (asked.json["event_id"], "webhooks.test")
    assert event.data == {"id": made["subscription_id"]}


async def test_f_deliveries_are_paged_and_a_page_stands_while_others_come(
    webhooks: Webhooks,
) -> None:
    made = await webhooks.subscribe()
    for _ in range(2):
        await webhooks.told(*[an_event() for _ in range(30)])
    path = f"{SUBSCRIPTIONS}/{made['subscription_id']}/deliveries"
    first = await webhooks.running.get(path)
    await webhooks.told(an_event())
    link = first.headers["link"].partition(">")[0].removeprefix("<")
    second = await webhooks.running.get(link)
    shown = [
        str(one["delivery_id"])
        for page in (first, second)
        for one in cast("list[dict[str, object]]", page.json["items"])
    ]
    assert len(shown) == len(set(shown)) == 60
    assert shown == sorted(shown, reverse=True)
    assert "link" not in second.headers


async def test_f_deliveries_are_told_apart_by_their_state(webhooks: Webhooks) -> None:
    webhooks.receiver.script = [OK, status(500)]
    made = await webhooks.subscribe()
    await webhooks.told(an_event(), an_event())
    await webhooks.attempt()
    path = f"{SUBSCRIPTIONS}/{made['subscription_id']}/deliveries?state="
    delivered = (await webhooks.running.get(path + "DELIVERED")).json["items"]
    pending = (await webhooks.running.get(path + "PENDING")).json["items"]
    assert [one["last_code"] for one in cast("list[dict[str, object]]", delivered)] == ["HTTP_204"]
    assert [one["last_code"] for one in cast("list[dict[str, object]]", pending)] == ["HTTP_500"]


async def test_f_what_is_unsubscribed_is_gone_with_its_keys_and_sends_no_more(
    webhooks: Webhooks,
) -> None:
    made = await webhooks.subscribe()
    await webhooks.told(an_event())
    gone = await _asked(webhooks, ("DELETE", "", None), made["subscription_id"])
    assert gone.json == {"subscription_id": made["subscription_id"]}
    await webhooks.attempt()
    assert webhooks.receiver.connections == 0
    assert webhooks.running.rows("SELECT FROM subscription_key") == []
    assert (await _asked(webhooks, OPERATIONS[0], made["subscription_id"])).status == 404


async def test_f_an_organisation_has_twenty_subscriptions_at_most(webhooks: Webhooks) -> None:
    for _ in range(20):
        await webhooks.subscribe()
    body = {"url": webhooks.receiver.url, "event_types": ["vetting.case.decided"]}
    served = await webhooks.running.post(SUBSCRIPTIONS, body)
    assert (served.status, served.json["code"]) == (409, "TOO_MANY_SUBSCRIPTIONS")
    await webhooks.by(a_partner("dover")).subscribe()


@pytest.mark.parametrize(
    "body",
    [
        {"url": "https://hooks.partner.example/", "event_types": []},
        {"url": "https://hooks.partner.example/", "event_types": ["webhooks.test"]},
        {"url": "https://hooks.partner.example/", "event_types": ["vetting.case.decided"], "x": 1},
        {"event_types": ["vetting.case.decided"]},
    ],
)
async def test_f_a_subscription_is_of_known_types_and_known_fields(
    webhooks: Webhooks, body: dict[str, object]
) -> None:
    served = await webhooks.running.post(SUBSCRIPTIONS, body)
    assert (served.status, served.json["code"]) == (422, "INVALID_REQUEST")


async def test_f_a_person_who_subscribes_may_leave(webhooks: Webhooks) -> None:
    person = a_partner()
    await webhooks.subscribe()
    (row,) = webhooks.running.rows("SELECT caller FROM subscription")
    assert row["caller"]["actor"] is None
    assert row["caller"]["client_id"] == person.client_id
