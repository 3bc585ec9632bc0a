"""An audit finds every way of rewriting the past that the signatures can show, and says where."""

from dataclasses import replace
from pathlib import Path
from typing import LiteralString

import psycopg
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ppit_audit_verify import Fault, Finding
from ppit_gateway.log.config import plain_url
from ppit_gateway.log.entries import Draft
from ppit_gateway.log.notes import NoteSigner
from tests.support.log import ORIGIN, LogPlace, running_log, stored, tamper, verdict_on
from tests.support.merkle import tree_hash

REHASH = "UPDATE log.entry SET leaf_hash = sha256('\\x00'::bytea || convert_to(body, 'UTF8'))"
SWAP_3_AND_6 = """
UPDATE log.entry a SET kind = b.kind, key = b.key || '~', leaf_hash = b.leaf_hash, body = b.body
FROM log.entry b WHERE (a.index, b.index) IN ((3, 6), (6, 3))
"""
COPY_4_TO_5 = """
INSERT INTO log.entry SELECT 5, kind, 'new', leaf_hash, body, recorded_at, epoch
FROM log.entry WHERE index = 4
"""
FORGE_10 = """
INSERT INTO log.entry SELECT 10, kind, 'f-10', leaf_hash,
  replace(replace(body, 'f-9', 'f-10'), '"index":9', '"index":10'), recorded_at, epoch
FROM log.entry WHERE index = 9
"""
CLOSE_UP = (
    "UPDATE log.entry SET index = index + 1000 WHERE index > 5",
    "UPDATE log.entry SET index = index - 1001 WHERE index > 1000",
)
MAKE_ROOM = (
    "UPDATE log.entry SET index = index + 1000 WHERE index >= 5",
    "UPDATE log.entry SET index = index - 999 WHERE index > 1000",
)


async def a_log_of_ten(place: LogPlace) -> None:
    """Write entries 0 to 9, each with a commit and a signature of its own."""
    async with running_log(place) as log:
        for number in range(10):
            await log.append("fact", f"f-{number}", {"n": number}, {"case": f"TS/{number}"})


def finding(place: LogPlace) -> Finding | None:
    report = verdict_on(place)
    assert report.verdict is not None, report.why
    return report.verdict.finding


async def test_a_log_that_nobody_touched_is_ok(place: LogPlace) -> None:
    await a_log_of_ten(place)
    report = verdict_on(place)
    assert report.exit_code == 0
    assert report.verdict is not None
    assert (report.verdict.entries, report.verdict.checkpoints, report.verdict.erased) == (
        10,
        10,
        0,
    )


@pytest.mark.parametrize(
    ("deed", "expected"),
    [
        pytest.param(
            ("UPDATE log.entry SET body = replace(body, '\"n\":5', '\"n\":6') WHERE index = 5",),
            Finding(5, 5, Fault.LEAF_HASH),
            id="one byte of a body",
        ),
        pytest.param(
            (
                "UPDATE log.entry SET body = replace(body, '\"n\":5', '\"n\":6') WHERE index = 5",
                REHASH,
            ),
            Finding(5, 5, Fault.ROOT),
            id="a body and its leaf hash",
        ),
        pytest.param(
            ("UPDATE log.entry SET leaf_hash = sha256('other') WHERE index = 5",),
            Finding(5, 5, Fault.LEAF_HASH),
            id="a leaf hash",
        ),
        pytest.param(
            ("UPDATE log.entry SET body = body || ' ' WHERE index = 5", REHASH),
            Finding(5, 5, Fault.CONTRADICTS_COLUMNS),
            id="a space after a body",
        ),
        pytest.param(
            ("UPDATE log.entry SET kind = 'denied' WHERE index = 5",),
            Finding(5, 5, Fault.CONTRADICTS_COLUMNS),
            id="a kind",
        ),
        pytest.param(
            ("UPDATE log.entry SET recorded_at = recorded_at - interval '1 day' WHERE index = 5",),
            Finding(5, 5, Fault.CONTRADICTS_COLUMNS),
            id="backdated",
        ),
        pytest.param(
            ("DELETE FROM log.entry WHERE index = 5",),
            Finding(5, 5, Fault.MISSING),
            id="deleted",
        ),
        pytest.param(
            ("DELETE FROM log.entry WHERE index = 5", *CLOSE_UP),
            Finding(5, 5, Fault.CONTRADICTS_COLUMNS),
            id="deleted and closed up",
        ),
        pytest.param(
            (
                *MAKE_ROOM,
                COPY_4_TO_5,
            ),
            Finding(5, 5, Fault.CONTRADICTS_COLUMNS),
            id="inserted",
        ),
        pytest.param(
            (
                FORGE_10,
                REHASH,
                "DELETE FROM log.salt WHERE index = 9",
            ),
            Finding(10, 10, Fault.UNSIGNED),
            id="added at the end",
        ),
        pytest.param((SWAP_3_AND_6,), Finding(3, 3, Fault.CONTRADICTS_COLUMNS), id="reordered"),
        pytest.param(
            ("DELETE FROM log.entry WHERE index >= 7",),
            Finding(7, 7, Fault.MISSING),
            id="cut short",
        ),
        pytest.param(("TRUNCATE log.entry CASCADE",), Finding(0, 0, Fault.MISSING), id="emptied"),
        pytest.param(
            ("DELETE FROM log.checkpoint WHERE size > 8",),
            Finding(8, 9, Fault.UNSIGNED),
            id="last checkpoints deleted",
        ),
        pytest.param(
            ("UPDATE log.checkpoint SET root = sha256('other') WHERE size = 6",),
            Finding(5, 5, Fault.CHECKPOINT),
            id="a root",
        ),
        pytest.param(
            ("UPDATE log.salt SET value = 'TS/6' WHERE index = 5",),
            Finding(5, 5, Fault.COMMITMENT),
            id="a sealed value",
        ),
    ],
)
async def test_the_first_entry_that_was_tampered_with_is_named(
    place: LogPlace, deed: tuple[LiteralString, ...], expected: Finding
) -> None:
    await a_log_of_ten(place)
    assert finding(place) is None
    tamper(place, *deed)
    assert finding(place) == expected
    assert verdict_on(place).exit_code == 1


async def test_a_rewrite_that_fits_together_is_named_by_what_one_commit_signed(
    place: LogPlace,
) -> None:
    async with running_log(place) as log:
        await log.append("fact", "first", {})
        await log.append_many([Draft("fact", f"f-{n}", {"n": n}) for n in range(4)])
        await log.append("fact", "last", {})
    tamper(place, "UPDATE log.entry SET body = replace(body, '\"n\":2', '\"n\":3')", REHASH)
    assert finding(place) == Finding(1, 4, Fault.ROOT)


async def test_a_log_signed_again_by_another_key_is_not_ours(place: LogPlace) -> None:
    await a_log_of_ten(place)
    stranger = replace(place, key=Ed25519PrivateKey.generate())
    assert finding(stranger) == Finding(0, 0, Fault.CHECKPOINT)


async def test_a_log_cut_back_with_its_checkpoints_shows_against_one_that_was_kept(
    place: LogPlace, tmp_path: Path
) -> None:
    await a_log_of_ten(place)
    kept = tmp_path / "checkpoint.txt"
    kept.write_text(stored(place, "SELECT note FROM log.checkpoint WHERE size = 9")[0][0])
    assert verdict_on(place, kept=kept).exit_code == 0
    tamper(
        place, "DELETE FROM log.entry WHERE index >= 7", "DELETE FROM log.checkpoint WHERE size > 7"
    )
    assert verdict_on(place).exit_code == 0
    report = verdict_on(place, kept=kept)
    assert report.verdict is not None
    assert report.verdict.finding == Finding(7, 7, Fault.MISSING)


async def test_what_was_erased_leaves_the_log_whole(place: LogPlace) -> None:
    await a_log_of_ten(place)
    tamper(place, "DELETE FROM log.salt WHERE index IN (3, 4)")
    report = verdict_on(place)
    assert report.exit_code == 0
    assert report.verdict is not None
    assert report.verdict.erased == 2


async def test_an_audit_that_cannot_read_is_never_ok(place: LogPlace, tmp_path: Path) -> None:
    await a_log_of_ten(place)
    not_a_checkpoint = tmp_path / "kept"
    not_a_checkpoint.write_text("nothing signed\n")
    reports = [verdict_on(place, role="ppit_gateway"), verdict_on(place, kept=not_a_checkpoint)]
    tamper(place, "DROP TABLE log.salt")
    reports.append(verdict_on(place))
    assert [report.exit_code for report in reports] == [2] * 3
    assert all(report.why for report in reports)


async def test_a_rewrite_by_who_holds_everything_of_ours_shows_against_what_another_kept(
    place: LogPlace, tmp_path: Path
) -> None:
    """A superuser with the log's stolen key writes another past and signs all of it again."""
    await a_log_of_ten(place)
    kept = tmp_path / "checkpoint.txt"
    kept.write_text(stored(place, "SELECT note FROM log.checkpoint WHERE size = 8")[0][0])
    tamper(place, "UPDATE log.entry SET body = replace(body, '\"n\":5', '\"n\":6')", REHASH)
    leaves = [leaf for (leaf,) in stored(place, "SELECT leaf_hash FROM log.entry ORDER BY index")]
    signer = NoteSigner(ORIGIN, place.key)
    with psycopg.connect(plain_url(place.database.admin_url)) as superuser:
        for size in range(1, 11):
            root = tree_hash(leaves[:size])
            superuser.execute(
                "UPDATE log.checkpoint SET root = %s, note = %s WHERE size = %s",
                (root, signer.sign(size, root), size),
            )
    assert verdict_on(place).exit_code == 0
    report = verdict_on(place, kept=kept)
    assert report.verdict is not None
    assert report.verdict.finding == Finding(0, 7, Fault.FORK)
