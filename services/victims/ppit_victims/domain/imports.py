"""An import as its partner follows it: how far it is, and where its rows went."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from ppit_victims.domain.codes import ImportState, ProfileName, RowOutcome


@dataclass(frozen=True, slots=True)
class Counts:
    """Rows by outcome: their sum is the rows read, always."""

    linked: int = 0
    created: int = 0
    waiting: int = 0
    rejected: int = 0

    @property
    def rows_in(self) -> int:
        return self.linked + self.created + self.waiting + self.rejected


@dataclass(frozen=True, slots=True)
class ImportRun:
    """``counts`` are of the rows done so far; ``upload_id`` is the file, kept until it is done."""

    import_id: UUID
    profile: ProfileName
    dry_run: bool
    media_type: str
    upload_id: UUID
    mandate_id: UUID
    job_id: int | None
    state: ImportState
    stop_code: str | None
    refused_reason: str | None
    counts: Counts
    accepted_at: datetime
    ended_at: datetime | None

    @property
    def is_over(self) -> bool:
        return self.state not in {ImportState.QUEUED, ImportState.RUNNING}


def count(outcomes: Iterable[RowOutcome]) -> Counts:
    found = Counter(outcomes)
    return Counts(
        found[RowOutcome.LINKED],
        found[RowOutcome.CREATED],
        found[RowOutcome.WAITING],
        found[RowOutcome.REJECTED],
    )
