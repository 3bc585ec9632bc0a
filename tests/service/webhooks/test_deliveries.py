"""F: thin payloads, both signatures, ten attempts, and a fact for whatever arrived."""

import json
from datetime import timedelta
from typing import cast

import pytest

from ppit_client.webhooks import WebhookRejected
from ppit_platform.events import EventType
from ppit_platform.ids import new_id
from ppit_webhooks.domain.schedule import PAUSES
from tests.support.receiver import HOST, status
from tests.support.webhooks import Webhooks, a_partner, an_event


async def test_f_an_event_is_sent_thin_and_signed_both_ways(webhooks: Webhooks) -> None:
    made = await webhooks.subscribe()
    event = an_event()
    await webhooks.told(event)
    await webhooks.attempt()
    (heard,) = webhooks.receiver.heard
    assert heard.target == "/ppit"
    assert json.loads(heard.body) == {
        "type": "vetting.case.decided",
        "timestamp": event.as_json()["happened_at"],
        "data": dict(event.data),
    }
    (key,) = cast("list[dict[str, str]]", made["keys"])
    assert webhooks.verified(heard, made["secret"]).id == str(event.event_id)
    assert webhooks.verified(heard, key["public_key"]).data["decision"] == "APPROVED"
    versions = [one.partition(",")[0] for one in heard.headers["webhook-signature"].split(" ")]
    assert versions == ["v1", "v1a"]


async def test_f_the_receiver_is_named_in_host_and_in_tls_though_an_address_is_connected_to(
    webhooks: Webhooks,
) -> None:
    await webhooks.subscribe()
    await webhooks.told(an_event())
    await webhooks.attempt()
    (heard,) = webhooks.receiver.heard
    assert heard.headers["host"] == f"{HOST}:{webhooks.receiver.port}"
    assert heard.server_name == HOST


async def test_f_what_arrived_is_a_fact_of_the_agreement_with_no_one_in_it(
    webhooks: Webhooks,
) -> None:
    made = await webhooks.subscribe()
    event = an_event()
    await webhooks.told(event)
    await webhooks.attempt()
    (told,) = webhooks.facts("TRANSFER")
    fact, caller = told["fact"], told["caller"]
    assert fact["fields"][:3] == [
        "vetting.case.decided",
        f"event:{event.event_id}",
        f"subscription:{made['subscription_id']}",
    ]
    assert fact["subjects_disclosed"] == []
    assert (caller["org_id"], caller["agreement_id"]) == ("thanet", "DSA-001")
    assert caller["actor"] is None
    assert told["job_id"] is not None


async def test_f_an_event_that_comes_twice_is_sent_once(webhooks: Webhooks) -> None:
    await webhooks.subscribe()
    event = an_event()
    first, again = await webhooks.told(event), await webhooks.told(event, event)
    assert first.json == {"taken": [str(event.event_id)]}
    assert again.json == {"taken": [str(event.event_id)] * 2}
    await webhooks.attempt()
    assert len(webhooks.receiver.heard) == 1


async def test_f_an_organisation_hears_of_its_own_and_of_the_types_it_asked_for(
    webhooks: Webhooks,
) -> None:
    await webhooks.subscribe()
    dover = webhooks.by(a_partner("dover"))
    theirs = await dover.subscribe()
    await webhooks.told(an_event("thanet", type=EventType.CASE_CHECKED))
    event = an_event("thanet")
    await webhooks.told(event)
    await webhooks.attempt()
    assert [one.headers["webhook-id"] for one in webhooks.receiver.heard] == [str(event.event_id)]
    assert await dover.deliveries(theirs) == []


async def test_f_only_the_house_brings_events(webhooks: Webhooks) -> None:
    event = an_event()
    served = await webhooks.running.http.post("/v1/events", {"events": [event.as_json()]})
    assert served.status == 404
    assert webhooks.running.rows("SELECT FROM event") == []


async def test_f_an_event_of_another_organisation_than_the_hops_is_not_taken(
    webhooks: Webhooks,
) -> None:
    own, stray = an_event("thanet"), an_event("dover")
    assert (await webhooks.told(own, stray)).json == {"taken": [str(own.event_id)]}


async def test_f_ten_attempts_over_some_three_days_under_one_id_then_it_is_failing(
    webhooks: Webhooks,
) -> None:
    webhooks.receiver.script = [status(500)]
    made = await webhooks.subscribe()
    event = an_event()
    await webhooks.told(event)
    waited: list[float] = []
    for pause in PAUSES[1:]:
        await webhooks.attempt()
        waited.append(webhooks.due_in() / pause.total_seconds())
        webhooks.clock.forward(pause)
    await webhooks.attempt()
    assert len(waited) == 9
    assert [round(one, 1) for one in waited if not 1 <= one < 1.11] == []
    ids = {one.headers["webhook-id"] for one in webhooks.receiver.heard}
    stamps = [one.headers["webhook-timestamp"] for one in webhooks.receiver.heard]
    assert ids == {str(event.event_id)}
    assert len(set(stamps)) == len(stamps) == 10
    ended = await webhooks.the_delivery(made)
    assert (ended["state"], ended["attempts"], ended["last_code"]) == ("FAILED", 10, "HTTP_500")
    shown = await webhooks.shown(made)
    assert shown["state"] == "ACTIVE"
    assert shown["failing_since"] is not None
    assert webhooks.facts("TRANSFER") == []


async def test_f_a_delivery_that_arrives_ends_the_failing(webhooks: Webhooks) -> None:
    made = await webhooks.subscribe()
    webhooks.running.rows("UPDATE subscription SET failing_since = now()")
    await webhooks.told(an_event())
    await webhooks.attempt()
    assert (await webhooks.shown(made))["failing_since"] is None


async def test_f_a_message_altered_on_its_way_is_rejected(webhooks: Webhooks) -> None:
    made = await webhooks.subscribe()
    await webhooks.told(an_event())
    await webhooks.attempt()
    (heard,) = webhooks.receiver.heard
    altered = {**heard.headers, "webhook-id": str(new_id())}
    with pytest.raises(WebhookRejected):
        webhooks.verified(type(heard)(heard.target, altered, heard.body, None), made["secret"])
    webhooks.clock.forward(timedelta(minutes=6))
    with pytest.raises(WebhookRejected, match="too long ago"):
        webhooks.verified(heard, made["secret"])
