"""Routes to alarms: what looks amiss, what a person found it to be, and who is watched."""

from typing import Annotated, Self
from uuid import UUID

from fastapi import APIRouter
from pydantic import Field, model_validator

from ppit_audit.actions import handle_alarms
from ppit_audit.api.desk import AtTheDesk
from ppit_audit.api.person_wire import ServiceName
from ppit_audit.api.rules import READ, WATCH, changing, reading
from ppit_audit.domain.alarms import Alarm, AlarmKind, Finding, Watched, WatchList
from ppit_audit.domain.subjects import Subject
from ppit_platform.answering_audit import SubjectId
from ppit_platform.wire import Instant, WireModel

router = APIRouter(prefix="/v1", tags=["alarms"])

_ALARM = ("alarm_id", "kind", "evidence")
_WATCHED = ("items.watch_id", "items.list")


class AlarmShown(WireModel):
    """``evidence`` are indices of entries in the log: all of the request that raised it."""

    alarm_id: UUID
    kind: AlarmKind
    evidence: tuple[int, ...]
    org_id: str | None
    client_id: str | None
    user_id: str | None
    raised_at: Instant
    finding: Finding | None
    reasons: str | None
    closed_by: str | None
    closed_at: Instant | None


class AlarmList(WireModel):
    items: tuple[AlarmShown, ...]


class ClosingGiven(WireModel):
    finding: Finding
    reasons: Annotated[str, Field(pattern=r"\S", max_length=1000)]


class WatchGiven(WireModel):
    """Somebody as a service knows them; a colleague has the organisation where they work."""

    list: WatchList
    service: ServiceName
    subject_id: SubjectId
    of_org: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")] | None = None

    @model_validator(mode="after")
    def _colleague_works_somewhere(self) -> Self:
        if (self.list is WatchList.COLLEAGUE) != (self.of_org is not None):
            msg = "a colleague, and nobody else, has of_org"
            raise ValueError(msg)
        return self


class WatchedShown(WireModel):
    watch_id: UUID
    list: WatchList
    subject: str
    of_org: str | None
    added_by: str
    added_at: Instant


class WatchedList(WireModel):
    items: tuple[WatchedShown, ...]


@router.get(
    "/alarms",
    **reading(scope=READ, essential_fields=tuple(f"items.{one}" for one in _ALARM)),
)
async def get_alarms(desk: AtTheDesk, *, closed: bool = False) -> AlarmList:
    """List the newest 200 alarms that stand, or that were closed; every entry was looked at."""
    found = await handle_alarms.list_alarms(standing=not closed, desk=desk)
    return AlarmList(items=tuple(map(_alarm, found)))


@router.get("/alarms/{alarm_id}", **reading(scope=READ, essential_fields=_ALARM))
async def get_alarm(alarm_id: UUID, desk: AtTheDesk) -> AlarmShown:
    """Show an alarm with its evidence."""
    return _alarm(await handle_alarms.read_alarm(alarm_id, desk))


@router.post(
    "/alarms/{alarm_id}/closing",
    status_code=201,
    **changing(scope=WATCH, essential_fields=_ALARM),
)
async def create_closing(alarm_id: UUID, body: ClosingGiven, desk: AtTheDesk) -> AlarmShown:
    """Say what an alarm was, with reasons. 403 ``FOUR_EYES_REQUIRED`` for whom it is about."""
    return _alarm(await handle_alarms.close_alarm(alarm_id, body.finding, body.reasons, desk))


@router.post("/watched", status_code=201, **changing(scope=WATCH, essential_fields=_WATCHED))
async def create_watched(body: WatchGiven, desk: AtTheDesk) -> WatchedList:
    """Watch somebody from now on: whoever looks at them raises an alarm.

    Only pseudonyms are kept. 503 ``SUBJECTS_UNRESOLVED`` where their service does not name them.
    """
    subject = Subject(body.service, body.subject_id)
    return _listed(await handle_alarms.watch(body.list, body.of_org, subject, desk))


@router.get("/watched", **reading(scope=WATCH, essential_fields=_WATCHED))
async def get_watched(desk: AtTheDesk) -> WatchedList:
    """List who is watched."""
    return _listed(await handle_alarms.list_watched(desk))


@router.post(
    "/watched/{watch_id}/ending",
    status_code=201,
    **changing(scope=WATCH, essential_fields=_WATCHED),
)
async def create_ending(watch_id: UUID, desk: AtTheDesk) -> WatchedList:
    """Watch somebody no longer, and list who still is."""
    return _listed(await handle_alarms.end_watch(watch_id, desk))


def _alarm(one: Alarm) -> AlarmShown:
    return AlarmShown(
        alarm_id=one.alarm_id,
        kind=one.kind,
        evidence=one.evidence,
        org_id=one.org_id,
        client_id=one.client_id,
        user_id=one.user_id,
        raised_at=one.raised_at,
        finding=one.finding,
        reasons=one.reasons,
        closed_by=one.closed_by,
        closed_at=one.closed_at,
    )


def _listed(watched: list[Watched]) -> WatchedList:
    return WatchedList(
        items=tuple(
            WatchedShown(
                watch_id=one.watch_id,
                list=one.list,
                subject=one.subject,
                of_org=one.of_org,
                added_by=one.added_by,
                added_at=one.added_at,
            )
            for one in watched
        )
    )
