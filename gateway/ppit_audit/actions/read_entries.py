"""Reads entries of the log as they stand; that they were read is an entry of its own."""

from ppit_audit.actions.desk import Desk
from ppit_audit.domain.entry import LogEntry
from ppit_audit.domain.proving import BUNDLE, EntryProof, TooLongForBundle, bundled
from ppit_audit.errors import EntryUnknown, NoBundle, NotPublishedYet
from ppit_platform.audit import AuditFact
from ppit_platform.codes import LogOperation


async def read_entry(index: int, desk: Desk) -> LogEntry:
    desk.check_home()
    found = await desk.stores.log.some([index])
    if not found:
        msg = "the log ends before it"
        raise EntryUnknown(msg)
    read_by(desk, "entries", len(found))
    return found[0]


async def prove_entry(index: int, desk: Desk) -> EntryProof:
    """Prove an entry; ``NotPublishedYet`` where the newest checkpoint for the world is older."""
    desk.check_home()
    if index >= await desk.stores.log.size():
        msg = "the log ends before it"
        raise EntryUnknown(msg)
    proof = await desk.stores.proofs.entry(index)
    if proof is None:
        msg = "the newest published checkpoint does not cover it"
        raise NotPublishedYet(msg)
    read_by(desk, "proofs", 1)
    return proof


async def read_bundle(number: int, desk: Desk) -> tuple[int, bytes]:
    """Return one bundle of 256, as far as the newest signed checkpoint goes, and its width.

    ``NoBundle`` where an entry is too long for one: it is read by itself, or in an export.
    """
    desk.check_home()
    start, size = number * BUNDLE, await desk.stores.log.size()
    if start >= size:
        msg = "the log ends before it"
        raise EntryUnknown(msg)
    found = await desk.stores.log.following(start, min(BUNDLE, size - start))
    try:
        bundle = bundled(one.text for one in found)
    except TooLongForBundle as failure:
        msg = "an entry is too long for a bundle: read it under /audit/v1/entries, or export"
        raise NoBundle(msg) from failure
    read_by(desk, "entries", len(found))
    return len(found), bundle


def read_by(
    desk: Desk,
    what: str,
    number: int,
    subjects: tuple[str, ...] = (),
    candidates: int | None = None,
) -> None:
    """Leave the fact of a look into the log; ``subjects`` are whom it was about, if anybody.

    ``candidates``: of how many somebody who was named by name was chosen.
    """
    named = {} if candidates is None else {"candidates": candidates}
    desk.unit.record(
        AuditFact(
            LogOperation.AUDIT_VIEWED,
            subjects_searched=subjects,
            fields=(what, *named),
            counts={what: number, **named},
        )
    )
