"""Four services behind one gate, as an operator runs them on the oldest PostgreSQL supported."""

import json
import os
import signal
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import cast

import httpx
import pytest

from ppit_client.webhooks import WebhookRejected, verify
from ppit_ops.cast import DEBT_RECOVERY, ECONOMIC_DEVELOPMENT, PPIT, WARDENS
from ppit_ops.children import descendants
from ppit_ops.demo import bodies_tracing
from ppit_ops.demo.waiting import ended
from ppit_ops.partners import Desk, Reply
from ppit_ops.services import SERVICES, VICTIMS
from ppit_ops.supervisor import until
from ppit_platform.codes import PurposeCode
from ppit_synthetic import look_up
from ppit_synthetic.borough import Borough, TraceOutcome
from tests.support.every_operation import INSIDE_ONLY, never_asked, what_is_wrong
from tests.support.house_batch import Batch
from tests.support.house_import import Import
from tests.support.house_vetting import Vetting
from tests.support.house_work import Work
from tests.support.interrupted import (
    down,
    ended_agreements,
    freeze_amid,
    idle,
    kill_frozen,
    sent_as_printed,
)
from tests.support.receiver import OK, Heard, Receiver, receiving, status
from tests.support.whole_house import WholeHouse, whole_house

_TOLD = ECONOMIC_DEVELOPMENT, PurposeCode.PARTNER_ADMINISTRATION
_SUBSCRIPTIONS = "/webhooks/v1/subscriptions"
_TRACES = "/tracing/v1/traces"
_STRANGER = {
    "person": {
        "name": {"given": ["Agatha"], "family": "Merryweather"},
        "date_of_birth": "1933-01-09",
    }
}
_WORKLIST = "/victims/v1/worklist"


@pytest.fixture(scope="module")
def house() -> Iterator[WholeHouse]:
    with whole_house() as running:
        yield running


def test_everything_answers_and_a_second_house_does_not_start_in_the_folder(
    house: WholeHouse,
) -> None:
    status = json.loads(house.ppit("status", "--json").stdout)
    second = house.ppit("run")
    ((version,),) = house.rows(VICTIMS, "SHOW server_version")
    assert str(version).startswith("16.")
    assert status == {process.name: "answers" for process in house.plan.processes()}
    assert "already runs" in second.stderr


def test_every_line_that_it_proposes_works(house: WholeHouse) -> None:
    lines = [line for line in house.said.splitlines() if line.startswith("curl ")]
    answers = [sent_as_printed(house, line) for line in lines]
    docs = httpx.get(f"{house.plan.issuer}/docs")
    assert [answer.status_code for answer in answers] == [200, 200, 200, 202, 202]
    assert [answer.json()["result"] for answer in answers[:3]] == [
        "MARKERS_HELD",
        "UNABLE_TO_SCREEN",
        "KNOWN_NOT_HELPED",
    ]
    assert docs.status_code == 200


async def test_work_killed_in_its_middle_ends_as_it_would_have(house: WholeHouse) -> None:
    works: tuple[Work, ...] = (Import(house), Batch(house), Vetting(house))
    wanted: list[object] = []
    for work in works:
        wanted.append(await work.undisturbed())
        await work.begin("kill-it-midway")
        await freeze_amid(house, work.service, work.amid)
        kill_frozen(house, work.service)
    for work in works:
        await idle(house, work.service)
    assert [await work.result() for work in works] == wanted


async def test_an_agreement_that_ends_stops_its_jobs_at_the_next_step(house: WholeHouse) -> None:
    works: tuple[Work, ...] = (Import(house), Batch(house), Vetting(house))
    for work in works:
        await work.begin("and-end-it")
        await freeze_amid(house, work.service, work.amid)
    async with ended_agreements(house, {work.agreement for work in works}):
        for work in works:
            house.signal(work.service.worker, signal.SIGCONT)
        for work in works:
            await idle(house, work.service)
    assert [await work.stopped() for work in works] == ["INVALID_TOKEN"] * len(works)


async def test_while_victims_is_down_nobody_is_traced(house: WholeHouse) -> None:
    """A register that cannot be asked is no leave to tell where somebody lives."""
    async with house.desk(DEBT_RECOVERY) as debts:
        body, before = await _certified(debts, house.borough)
        with down(house, "victims"):
            during = await _traced(debts, body)
        after = await _traced(debts, body)
    assert after["address"] == before["address"] is not None
    assert (during["state"], during["outcome"]) == ("DONE", "CANDIDATES_UNCONFIRMED")
    assert during["address"] is None
    assert during["unable"] == ["PROTECTION"]


async def test_what_a_trace_answered_is_shown_again_and_every_service_looks_by_name(
    house: WholeHouse,
) -> None:
    """DPA 2018 s.66(2)(b), s.45: word for word; and whoever is nobody's is so at all four."""
    async with (
        house.desk(DEBT_RECOVERY) as debts,
        house.desk(PPIT, PurposeCode.AUDIT_LAWFULNESS, "dpo-001") as dpo,
    ):
        _, traced = await _certified(debts, house.borough)
        read = await debts.get(f"{_TRACES}/{traced['trace_id']}", case="TRACE/1")
        answered = f"/audit/v1/answers/{read.headers['x-request-id']}"
        shown = (await dpo.get(answered, case="TRACE/1")).body
        named = await dpo.post("/audit/v1/subjects/disclosures", _STRANGER, case="TRACE/1")
    assert (shown["replay"], json.loads(str(shown["answer"]))) == ("EXACT", read.body)
    assert (named.body["unable"], named.body["candidates"]) == ([], [])


async def _certified(
    debts: Desk, borough: Borough
) -> tuple[Mapping[str, object], Mapping[str, object]]:
    """Return the first request that leads to a certified address, and its answer."""
    truth = look_up(borough.kent)
    for debt in borough.debts:
        if debt.outcome is TraceOutcome.NEW_ADDRESS_CONFIRMED:
            body = bodies_tracing.trace(truth, debt)
            answer = await _traced(debts, body)
            if answer["address"] is not None:
                return body, answer
    pytest.fail("nobody was traced")


async def _traced(debts: Desk, body: Mapping[str, object]) -> Mapping[str, object]:
    accepted = await debts.post(_TRACES, body)
    reply = await ended(debts, f"{_TRACES}/{accepted.body['trace_id']}", case="TRACE/1")
    return reply.body


async def test_without_officer_safety_no_visit_on_the_worklist_reads_clear(
    house: WholeHouse,
) -> None:
    async with house.desk(WARDENS, PurposeCode.VICTIM_SAFEGUARD) as phone:
        before = _safety(await phone.get(_WORKLIST))
        with down(house, "officer-safety"):
            during = _safety(await phone.get(_WORKLIST))
        after = _safety(await phone.get(_WORKLIST))
    unable = ("UNABLE_TO_SCREEN", "SOURCE_UNAVAILABLE")
    assert set(during) == {unable}
    assert len(during) == len(before)
    assert unable not in before
    assert after == before


def _safety(reply: Reply) -> list[tuple[object, object]]:
    items = cast("list[dict[str, dict[str, object]]]", reply.body["items"])
    return [(one["safety"]["result"], one["safety"]["unable_reason"]) for one in items]


async def test_f_what_happens_in_a_service_reaches_a_partner_signed_again_and_once_more(
    house: WholeHouse, tmp_path: Path
) -> None:
    async with receiving(tmp_path, tls=False) as receiver, house.desk(*_TOLD) as system:
        receiver.script = [status(503), OK]
        url = f"http://127.0.0.1:{receiver.port}/ppit"
        asked = {"url": url, "event_types": ["vetting.case.checked"]}
        made = (await system.post(_SUBSCRIPTIONS, asked)).body
        own = f"{_SUBSCRIPTIONS}/{made['subscription_id']}"
        work = Vetting(house)
        await work.begin("tell-me-of-it", applications=1)
        (case,) = work.cases.values()
        # Cases of before may be checked only now: one of them may be what is refused.
        refused, anew, taken = await _told_of(case, receiver)
        # What the house publishes is all that the receiver has to know it by.
        shown = (await system.get(own)).body
        (key,) = cast("list[dict[str, str]]", shown["keys"])
        event = verify(taken.headers, taken.body, [key["public_key"]])
        before = len(receiver.heard)
        replayed = await system.post(f"{own}/replay", {"event_id": event.id})
        again = await _next(receiver, before, event.id)
        ended = await system.post(f"{own}/suspension", {})
    assert (event.type, event.data["id"]) == ("vetting.case.checked", case)
    assert refused.body == anew.body
    assert verify(anew.headers, anew.body, [key["public_key"]]).id == _id(refused)
    assert verify(again.headers, again.body, [key["public_key"]]) == event
    with pytest.raises(WebhookRejected):
        verify(taken.headers, taken.body + b" ", [key["public_key"]])
    assert (made["state"], replayed.status, ended.body["state"]) == ("ACTIVE", 202, "SUSPENDED")


async def _told_of(case: str, receiver: Receiver) -> tuple[Heard, Heard, Heard]:
    """Return what was refused, its second try, and what tells of the case and was taken."""
    number = 1
    while True:
        refused, *taken = await receiver.hears(number)
        anew = [one for one in taken if _id(one) == _id(refused)]
        of_it = [one for one in taken if case.encode() in one.body]
        if anew and of_it:
            return refused, anew[0], of_it[0]
        number += 1


async def _next(receiver: Receiver, after: int, event_id: str) -> Heard:
    """Return the first that came of an event after so many others."""
    number = after + 1
    while True:
        *_, latest = await receiver.hears(number)
        if _id(latest) == event_id:
            return latest
        number += 1


def _id(heard: Heard) -> str:
    return heard.headers["webhook-id"]


def test_the_log_verifies_and_holds_nothing_twice(house: WholeHouse) -> None:
    entries = house.log_entries()
    verdict = house.ppit("audit", "verify", "--json")
    assert verdict.returncode == 0, verdict.stdout
    assert json.loads(verdict.stdout)["entries"] >= len(entries)
    assert [entry.index for entry in entries] == list(range(len(entries)))
    assert Counter((entry.kind, entry.key) for entry in entries).most_common(1)[0][1] == 1


@pytest.mark.parametrize("service", [one.name for one in SERVICES])
async def test_b5_no_operation_answers_with_a_fault_or_in_a_way_that_is_not_published(
    house: WholeHouse, service: str
) -> None:
    wrong, statuses = await what_is_wrong(house.plan, service)
    assert wrong == []
    assert 200 in statuses
    assert statuses & {400, 422}, "no question was bad enough to be refused for its content"


def test_b5_what_nobody_outside_may_ask_is_what_only_the_house_asks() -> None:
    assert never_asked() == INSIDE_ONLY


def test_ctrl_c_ends_every_process_and_the_next_start_finds_all_again(house: WholeHouse) -> None:
    family = [house.launcher, *descendants(house.launcher)]
    line = next(line for line in house.said.splitlines() if line.startswith("curl "))
    entries = len(house.log_entries())
    house.stop()
    assert len(family) > len(house.plan.processes())
    assert until(lambda: not any(map(_alive, family)), 10, lambda: None)
    assert house.rows(VICTIMS, "SELECT 1") == [(1,)], "it stopped a server that is not its own"
    house.start()
    assert sent_as_printed(house, line).json()["result"] == "MARKERS_HELD"
    assert len(house.log_entries()) > entries


def test_commands_that_need_a_running_house_say_so(house: WholeHouse) -> None:
    house.stop()
    answers = [house.ppit(*words) for words in (("token", "warden-phone"), ("audit", "verify"))]
    assert [answer.returncode for answer in answers] == [2, 2]
    assert all("nothing runs from this folder" in answer.stderr for answer in answers)


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
