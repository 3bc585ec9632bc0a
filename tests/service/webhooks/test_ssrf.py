"""F: a partner's URL never makes the house connect to itself, its neighbours or the cloud's."""

from collections.abc import Sequence
from pathlib import Path
from typing import cast

import pytest

from tests.support.postgres import Database
from tests.support.receiver import HOST, Receiver, receiving, resolving, status
from tests.support.webhooks import SUBSCRIPTIONS, Webhooks, an_event, open_webhooks

METADATA = "http://169.254.169.254/latest/meta-data"
REFUSED = [
    METADATA,
    "https://169.254.169.254/",
    "https://[::ffff:127.0.0.1]/",
    "https://[::ffff:a9fe:a9fe]/",
    "https://[::1]/",
    "https://[64:ff9b::7f00:1]/",
    "https://[fd00::1]/",
    "https://[fe80::1%25eth0]/",
    "https://127.0.0.1/",
    "https://127.1/",
    "https://2130706433/",
    "https://0x7f000001/",
    "https://10.0.0.1/",
    "https://100.64.0.1/",
    "https://localhost/",
    "https://printer/",
    "https://gate.internal/",
    "http://hooks.partner.example/",
    "ftp://hooks.partner.example/",
    "https://user:pass@hooks.partner.example/",
    "https://hooks.partner.example/?token=s3cret",
    "https://hooks.partner.example/#part",
    "https://hooks.partner.example:22/",
    "https://hooks.partner.example\\@127.0.0.1/",
    "https:///nowhere",
    "https://hooks.partner.example:99999999/",
]


@pytest.fixture
async def strict(webhooks_database: Database, tmp_path: Path, receiver: Receiver) -> object:
    """Give the service as it is in production: this machine is nobody's receiver."""
    async with open_webhooks(webhooks_database, tmp_path, receiver, loopback=False) as service:
        yield service


@pytest.mark.parametrize("url", REFUSED)
async def test_f_a_url_that_leads_inside_is_refused_by_its_words(
    strict: Webhooks, url: str
) -> None:
    served = await strict.running.post(
        SUBSCRIPTIONS, {"url": url, "event_types": ["vetting.case.decided"]}
    )
    assert (served.status, served.json["code"]) == (422, "URL_REFUSED")
    (error,) = cast("list[dict[str, str]]", served.json["errors"])
    assert error["pointer"] == "/url"
    assert url.encode() not in served.body


@pytest.mark.parametrize(
    "addresses",
    [
        ["127.0.0.1"],
        ["169.254.169.254"],
        ["::ffff:127.0.0.1"],
        ["64:ff9b::7f00:1"],
        ["8.8.8.8", "10.0.0.7"],
        ["fe80::1%eth0"],
        [],
    ],
)
async def test_f_a_name_that_leads_inside_is_never_connected_to(
    webhooks_database: Database, tmp_path: Path, receiver: Receiver, addresses: Sequence[str]
) -> None:
    resolver = resolving({HOST: addresses})
    opened = open_webhooks(webhooks_database, tmp_path, receiver, resolver=resolver, loopback=False)
    async with opened as webhooks:
        made = await webhooks.subscribe()
        await webhooks.told(an_event())
        await webhooks.attempt()
        delivery = await webhooks.the_delivery(made)
    assert (delivery["state"], delivery["last_code"]) == ("PENDING", "ADDRESS_REFUSED")
    assert receiver.connections == 0


async def test_f_a_name_is_resolved_once_and_connected_to_where_it_was_looked_at(
    webhooks_database: Database, tmp_path: Path, receiver: Receiver
) -> None:
    asked: list[str] = []

    async def rebinding(host: str, _port: int) -> Sequence[str]:
        """Lead to the receiver when it is looked at, and elsewhere ever after."""
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["127.0.0.2"]

    opened = open_webhooks(webhooks_database, tmp_path, receiver, resolver=rebinding)
    async with opened as webhooks:
        made = await webhooks.subscribe()
        await webhooks.told(an_event())
        await webhooks.attempt()
        assert (await webhooks.the_delivery(made))["state"] == "DELIVERED"
    assert asked == [HOST]


async def test_f_a_name_that_turns_inside_between_two_attempts_is_not_followed(
    webhooks_database: Database, tmp_path: Path, receiver: Receiver
) -> None:
    leads = ["127.0.0.1"]
    table = {HOST: leads}
    receiver.script = [status(500)]
    resolver = resolving(table)
    async with open_webhooks(webhooks_database, tmp_path, receiver, resolver=resolver) as webhooks:
        made = await webhooks.subscribe()
        await webhooks.told(an_event())
        await webhooks.attempt()
        leads[0] = "10.1.2.3"
        await webhooks.attempt()
        delivery = await webhooks.the_delivery(made)
    assert (delivery["attempts"], delivery["last_code"]) == (2, "ADDRESS_REFUSED")
    assert receiver.connections == 1


async def test_f_a_redirect_to_loopback_is_never_connected_to(
    webhooks: Webhooks, tmp_path: Path
) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    async with receiving(inside, tls=False) as trap:
        location = f"Location: http://127.0.0.1:{trap.port}/"
        webhooks.receiver.script = [status(302, location)]
        await webhooks.subscribe()
        await webhooks.told(an_event())
        await webhooks.attempt()
        assert len(webhooks.receiver.heard) == 1
        assert trap.connections == 0


async def test_f_no_proxy_of_the_environment_is_used(
    webhooks_database: Database,
    tmp_path: Path,
    receiver: Receiver,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    async with receiving(inside, tls=False) as proxy:
        for name in ("HTTPS_PROXY", "ALL_PROXY", "https_proxy"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        async with open_webhooks(webhooks_database, tmp_path, receiver) as webhooks:
            await webhooks.subscribe()
            await webhooks.told(an_event())
            await webhooks.attempt()
        assert (len(receiver.heard), proxy.connections) == (1, 0)


async def test_f_a_certificate_for_another_name_is_not_sent_to(
    webhooks_database: Database, tmp_path: Path, receiver: Receiver
) -> None:
    other = "other.partner.example"
    resolver = resolving({other: ["127.0.0.1"]})
    async with open_webhooks(webhooks_database, tmp_path, receiver, resolver=resolver) as webhooks:
        made = await webhooks.subscribe(f"https://{other}:{receiver.port}/")
        await webhooks.told(an_event())
        await webhooks.attempt()
        assert (await webhooks.the_delivery(made))["last_code"] == "NOT_CONNECTED"
    assert receiver.heard == []


async def test_f_a_receiver_that_never_answers_is_given_up_in_bounded_time(
    webhooks_database: Database, tmp_path: Path, receiver: Receiver
) -> None:
    receiver.silent = True
    async with open_webhooks(
        webhooks_database, tmp_path, receiver, attempt_seconds=0.3
    ) as webhooks:
        made = await webhooks.subscribe()
        await webhooks.told(an_event())
        await webhooks.attempt()
        delivery = await webhooks.the_delivery(made)
    assert (delivery["state"], delivery["last_code"]) == ("PENDING", "TIMED_OUT")


async def test_f_http_is_for_this_machine_alone_and_only_where_it_is_let(
    webhooks: Webhooks, tmp_path: Path
) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    async with receiving(inside, tls=False) as plain:
        body = {"url": "http://hooks.partner.example/", "event_types": ["vetting.case.decided"]}
        served = await webhooks.running.post(SUBSCRIPTIONS, body)
        assert (served.status, served.json["code"]) == (422, "URL_REFUSED")
        await webhooks.subscribe(f"http://127.0.0.1:{plain.port}/ppit")
        await webhooks.told(an_event())
        await webhooks.attempt()
        assert len(plain.heard) == 1
