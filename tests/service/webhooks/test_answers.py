"""F: what a receiver answers decides what comes next; what it sends beyond that is cut off."""

import asyncio

import pytest

from tests.support.receiver import OK, status
from tests.support.webhooks import Webhooks, a_partner, an_event


async def _tried(webhooks: Webhooks, answer: bytes) -> dict[str, object]:
    webhooks.receiver.script = [answer]
    made = await webhooks.subscribe()
    await webhooks.told(an_event())
    await webhooks.attempt()
    return made


@pytest.mark.parametrize("code", [200, 201, 204, 299])
async def test_f_any_2xx_is_delivered(webhooks: Webhooks, code: int) -> None:
    made = await _tried(webhooks, status(code))
    assert (await webhooks.the_delivery(made))["state"] == "DELIVERED"


@pytest.mark.parametrize("code", [301, 302, 307, 308])
async def test_f_a_redirect_is_a_failure_and_never_followed(webhooks: Webhooks, code: int) -> None:
    elsewhere = f"http://127.0.0.1:{webhooks.receiver.port}/else"
    made = await _tried(webhooks, status(code, f"Location: {elsewhere}"))
    delivery = await webhooks.the_delivery(made)
    assert (delivery["state"], delivery["last_code"]) == ("PENDING", f"HTTP_{code}")
    assert webhooks.receiver.connections == 1


@pytest.mark.parametrize("code", [400, 404, 500, 503])
async def test_f_another_status_is_tried_again_after_five_seconds(
    webhooks: Webhooks, code: int
) -> None:
    made = await _tried(webhooks, status(code))
    assert 5 <= webhooks.due_in() <= 5.5
    assert (await webhooks.shown(made))["slowed_until"] is None


async def test_f_410_disables_the_subscription_and_stops_what_waits(webhooks: Webhooks) -> None:
    webhooks.receiver.script = [status(410), OK]
    made = await webhooks.subscribe()
    await webhooks.told(an_event(), an_event())
    await webhooks.attempt()
    shown = await webhooks.shown(made)
    assert (shown["state"], shown["reason"]) == ("DISABLED", "HTTP_410")
    assert [one["state"] for one in await webhooks.deliveries(made)] == ["STOPPED", "STOPPED"]
    await webhooks.told(an_event())
    await webhooks.attempt()
    assert len(webhooks.receiver.heard) == 1


@pytest.mark.parametrize("code", [429, 502, 504])
async def test_f_an_overloaded_receiver_is_left_alone_by_all_its_deliveries(
    webhooks: Webhooks, code: int
) -> None:
    webhooks.receiver.script = [status(code)]
    made = await webhooks.subscribe()
    await webhooks.told(an_event(), an_event())
    await webhooks.attempt()
    assert len(webhooks.receiver.heard) == 1
    assert (await webhooks.shown(made))["slowed_until"] is not None
    assert sorted(one["attempts"] for one in await webhooks.deliveries(made)) == [0, 1]  # pyright: ignore[reportArgumentType]
    (soonest,) = webhooks.running.rows(
        "SELECT min(scheduled_at) AS at FROM procrastinate_jobs WHERE status = 'todo'"
    )
    assert (soonest["at"] - webhooks.clock.at).total_seconds() >= 60


async def test_f_retry_after_is_waited_for(webhooks: Webhooks) -> None:
    await _tried(webhooks, status(503, "Retry-After: 7200"))
    assert 7200 <= webhooks.due_in() <= 7201


async def test_f_a_retry_after_that_is_a_date_is_waited_for_by_the_receivers_clock(
    webhooks: Webhooks,
) -> None:
    # Its clock is years behind ours: what it says is two hours all the same.
    date = "Date: Wed, 21 Oct 2015 07:28:00 GMT"
    until = "Retry-After: Wed, 21 Oct 2015 09:28:00 GMT"
    await _tried(webhooks, status(503, date, until))
    assert 7200 <= webhooks.due_in() <= 7201


@pytest.mark.parametrize("asked", ["999999999", "Wed, 21 Oct 2026 07:28:00 GMT", "-5", "1e9", "x"])
async def test_f_a_retry_after_that_is_absurd_waits_for_a_day_at_most(
    webhooks: Webhooks, asked: str
) -> None:
    await _tried(webhooks, status(429, f"Retry-After: {asked}"))
    assert 60 <= webhooks.due_in() <= 24 * 3600


async def test_f_an_endless_answer_is_cut_after_64_kib(webhooks: Webhooks) -> None:
    webhooks.receiver.endless = True
    made = await _tried(webhooks, b"HTTP/1.1 200 OK\r\nContent-Length: 5000000000\r\n\r\n")
    assert (await webhooks.the_delivery(made))["state"] == "DELIVERED"
    # Whatever the sockets of both sides hold may have been written; 5 GB was not.
    assert webhooks.receiver.sent < 32 * 1024 * 1024


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (b"", "BROKE_OFF"),
        (b"HTTP/1.1 2\r\n\r\n", "BROKE_OFF"),
        (b"SSH-2.0-OpenSSH_9.6\r\n", "BROKE_OFF"),
        (b"HTTP/1.1 200 OK\r\n" + b"x: " + b"y" * 200_000, "BROKE_OFF"),
    ],
)
async def test_f_what_is_no_answer_is_a_failed_attempt(
    webhooks: Webhooks, answer: bytes, code: str
) -> None:
    made = await _tried(webhooks, answer)
    delivery = await webhooks.the_delivery(made)
    assert (delivery["state"], delivery["last_code"]) == ("PENDING", code)


async def test_f_the_status_counts_though_what_follows_breaks_off(webhooks: Webhooks) -> None:
    made = await _tried(webhooks, b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc")
    assert (await webhooks.the_delivery(made))["state"] == "DELIVERED"


async def test_f_while_the_gate_is_away_nothing_is_sent_and_no_attempt_is_lost(
    webhooks: Webhooks,
) -> None:
    made = await webhooks.subscribe()
    await webhooks.told(an_event())
    webhooks.running.gate.fails = True
    await webhooks.attempt()
    assert webhooks.receiver.connections == 0
    assert (await webhooks.the_delivery(made))["attempts"] == 0
    webhooks.running.gate.fails = False
    await webhooks.attempt()
    assert (await webhooks.the_delivery(made))["state"] == "DELIVERED"


async def test_f_an_agreement_that_ended_stops_deliveries_until_it_is_resumed(
    webhooks: Webhooks,
) -> None:
    made = await webhooks.subscribe()
    await webhooks.told(an_event())
    webhooks.running.gate.withdrawn["DSA-001"] = "DSA_SUSPENDED"
    await webhooks.attempt()
    shown = await webhooks.shown(made)
    assert (shown["state"], shown["reason"]) == ("ENDED", "DSA_SUSPENDED")
    assert (await webhooks.the_delivery(made))["state"] == "STOPPED"
    assert webhooks.receiver.connections == 0
    # The organisation's next agreement takes it up, and what was missed is sent again.
    anew = webhooks.by(a_partner(agreement_id="DSA-002"))
    assert (await anew.post(made, "resumption")).status == 201
    since = {"since": "2020-01-01T00:00:00Z"}
    assert (await anew.post(made, "replay", since)).json["events"] == 1
    await anew.attempt()
    assert len(webhooks.receiver.heard) == 1
    (told,) = webhooks.facts("TRANSFER")
    assert told["caller"]["agreement_id"] == "DSA-002"


async def test_f_the_same_attempt_done_twice_at_once_is_kept_once(webhooks: Webhooks) -> None:
    made = await webhooks.subscribe()
    await webhooks.told(an_event())
    webhooks.running.rows(
        "INSERT INTO procrastinate_jobs (queue_name, task_name, args)"
        " SELECT queue_name, task_name, args FROM procrastinate_jobs WHERE status = 'todo'"
    )
    await asyncio.gather(webhooks.running.work.once(), webhooks.running.work.once())
    delivery = await webhooks.the_delivery(made)
    assert (delivery["state"], delivery["attempts"]) == ("DELIVERED", 1)
    assert len(webhooks.facts("TRANSFER")) == 1
