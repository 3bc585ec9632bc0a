"""Routes for a partner's whole list: the file, its progress, and where each row went."""

from typing import Annotated, cast
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import Field

from ppit_platform.access import governed
from ppit_platform.codes import LogOperation
from ppit_platform.cursor import AtPage, Page
from ppit_platform.mandated import SealedMandate
from ppit_platform.spool import CSV, JSON_LINES, MAX_UPLOAD_BYTES
from ppit_platform.uploads import Upload, Uploads
from ppit_platform.wire import Instant, WireModel
from ppit_victims.actions.take_import import (
    FileSent,
    list_rejects,
    list_rows,
    read_import,
    take_import,
)
from ppit_victims.api.desk import AtTheDesk
from ppit_victims.domain.codes import ImportState, ProfileName, RowOutcome
from ppit_victims.domain.purposes import CONCERNED, REPORTING_PURPOSES
from ppit_victims.storage.imports import RejectedRow, RowPlaced

IMPORT = "victims:import"
_PAGE = 200

router = APIRouter(prefix="/v1/imports", tags=["imports"])

Profile = Annotated[ProfileName, Query(description="The layout of the file.")]
Limit = Annotated[int, Query(ge=1, le=_PAGE, description="The most items of a page.")]


class ImportAccepted(WireModel):
    import_id: UUID
    state: ImportState


class ImportProgress(WireModel):
    """``rows_in`` are the rows done so far: each is linked, created, waiting or rejected.

    ``linked``: on a victim who was known. ``created``: made somebody new. ``waiting``: a human
    decides. The counts stand as they were when each row was done. ``stop_code`` says why the
    authority to go on ended.
    """

    import_id: UUID
    state: ImportState
    profile: ProfileName
    dry_run: bool
    rows_in: int
    rows_done: int
    linked: int
    created: int
    waiting: int
    rejected: int
    stop_code: str | None
    refused_reason: str | None = Field(description="Why the file as a whole was not read.")
    accepted_at: Instant
    ended_at: Instant | None


class RuleBroken(WireModel):
    """``column`` is empty where the row as a whole cannot be taken."""

    column: str
    code: str
    detail: str


class RowRejectedShown(WireModel):
    """``row`` counts from 1 below the header, ``line`` the lines of the file from 1."""

    row: int
    line: int
    reasons: tuple[RuleBroken, ...]
    cells: dict[str, str]


class RejectList(WireModel):
    items: tuple[RowRejectedShown, ...]


class RowPlacedShown(WireModel):
    """``outcome`` is that of the import; ``victim_ids`` are where the row stands today.

    ``review_ids`` are what waited for a human, or still does.
    """

    row: int
    outcome: RowOutcome
    victim_ids: tuple[UUID, ...]
    review_ids: tuple[UUID, ...]


class RowList(WireModel):
    items: tuple[RowPlacedShown, ...]


@router.post(
    "",
    status_code=202,
    **governed(
        scope=IMPORT,
        log=LogOperation.COLLECTION,
        purposes=REPORTING_PURPOSES,
        max_people=1,
        concerns=CONCERNED,
        idempotent=True,
        essential_fields=("import_id", "state"),
        consumes=(CSV, JSON_LINES),
        max_body_bytes=MAX_UPLOAD_BYTES,
    ),
)
async def create_import(
    file: Upload,
    profile: Profile,
    uploads: Uploads,
    mandate: SealedMandate,
    desk: AtTheDesk,
    *,
    dry_run: Annotated[bool, Query(description="Change nothing; count what would be.")] = False,
) -> ImportAccepted:
    """Send a list of victims as CSV, or as JSON Lines under ``CANONICAL``; up to 64 MiB.

    The file is read by a job under this request's authority: read its progress at
    ``/v1/imports/{import_id}``. A dry run counts the same and leaves the register as it was.
    422 ``PROFILE_UNSUITABLE`` for a layout in the other kind of file.
    """
    run = await take_import(FileSent(file, profile, dry_run), mandate, uploads, desk)
    return ImportAccepted(import_id=run.import_id, state=run.state)


@router.get(
    "/{import_id}",
    **governed(
        scope=IMPORT,
        log=LogOperation.CONSULTATION,
        purposes=REPORTING_PURPOSES,
        max_people=1,
        concerns=CONCERNED,
        essential_fields=("rejected", "rows_in", "state", "waiting"),
    ),
)
async def get_import(import_id: UUID, desk: AtTheDesk) -> ImportProgress:
    """Show how far an import is; 404 where it is not this organisation's."""
    run = await read_import(import_id, desk)
    counts = run.counts
    return ImportProgress(
        import_id=run.import_id,
        state=run.state,
        profile=run.profile,
        dry_run=run.dry_run,
        rows_in=counts.rows_in,
        rows_done=counts.rows_in,
        linked=counts.linked,
        created=counts.created,
        waiting=counts.waiting,
        rejected=counts.rejected,
        stop_code=run.stop_code,
        refused_reason=run.refused_reason,
        accepted_at=run.accepted_at,
        ended_at=run.ended_at,
    )


@router.get(
    "/{import_id}/rejects",
    **governed(
        scope=IMPORT,
        log=LogOperation.CONSULTATION,
        purposes=REPORTING_PURPOSES,
        max_people=_PAGE,
        concerns=CONCERNED,
        essential_fields=("items.reasons", "items.row"),
    ),
)
async def get_rejects(
    import_id: UUID, page: AtPage, desk: AtTheDesk, limit: Limit = _PAGE
) -> RejectList:
    """Show the rows that were not taken, as they came, each with the rules it breaks.

    In the order of the file; ``Link`` leads on. A page may be shorter than asked for: it names no
    more people than the agreement allows.
    """
    rows, more = await list_rejects(import_id, _after(page), limit, desk)
    if more and rows:
        page.goes_on_after({"row": rows[-1].where.row_no})
    return RejectList(items=tuple(_rejected(row) for row in rows))


@router.get(
    "/{import_id}/rows",
    **governed(
        scope=IMPORT,
        log=LogOperation.CONSULTATION,
        purposes=REPORTING_PURPOSES,
        max_people=2 * _PAGE,
        concerns=CONCERNED,
        essential_fields=("items.outcome", "items.row"),
    ),
)
async def get_rows(import_id: UUID, page: AtPage, desk: AtTheDesk, limit: Limit = _PAGE) -> RowList:
    """Show on which victims the rows that were taken stand today; a dry run has none.

    In the order of the file; ``Link`` leads on, and a page may be shorter than asked for.
    """
    rows, more = await list_rows(import_id, _after(page), limit, desk)
    if more and rows:
        page.goes_on_after({"row": rows[-1].row_no})
    return RowList(items=tuple(_placed(row) for row in rows))


def _after(page: Page) -> int:
    return 0 if page.after is None else cast("int", page.after["row"])


def _rejected(row: RejectedRow) -> RowRejectedShown:
    return RowRejectedShown(
        row=row.where.row_no,
        line=row.where.line_no,
        reasons=tuple(
            RuleBroken(column=each.column, code=each.code, detail=each.detail)
            for each in row.reasons
        ),
        cells={column: str(value) for column, value in row.cells.items()},
    )


def _placed(row: RowPlaced) -> RowPlacedShown:
    return RowPlacedShown(
        row=row.row_no,
        outcome=row.outcome,
        victim_ids=row.victim_ids,
        review_ids=row.review_ids,
    )
