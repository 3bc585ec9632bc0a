"""What a service announces: that something of an organisation's own has changed, by its id alone.

An event is written in the transaction of its effect, pushed to the gate at least once, and taken by
the webhooks service once by its id. It is thin: identifiers, counts and codes; whoever is told asks
for the rest through the gate, with all that the gate decides (gateway.md F).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias
from uuid import UUID

from ppit_platform.ids import new_id
from ppit_platform.wire import instant_text

BATCH = 100
WORD = r"^[A-Za-z0-9][A-Za-z0-9._:/-]{0,79}$"
"""What an identifier or a code looks like: nothing with a space, so no name and no address."""
_WORD = re.compile(WORD)
_MOST_VALUES = 12
EventData: TypeAlias = Mapping[str, str | int]


class EventType(StrEnum):
    """Everything that may be announced; the first part is the service, ``_`` for its hyphen."""

    CASE_CHECKED = "vetting.case.checked"
    CASE_DECIDED = "vetting.case.decided"
    TRACE_FINISHED = "tracing.trace.finished"
    TRACE_RECALLED = "tracing.trace.recalled"
    BATCH_FINISHED = "tracing.batch.finished"
    IMPORT_FINISHED = "victims.import.finished"
    REPORT_LINKED = "victims.report.linked"
    MARKER_CHANGED = "officer_safety.marker.changed"
    NOTICE_MADE = "audit.notice.made"
    NOTICE_OVERDUE = "audit.notice.overdue"
    ALARM_RAISED = "audit.alarm.raised"
    TEST = "webhooks.test"
    """Sent by the webhooks service alone, to who asks for it."""

    @property
    def service(self) -> str:
        """Name the service that announces it."""
        return self.value.partition(".")[0].replace("_", "-")


class NotThin(ValueError):
    """Data that could be somebody's: an event holds identifiers, counts and codes only."""


def check_thin(data: EventData) -> None:
    """Raise ``NotThin`` unless ``data`` has an ``id`` and nothing but short words and numbers."""
    if "id" not in data or len(data) > _MOST_VALUES:
        msg = "an event has an id and few values"
        raise NotThin(msg)
    for value in (*data, *data.values()):
        if isinstance(value, str) and not _WORD.fullmatch(value):
            msg = "a value that is no identifier, count or code"
            raise NotThin(msg)


@dataclass(frozen=True, slots=True)
class Event:
    """``org_id`` is whose object it is: the only organisation that is ever told."""

    type: EventType
    org_id: str
    happened_at: datetime
    data: EventData
    event_id: UUID = field(default_factory=new_id)

    def __post_init__(self) -> None:
        check_thin(self.data)

    def as_json(self) -> dict[str, object]:
        return {
            "event_id": str(self.event_id),
            "type": self.type.value,
            "org_id": self.org_id,
            "happened_at": instant_text(self.happened_at),
            "data": dict(self.data),
        }
