"""Entries are shown as they were hashed, to who keeps the log alone; each reading is a record."""

import hashlib
from base64 import b64decode

import psycopg
import pytest

from ppit_gateway.log.proofs import inclusion_holds
from ppit_ops.provision import plain
from ppit_platform.codes import LogOperation
from tests.support.audit import Room, an_officer
from tests.support.log import tamper
from tests.support.publishing import a_publisher_place, published, running_publisher
from tests.support.tlog_proof import read_proof


async def test_an_entry_is_shown_with_the_very_leaf_that_was_hashed(room: Room) -> None:
    told = await room.asked("e1:aa")
    served = await room.running.get(f"/v1/entries/{told.index}")
    leaf, leaf_hash = str(served.json["leaf"]), served.json["leaf_hash"]
    assert hashlib.sha256(b"\0" + leaf.encode()).hexdigest() == leaf_hash
    assert served.json["request_id"] == str(told.request_id)
    assert served.json["user_id"] == "w-017"
    assert served.json["case_reference"] == "CASE/17"


async def test_that_an_entry_was_read_is_a_fact_of_its_own(room: Room) -> None:
    told = await room.asked("e1:aa")
    served = await room.running.get(f"/v1/entries/{told.index}")
    (fact,) = served.facts
    assert fact["operation"] == LogOperation.AUDIT_VIEWED.value
    assert fact["counts"] == {"entries": 1}
    assert fact["subjects_disclosed"] == []


async def test_what_the_log_does_not_have_is_not_found(room: Room) -> None:
    served = await room.running.get("/v1/entries/0")
    assert (served.status, served.json["code"]) == (404, "NOT_FOUND")
    proof = await room.running.get("/v1/entries/0/proof")
    assert (proof.status, proof.json["code"]) == (404, "NOT_FOUND")


async def test_i6_an_entry_is_proved_in_the_newest_published_checkpoint(room: Room) -> None:
    told = await room.asked("e1:aa")
    path = f"/v1/entries/{told.index}"
    assert (await room.running.get(f"{path}/proof")).json["code"] == "NOT_PUBLISHED_YET"
    place = a_publisher_place(room.place)
    async with running_publisher(place):
        await published(place, await room.log.size())
    kept = read_proof(str((await room.running.get(f"{path}/proof")).json["proof"]))
    stated = place.reader.open(kept.note)
    assert kept.index == told.index
    assert inclusion_holds(
        index=told.index,
        size=stated.size,
        leaf=bytes.fromhex(str((await room.running.get(path)).json["leaf_hash"])),
        root=stated.root,
        proof=kept.path,
    )


async def test_a_bundle_holds_the_leaves_as_they_were_hashed(room: Room) -> None:
    told = await room.asked("e1:aa")
    served = await room.running.get("/v1/tile/entries/0")
    bundle, leaves = b64decode(str(served.json["bundle"])), list[str]()
    while bundle:
        length = int.from_bytes(bundle[:2])
        leaves.append(bundle[2 : 2 + length].decode())
        bundle = bundle[2 + length :]
    assert served.json["width"] == len(leaves) == await room.log.size()
    entry = await room.running.get(f"/v1/entries/{told.index}")
    assert leaves[told.index] == entry.json["leaf"]
    assert (await room.running.get("/v1/tile/entries/1")).json["code"] == "NOT_FOUND"


async def test_an_old_entry_that_is_too_long_for_a_bundle_is_said_to_be_so(room: Room) -> None:
    told = await room.asked("e1:aa")
    # From before leaves were bounded; nothing here proves it, the verifier does.
    tamper(room.place, "UPDATE log.entry SET body = body || repeat(' ', 65535) WHERE index = 0")
    bundle = await room.running.get("/v1/tile/entries/0")
    assert (bundle.status, bundle.json["code"]) == (409, "TOO_LONG_FOR_A_BUNDLE")
    assert len(str((await room.running.get("/v1/entries/0")).json["leaf"])) > 65_535
    assert told.index == 1


async def test_a_partner_does_not_read_the_log(room: Room) -> None:
    told = await room.asked("e1:aa")
    stranger = room.running.by(an_officer("thanet", "dpo-9"))
    served = await stranger.get(f"/v1/entries/{told.index}")
    assert (served.status, served.json["code"]) == (403, "NOT_OF_HOME")


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO log.epoch VALUES (99, now())",
        "UPDATE log.entry SET body = ''",
        "DELETE FROM log.salt",
        "SELECT 1 FROM public.client",
    ],
)
def test_its_role_may_read_the_log_and_nothing_else(room: Room, statement: str) -> None:
    url = plain(room.place.database.url("ppit_audit"))
    with psycopg.connect(url) as connection:
        assert connection.execute("SELECT count(*) FROM log.entry").fetchone() is not None
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(statement.encode())
