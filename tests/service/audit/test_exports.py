"""Exports for whoever verifies the log (DPA 2018 s.62(4) and (5), I10): by two people, written by a
job that may be killed, checked by the verifier alone, gone when their time is over.
"""

import gzip
import json
from base64 import b64decode
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import cast
from uuid import UUID

import pytest

import ppit_audit_verify as verifier
from ppit_audit.actions.write_export import Writing, write_on
from ppit_audit.storage.export_lines import PAGE, ExportLines
from ppit_audit.storage.exports import ExportStore
from ppit_audit.storage.said import SaidStore
from ppit_gateway.log.entries import Draft
from ppit_gateway.subject_index.growing import advance
from ppit_platform.house import GateUnavailable
from ppit_platform.mandated import MandatedJob
from ppit_platform.unit import UnitOfWork
from tests.support.audit import WARDEN, Room, an_officer
from tests.support.calls import Served
from tests.support.gate_inside import HouseReply
from tests.support.log import tamper
from tests.support.publishing import (
    PublisherPlace,
    a_publisher_place,
    published,
    running_publisher,
)

RESOLVE = "/officer-safety/v1/audit/subjects"
SECOND = an_officer(user_id="dpo-2")
DOVER = replace(WARDEN, org_id="dover", client_id="dover-desk", agreement_id="DSA-002")


def named(body: object) -> HouseReply:
    ids = cast("dict[str, list[str]]", body)["subject_ids"]
    return 200, {"subjects": [{"subject_id": one, "pseudonyms": [f"e1:{one}"]} for one in ids]}


@dataclass(frozen=True, slots=True)
class Desk:
    """A room with a publisher beside it, and the Commissioner, who has the log's keys."""

    room: Room
    publisher: PublisherPlace
    folder: Path

    async def ask(self, **body: object) -> str:
        served = await self.room.running.post("/v1/exports", body)
        assert (served.status, served.json["state"]) == (202, "ASKED")
        return str(served.json["export_id"])

    async def approve(self, export_id: str) -> Served:
        size = await self.room.log.size()
        await published(self.publisher, size)
        return await self.room.running.by(SECOND).post(f"/v1/exports/{export_id}/approval")

    async def written(self, **body: object) -> dict[str, object]:
        """Return what has become of an export once its job is done."""
        export_id = await self.ask(**body)
        assert (await self.approve(export_id)).status == 202
        await self.room.running.work_until_done()
        return (await self.room.running.get(f"/v1/exports/{export_id}")).json

    async def file(self, export: Mapping[str, object]) -> bytes:
        """Return the file, and leave its parts as they were answered in a folder."""
        parts: list[bytes] = []
        folder = self.folder / str(export["export_id"])
        folder.mkdir(exist_ok=True)
        for number in range(cast("int", export["parts"])):
            path = f"/v1/exports/{export['export_id']}/parts/{number}"
            part = await self.room.running.get(path)
            (folder / f"{number}.json").write_bytes(part.body)
            parts.append(b64decode(str(part.json["content"])))
        return b"".join(parts)

    def verdict(self, content: bytes) -> verifier.Verdict:
        """Look at a file as somebody does who has it and the keys, and nothing else."""
        keys = [verifier.Key(one.verifier_key) for one in self.publisher.reader.keys]
        return verifier.verify(gzip.decompress(content).splitlines(keepends=True), keys)

    async def verified(self, **body: object) -> tuple[verifier.Verdict, list[int]]:
        """Return what the verifier says, and which entries the file holds."""
        content = await self.file(await self.written(**body))
        return self.verdict(content), indices(content)


def indices(content: bytes) -> list[int]:
    lines = map(json.loads, gzip.decompress(content).splitlines())
    return [line["index"] for line in lines if "index" in line]


@pytest.fixture
async def desk(room: Room, tmp_path: Path) -> AsyncIterator[Desk]:
    room.running.gate.replies[RESOLVE] = named
    place = a_publisher_place(room.place, advance)
    async with running_publisher(place):
        yield Desk(room, place, tmp_path)


async def test_the_whole_log_is_exported_and_the_verifier_finds_it_whole(desk: Desk) -> None:
    for _ in range(3):
        await desk.room.asked("e1:aa")
    verdict, held = await desk.verified()
    assert (verdict.finding, verdict.part) == (None, None)
    assert verdict.entries == len(held) == await desk.room.log.size()
    assert verdict.published > 0


async def test_a_persons_entries_are_proved_to_be_all_and_each_in_the_tree(desk: Desk) -> None:
    one, other = f"e1:{'a' * 40}", f"e1:{'d' * 40}"
    told = await desk.room.asked(one)
    await desk.room.asked("e1:bb", by=DOVER)
    again = await desk.room.asked(one, "e1:bb")
    await desk.room.log.append("alias", "a-1", {"pseudonyms": [one, other]})
    merged = await desk.room.asked(other)
    await desk.room.asked("e1:cc")
    subjects = [{"service": "officer-safety", "subject_id": "a" * 40}]
    verdict, held = await desk.verified(subjects=subjects)
    assert verdict.finding is None
    assert verdict.part is not None
    assert (verdict.part.proved, verdict.part.asked["subjects"]) == ("SUBJECTS", [one])
    # Intent, outcome and fact of each request, and the alias between.
    about = [at for of in (told, again) for at in (of.index - 1, of.index, of.index + 1)]
    last = merged.index
    assert held == [*about, last - 2, last - 1, last, last + 1]
    assert verdict.part.left_out == verdict.part.size - len(held)


async def test_nobody_of_that_name_is_proved_too(desk: Desk) -> None:
    await desk.room.asked("e1:bb")
    verdict, held = await desk.verified(subjects=[{"service": "officer-safety", "subject_id": "x"}])
    assert (verdict.finding, held) == (None, [])
    assert verdict.part is not None
    assert (verdict.part.proved, verdict.part.left_out) == ("SUBJECTS", verdict.part.size)


async def test_a_time_is_proved_by_the_entries_before_and_after_it(desk: Desk) -> None:
    for _ in range(2):
        await desk.room.asked("e1:aa")
    (row,) = desk.room.running.rows("SELECT recorded_at FROM log.entry WHERE index = 3")
    since = cast("datetime", row["recorded_at"])
    verdict, held = await desk.verified(since=since.isoformat().replace("+00:00", "Z"))
    assert (verdict.finding, held) == (None, [2, 3, 4, 5])
    assert verdict.part is not None
    assert (verdict.part.proved, verdict.part.left_out) == ("TIME", 2)
    long_ago = await desk.verified(until="2020-01-01T00:00:00Z")
    assert long_ago[1] == [0]
    assert long_ago[0].part is not None
    assert long_ago[0].part.proved == "TIME"


async def test_what_nothing_proves_to_be_all_is_said_not_to_be_proved(desk: Desk) -> None:
    told = await desk.room.asked("e1:aa", by=DOVER)
    await desk.room.asked("e1:aa")
    for meant in ({"org_id": "dover"}, {"agreement_id": "DSA-002"}, {"case_reference": "CASE/17"}):
        verdict, held = await desk.verified(**meant)
        assert verdict.finding is None
        assert verdict.part is not None
        assert verdict.part.proved is None
        assert held[:3] == [told.index - 1, told.index, told.index + 1]
        assert "CASE/17" not in json.dumps(verdict.part.asked)
    assert len(held) == 6


async def test_more_than_a_page_is_written_in_parts_and_goes_on_after_a_kill(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    drafts = [Draft("fact", f"f-{number}", {"n": number}) for number in range(2 * PAGE)]
    await desk.room.log.append_many(drafts)
    await desk.room.asked("e1:aa", by=DOVER)
    for meant in ({}, {"org_id": "dover"}):
        export_id = await desk.ask(**meant)
        await desk.approve(export_id)
        steps = 0
        while not await step(desk, export_id, forgets=steps % 2 == 0):
            steps += 1
        assert steps
        await desk.room.running.work_until_done()
        export = (await desk.room.running.get(f"/v1/exports/{export_id}")).json
        content = await desk.file(export)
        assert desk.verdict(content).finding is None
        assert len(indices(content)) == export["entries"] == len(set(indices(content)))
        keys = [word for one in desk.publisher.reader.keys for word in ("--key", one.verifier_key)]
        assert verifier.main(["export", str(desk.folder / export_id), "--json", *keys]) == 0
        assert json.loads(capsys.readouterr().out)["joined"] == export["parts"]


async def step(desk: Desk, export_id: str, *, forgets: bool) -> bool:
    """Do one step of the job as a worker that dies after it; say whether it was the last."""
    running = desk.room.running
    (row,) = running.rows("SELECT job_id FROM audit.export WHERE export_id = %s", export_id)
    (job,) = running.rows("SELECT args FROM audit.procrastinate_jobs WHERE id = %s", row["job_id"])
    mandate = UUID(cast("dict[str, str]", job["args"])["mandate_id"])
    bench, over = running.work.bench, [False]

    async def one(unit: UnitOfWork) -> None:
        exports = ExportStore(unit.session, bench.chassis.seal)
        export = await exports.one(UUID(export_id), held=True)
        assert export is not None
        now, kept = datetime.now(UTC), timedelta(days=1)
        said = SaidStore(unit.session)
        writing = Writing(exports, ExportLines(unit.session), said, now, kept, largest=1)
        fact, over[0] = await write_on(export, writing)
        unit.record(fact)

    running.gate.forgets = forgets
    with suppress(GateUnavailable):
        await MandatedJob(bench.chassis, bench.house, row["job_id"], mandate).chunk(one)
    running.gate.forgets = False
    return over[0]


async def test_nothing_is_read_before_the_log_knows_of_it_and_each_reading_is_in_the_log(
    desk: Desk,
) -> None:
    await desk.room.asked("e1:aa", "e1:bb")
    export_id = await desk.ask()
    await desk.approve(export_id)
    early = await desk.room.running.get(f"/v1/exports/{export_id}/parts/0")
    over = [await step(desk, export_id, forgets=False), await step(desk, export_id, forgets=True)]
    assert over == [False, True]
    unlogged = await desk.room.running.get(f"/v1/exports/{export_id}/parts/1")
    assert [one.json["code"] for one in (early, unlogged)] == ["EXPORT_NOT_READY"] * 2
    await desk.room.running.work_until_done()
    part = await desk.room.running.get(f"/v1/exports/{export_id}/parts/1")
    (fact,) = part.facts
    assert (fact["operation"], fact["fields"]) == ("EXPORT", [f"export:{export_id}", "part:1"])
    assert fact["counts"] == {"parts": 1, "entries": 3, "subjects": 2}
    beyond = await desk.room.running.get(f"/v1/exports/{export_id}/parts/2")
    assert (beyond.status, beyond.json["code"]) == (404, "NOT_FOUND")


async def test_two_people_take_the_log_out_and_one_alone_does_not(desk: Desk) -> None:
    await desk.room.asked("e1:aa")
    export_id = await desk.ask()
    alone = await desk.room.running.post(f"/v1/exports/{export_id}/approval")
    assert (alone.status, alone.json["code"]) == (403, "FOUR_EYES_REQUIRED")
    approved = await desk.approve(export_id)
    assert (approved.json["asked_by"], approved.json["approved_by"]) == ("ppit/dpo-1", "ppit/dpo-2")
    assert (await desk.approve(export_id)).json["code"] == "EXPORT_APPROVED"


async def test_nobody_else_asks_for_sees_or_reads_an_export(desk: Desk) -> None:
    await desk.room.asked("e1:aa")
    export = await desk.written()
    stranger = desk.room.running.by(an_officer("thanet", "dpo-9"))
    answers = [
        await stranger.post("/v1/exports", {}),
        await stranger.get("/v1/exports"),
        await stranger.get(f"/v1/exports/{export['export_id']}/parts/0"),
    ]
    assert [one.json["code"] for one in answers] == ["NOT_OF_HOME"] * 3
    # And where the code forgot to look, the rows are not there for them.
    async with stranger.session() as session:
        store = ExportStore(session, desk.room.running.chassis.seal)
        export_id = UUID(str(export["export_id"]))
        assert (await store.newest(), await store.part(export_id, 0)) == ([], None)


async def test_a_file_lies_sealed_and_is_deleted_when_its_time_is_over(desk: Desk) -> None:
    await desk.room.asked("e1:aa")
    export = await desk.written()
    rows = desk.room.running.rows("SELECT sealed FROM audit.export_part ORDER BY part")
    # Neither the entries nor even that it is gzip.
    assert all(b"\x1f\x8b" not in bytes(row["sealed"])[:14] for row in rows)
    assert len(rows) == export["parts"]
    await desk.room.keep_watch(datetime.now(UTC) + timedelta(days=6))
    assert (await desk.file(export))[:2] == b"\x1f\x8b"
    await desk.room.keep_watch(datetime.now(UTC) + timedelta(days=8))
    gone = await desk.room.running.get(f"/v1/exports/{export['export_id']}/parts/0")
    assert (gone.status, gone.json["code"]) == (410, "EXPORT_EXPIRED")
    assert desk.room.running.rows("SELECT 1 FROM audit.export_part") == []
    facts = desk.room.running.rows("SELECT fact FROM audit.audit_outbox WHERE job_id = 1")
    assert [one["fact"]["fields"] for one in facts if one["fact"]["operation"] == "ERASURE"] == [
        [f"export:{export['export_id']}"]
    ]


async def test_an_agreement_that_ended_and_a_damaged_log_stop_it_and_it_says_why(
    desk: Desk,
) -> None:
    await desk.room.asked("e1:aa", by=DOVER)
    await desk.room.asked("e1:aa")
    first, second = await desk.ask(), await desk.ask(org_id="dover")
    await desk.approve(first)
    desk.room.running.end_mandates("DSA_SUSPENDED")
    await desk.approve(second)
    tamper(desk.room.place, "DELETE FROM log.entry WHERE index = 4")
    await desk.room.running.work_until_done()
    listed = cast(
        "list[dict[str, object]]", (await desk.room.running.get("/v1/exports")).json["items"]
    )
    assert {str(one["export_id"]): (one["state"], one["stop_code"]) for one in listed} == {
        first: ("STOPPED", "DSA_SUSPENDED"),
        second: ("STOPPED", "LOG_DAMAGED"),
    }


async def test_a_part_is_of_what_is_published_and_a_subject_of_what_a_service_names(
    room: Room,
) -> None:
    await room.asked("e1:aa")
    asked = await room.running.post("/v1/exports", {"org_id": "thanet"})
    path = f"/v1/exports/{asked.json['export_id']}/approval"
    early = await room.running.by(SECOND).post(path)
    assert (early.status, early.json["code"]) == (503, "NOT_PUBLISHED_YET")
    subject = {"service": "officer-safety", "subject_id": "aa"}
    room.running.gate.replies[RESOLVE] = "unreachable"
    unnamed = await room.running.post("/v1/exports", {"subjects": [subject]})
    assert (unnamed.status, unnamed.json["code"]) == (503, "SUBJECTS_UNRESOLVED")
    mixed = await room.running.post("/v1/exports", {"subjects": [subject], "org_id": "thanet"})
    assert (mixed.status, mixed.json["code"]) == (422, "SUBJECTS_ALONE")


def edited(line: bytes) -> bytes:
    return line.replace(b'"status":200', b'"status":403')


def omitted(line: bytes) -> bytes:
    return b"" if b'"kind":"fact"' in line else line


def fewer_listed(line: bytes) -> bytes:
    return line.replace(b'"entries":[2,5]', b'"entries":[2]')


def unsigned(line: bytes) -> bytes:
    return b"" if b'"published"' in line else line


@pytest.mark.parametrize("deed", [edited, omitted, fewer_listed, unsigned])
async def test_a_part_that_was_changed_on_the_way_is_found_out(
    desk: Desk, deed: Callable[[bytes], bytes]
) -> None:
    for _ in range(2):
        await desk.room.asked("e1:aa")
    await desk.room.asked("e1:bb")
    subjects = [{"service": "officer-safety", "subject_id": "aa"}]
    content = await desk.file(await desk.written(subjects=subjects))
    assert desk.verdict(content).finding is None
    changed = b"".join(map(deed, gzip.decompress(content).splitlines(keepends=True)))
    assert changed != gzip.decompress(content)
    assert desk.verdict(gzip.compress(changed)).finding is not None
