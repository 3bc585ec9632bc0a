"""Recalls what was wrong: finds everyone it was told to in the log, and tells each of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ppit_audit.actions.desk import Desk
from ppit_audit.domain.disclosures import Disclosure, disclosures, requests_of
from ppit_audit.domain.recalls import Notice, Recall, RecallReason, notices_of
from ppit_audit.domain.subjects import Subject
from ppit_platform.audit import AuditFact
from ppit_platform.codes import LogOperation
from ppit_platform.events import Event, EventType
from ppit_platform.ids import new_id

_PAGE = 500


@dataclass(frozen=True, slots=True)
class RecallAsked:
    """What was wrong about whom. What was told before ``told_since`` was right."""

    service: str
    subject_ids: tuple[str, ...]
    reason: RecallReason
    fields: tuple[str, ...]
    told_since: datetime
    corrected_at: datetime


async def make_recall(asked: RecallAsked, desk: Desk) -> tuple[Recall, list[Notice]]:
    """Keep the recall and its notices, announce each, and say in the log how many there are.

    ``SubjectsUnresolved`` where the service does not name them: a recall that reaches only some of
    the recipients would look like one that reached all.
    """
    desk.check_home()
    named = await desk.names_of([Subject(asked.service, one) for one in asked.subject_ids])
    size = await desk.read_on()
    names = await desk.stores.said.one_person(named)
    recall = Recall(
        recall_id=new_id(),
        home_org=desk.home.org_id,
        service=asked.service,
        subjects=names,
        reason=asked.reason,
        fields=asked.fields,
        told_since=asked.told_since,
        corrected_at=asked.corrected_at,
        log_size=size,
        made_by=desk.personal_hand().acting,
        made_at=desk.now,
    )
    notices = notices_of(recall, await _told(names, desk), desk.home.patience)
    await desk.stores.recalls.add(recall, notices)
    for notice in notices:
        await desk.unit.announce(_announced(notice, EventType.NOTICE_MADE))
    desk.unit.record(_fact(recall, notices))
    return recall, notices


def overdue_event(notice: Notice, now: datetime, org_id: str) -> Event:
    """Return what the recipient, or who made the recall, is told of a notice nobody answered."""
    return _announced(notice, EventType.NOTICE_OVERDUE, now, org_id)


async def _told(names: Sequence[str], desk: Desk) -> list[Disclosure]:
    """Return everything that names the subjects, however much it is: a page at a time."""
    entries = await desk.stores.said.of_subjects(names)
    found: list[Disclosure] = []
    for start in range(0, len(entries), _PAGE):
        facts = await desk.stores.log.some(entries[start : start + _PAGE])
        keys = [str(one) for one in requests_of(facts)]
        found += disclosures(facts, await desk.stores.log.of_keys(keys), names)
    return found


def _announced(
    notice: Notice, kind: EventType, now: datetime | None = None, org_id: str | None = None
) -> Event:
    data = {
        "id": str(notice.notice_id),
        "recall_id": str(notice.recall.recall_id),
        "service": notice.recall.service,
        "reason": notice.recall.reason.value,
        "requests": len(notice.request_ids),
    }
    return Event(kind, org_id or notice.recipient.org_id, now or notice.made_at, data)


def _fact(recall: Recall, notices: Sequence[Notice]) -> AuditFact:
    return AuditFact(
        LogOperation.ALTERATION,
        subjects_searched=recall.subjects,
        fields=(f"recall:{recall.recall_id}", recall.reason.value, *recall.fields),
        counts={"notices": len(notices), "requests": sum(len(one.request_ids) for one in notices)},
    )
