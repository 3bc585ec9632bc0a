"""Who saw what of somebody (DPA 2018 s.62, s.45): every entry, or it is said what was not asked."""

import json
from base64 import b64decode
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import psycopg

import ppit_audit_verify as verifier
from ppit_gateway.subject_index.growing import advance
from ppit_gateway.subject_index.proofs import MapProof, SubjectProof, complete
from ppit_gateway.subject_index.subjects import Leaf
from ppit_ops.provision import plain
from ppit_platform.audit import Pseudonymiser
from tests.support.audit import WARDEN, Room
from tests.support.calls import Served
from tests.support.gate_inside import HouseReply
from tests.support.publishing import a_publisher_place, published, running_publisher

RESOLVE = "/officer-safety/v1/audit/subjects"
ASKED = {"subjects": [{"service": "officer-safety", "subject_id": "nominal-1"}]}
NAMES = {"nominal-1": ("e2:1a", "e1:1b"), "nominal-2": ("e2:2a", "e1:2b")}


def named(body: object) -> HouseReply:
    """Answer as a service does that has the keys of two epochs."""
    ids = cast("dict[str, list[str]]", body)["subject_ids"]
    return 200, {"subjects": [{"subject_id": one, "pseudonyms": [*NAMES[one]]} for one in ids]}


async def report(room: Room, body: object = ASKED) -> Served:
    return await room.running.post("/v1/subjects/disclosures", body)


def items(served: Served) -> list[dict[str, object]]:
    return cast("list[dict[str, object]]", served.json["items"])


async def test_a_person_is_told_who_saw_what_of_them_under_every_key_they_ever_had(
    room: Room,
) -> None:
    room.running.gate.replies[RESOLVE] = named
    colleague = replace(WARDEN, client_id="thanet-desk", case_reference="CASE/18")
    old = await room.asked("e1:1b", "e1:2b", by=colleague)
    await room.asked("e2:2a")
    new = await room.asked(searched=["e2:1a"])
    served = await report(room)
    told = items(served)
    assert [(one["request_id"], one["disclosed"]) for one in told] == [
        (str(old.request_id), True),
        (str(new.request_id), False),
    ]
    first = told[0]
    assert (first["org_id"], first["client_id"], first["user_id"], first["role"]) == (
        "thanet",
        "thanet-desk",
        "w-017",
        "WARDEN",
    )
    assert (first["purpose"], first["agreement_id"], first["agreement_version"]) == (
        "OFFICER_SAFETY_VISIT",
        "DSA-001",
        1,
    )
    assert (first["service"], first["fields"], first["became"], first["case_reference"]) == (
        "officer-safety",
        ["result"],
        "ANSWERED",
        "CASE/18",
    )
    assert (served.json["entries"], served.json["log_size"]) == (2, await room.log.size())
    assert served.json["unable"] == []


async def test_an_entry_that_is_gone_makes_no_shorter_report(room: Room) -> None:
    room.running.gate.replies[RESOLVE] = named
    await room.asked("e1:1b")
    gone = await room.log.size() - 1
    with psycopg.connect(plain(room.place.database.admin_url)) as owner:
        owner.execute("DELETE FROM log.entry WHERE index = %s", [gone])
    unread = await report(room)
    assert (unread.status, unread.json["code"]) == (503, "READING_BEHIND")


async def test_asking_about_a_person_is_itself_about_the_person(room: Room) -> None:
    room.running.gate.replies[RESOLVE] = named
    (fact,) = (await report(room)).facts
    assert fact["operation"] == "AUDIT_VIEWED"
    assert fact["subjects_searched"] == ["e2:1a", "e1:1b"]
    (asked,) = room.running.gate.asked
    assert asked.caller is not None
    assert asked.caller.actor == room.running.caller.actor


async def test_a_service_that_could_not_be_asked_is_named_and_the_report_is_not_complete(
    room: Room,
) -> None:
    room.running.gate.replies[RESOLVE] = named
    room.running.gate.replies["/victims/v1/audit/subjects"] = "unreachable"
    both = [*ASKED["subjects"], {"service": "victims", "subject_id": "v-1"}]
    told = await room.asked("e1:1b")
    served = await report(room, {"subjects": both})
    assert served.json["unable"] == [{"service": "victims", "code": "GATE_UNAVAILABLE"}]
    assert served.json["complete"] is False
    assert [one["request_id"] for one in items(served)] == [str(told.request_id)]


async def test_a_service_that_leaves_somebody_unnamed_was_not_asked(room: Room) -> None:
    room.running.gate.replies[RESOLVE] = 200, {"subjects": []}
    served = await report(room)
    assert served.json["unable"] == [{"service": "officer-safety", "code": "BAD_UPSTREAM"}]
    assert (served.json["complete"], items(served)) == (False, [])


async def test_what_may_have_left_unrecorded_is_unknown_and_no_answer(room: Room) -> None:
    room.running.gate.replies[RESOLVE] = named
    told = await room.asked("e1:1b", answered=False)
    (only,) = items(await report(room))
    assert (only["request_id"], only["became"]) == (str(told.request_id), "UNKNOWN")


async def test_i8_a_report_is_complete_once_a_published_checkpoint_proves_it(room: Room) -> None:
    room.running.gate.replies[RESOLVE] = named
    told = await room.asked("e1:1b")
    before = await report(room)
    assert (before.json["complete"], before.json["unproved"]) == (False, "NOT_PUBLISHED")
    place = a_publisher_place(room.place, advance)
    async with running_publisher(place):
        note = await published(place, await room.log.size())
    served = await report(room)
    proof = cast("dict[str, Any]", served.json["proof"])
    root = b64decode(proof["root"])
    assert (served.json["complete"], served.json["unproved"]) == (True, None)
    assert place.reader.open(note).index_root == root
    proofs = {one.pseudonym: one for one in map(_proof, proof["pseudonyms"])}
    assert {name: one.entries for name, one in proofs.items()} == {
        "e2:1a": (),
        "e1:1b": (told.index + 1,),
    }
    assert all(complete(one, root) for one in proofs.values())
    # With one entry left out it proves nothing any more.
    assert not complete(replace(proofs["e1:1b"], entries=()), root)


async def test_who_has_become_one_person_is_found_under_both_names(room: Room) -> None:
    one, other = f"e1:{'1' * 40}", f"e1:{'2' * 40}"
    room.running.gate.replies[RESOLVE] = (
        200,
        {"subjects": [{"subject_id": "nominal-1", "pseudonyms": [one]}]},
    )
    told = await room.asked(other)
    await room.log.append("alias", "a-1", {"pseudonyms": [one, other]})
    found = [one["request_id"] for one in items(await report(room))]
    assert str(told.request_id) in found


def _proof(shown: Mapping[str, Any]) -> SubjectProof:
    end = shown["end"]
    leaf = end and Leaf(b64decode(end["key"]), end["count"], b64decode(end["head"]))
    siblings = tuple(map(b64decode, shown["siblings"]))
    return SubjectProof(shown["pseudonym"], tuple(shown["entries"]), MapProof(siblings, leaf))


async def test_a_service_names_a_subject_by_every_key_that_it_holds() -> None:
    now, before = b"n" * 32, b"b" * 32
    one = Pseudonymiser(epoch="2027", key=now, service="s", former={"2026": before})
    then = Pseudonymiser(epoch="2026", key=before, service="s")
    assert one.in_every_epoch("id") == (one.subject("id"), then.subject("id"))


async def test_i8_a_report_can_be_kept_and_checked_by_whoever_has_the_logs_keys(
    room: Room, tmp_path: Path
) -> None:
    room.running.gate.replies[RESOLVE] = named
    await room.asked("e1:1b", "e1:2b")
    place = a_publisher_place(room.place, advance)
    before = await room.running.post("/v1/subjects/reports", ASKED)
    async with running_publisher(place):
        await published(place, await room.log.size())
    served = await room.running.post("/v1/subjects/reports", ASKED)
    assert (before.json["proof"], before.json["unproved"]) == (None, "NOT_PUBLISHED")
    assert (served.json["unable"], served.json["unproved"]) == ([], None)
    file = tmp_path / "report.json"
    keys = [f"--key={key.verifier_key}" for key in place.reader.keys]
    file.write_bytes(served.body)
    assert verifier.main(["subject", str(file), *keys]) == 0
    changed = cast("dict[str, Any]", json.loads(served.body))
    changed["proof"]["entries"] = []
    file.write_text(json.dumps(changed))
    assert verifier.main(["subject", str(file), *keys]) == 1
    (fact,) = served.facts
    assert (fact["subjects_searched"], fact["fields"]) == (["e2:1a", "e1:1b"], ["reports"])
