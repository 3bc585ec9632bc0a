"""Routes to exports of the log: asked for by one, approved by another, written by a job."""

from base64 import b64encode
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path
from pydantic import Field

from ppit_audit.actions import export_log
from ppit_audit.api.desk import AtTheDesk
from ppit_audit.api.entries import Word
from ppit_audit.api.person_wire import SubjectGiven
from ppit_audit.api.rules import EXPORT, changing, reading
from ppit_audit.domain.exports import Export, ExportState, Meant
from ppit_audit.domain.subjects import Subject
from ppit_platform.codes import LogOperation
from ppit_platform.mandated import SealedMandate
from ppit_platform.people_wire import InstantGiven
from ppit_platform.wire import Instant, WireModel

router = APIRouter(prefix="/v1/exports", tags=["exports"])

_EXPORT = ("export_id", "state", "parts")
PartNumber = Annotated[int, Path(ge=0, le=2**31 - 1)]


class ExportGiven(WireModel):
    """Everything given must hold of an entry, or of one of the same request; nothing given means
    the whole log. ``since`` counts, ``until`` does not. ``subjects`` are given alone.
    """

    since: InstantGiven | None = None
    until: InstantGiven | None = None
    case_reference: Word | None = None
    org_id: Word | None = None
    agreement_id: Word | None = None
    subjects: tuple[SubjectGiven, ...] = Field(default=(), max_length=20)


class ExportShown(WireModel):
    """``size`` is of how many entries of the log it is, ``entries`` how many stand in it so far.

    The file is all ``parts``, from 0 on, one after the other; it is deleted at ``expires_at``.
    ``stop_code``, with STOPPED, says why.
    """

    export_id: UUID
    state: ExportState
    whole: bool
    subjects: int
    asked_by: str
    asked_at: Instant
    approved_by: str | None
    size: int | None
    entries: int
    parts: int
    stop_code: str | None
    ended_at: Instant | None
    expires_at: Instant | None


class ExportList(WireModel):
    items: tuple[ExportShown, ...]


class ExportPart(WireModel):
    """``content`` is in base64: bytes of the file, whose SHA-256 in hex is ``sha256``."""

    number: int
    parts: int
    sha256: str
    content: str


@router.post(
    "",
    status_code=202,
    **changing(scope=EXPORT, log=LogOperation.EXPORT, essential_fields=_EXPORT),
)
async def create_export(body: ExportGiven, desk: AtTheDesk) -> ExportShown:
    """Ask for an export of the log, for whoever verifies it (DPA 2018 s.62(4) and (5)).

    Somebody else approves it under ``/approval``; then it is written. The file proves itself:
    ``ppit_audit_verify.py export FILE``. A part of the log says what it leaves out, and proves of
    subjects, and of a time, that no other entry is meant; of a case, an organisation or an
    agreement nothing can. 503 ``SUBJECTS_UNRESOLVED`` where a service does not name its subjects.
    """
    given = body.model_dump(include={"since", "until", "org_id", "agreement_id"})
    subjects = tuple(Subject(one.service, one.subject_id) for one in body.subjects)
    asked = export_log.ExportAsked(Meant(**given), body.case_reference, subjects)
    return _shown(await export_log.ask_export(asked, desk))


@router.post(
    "/{export_id}/approval",
    status_code=202,
    **changing(scope=EXPORT, log=LogOperation.EXPORT, essential_fields=_EXPORT),
)
async def create_approval(export_id: UUID, mandate: SealedMandate, desk: AtTheDesk) -> ExportShown:
    """Approve an export that somebody else asked for; a job writes it, of the log as it is now.

    403 ``FOUR_EYES_REQUIRED`` for whoever asked. A part is of what is published: 503
    ``NOT_PUBLISHED_YET`` where nothing is. An agreement that ends stops the job.
    """
    return _shown(await export_log.approve_export(export_id, mandate, desk))


@router.get(
    "",
    **reading(scope=EXPORT, essential_fields=tuple(f"items.{one}" for one in _EXPORT)),
)
async def get_exports(desk: AtTheDesk) -> ExportList:
    """List the newest 200 exports, the newest first."""
    return ExportList(items=tuple(map(_shown, await export_log.list_exports(desk))))


@router.get("/{export_id}", **reading(scope=EXPORT, essential_fields=_EXPORT))
async def get_export(export_id: UUID, desk: AtTheDesk) -> ExportShown:
    """Show what has become of an export. 404 ``NOT_FOUND`` where there is none."""
    return _shown(await export_log.read_export(export_id, desk))


@router.get(
    "/{export_id}/parts/{number}",
    **reading(
        scope=EXPORT,
        log=LogOperation.EXPORT,
        essential_fields=("content", "number", "parts", "sha256"),
    ),
)
async def get_part(export_id: UUID, number: PartNumber, desk: AtTheDesk) -> ExportPart:
    """Give a part of the file (gzip): all parts one after the other are the file.

    409 ``EXPORT_NOT_READY`` before the log knows of all that is in it; 410 ``EXPORT_EXPIRED`` once
    it is deleted. That it was given is an entry of the log, with the number of subjects in it.
    """
    export, part = await export_log.read_part(export_id, number, desk)
    content = b64encode(part.packed).decode()
    return ExportPart(number=number, parts=export.parts, sha256=part.sha256, content=content)


def _shown(one: Export) -> ExportShown:
    # What the log does not know yet is not done yet.
    done = one.state is ExportState.DONE and not one.logged
    return ExportShown(
        export_id=one.export_id,
        state=ExportState.WRITING if done else one.state,
        whole=one.meant.whole,
        subjects=len(one.meant.subjects),
        asked_by=one.asked_by,
        asked_at=one.asked_at,
        approved_by=one.approved_by,
        size=one.size,
        entries=one.entries,
        parts=one.parts,
        stop_code=one.stop_code,
        ended_at=one.ended_at,
        expires_at=one.expires_at,
    )
