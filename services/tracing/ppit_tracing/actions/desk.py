"""What every action of a request works with: its unit of work, the stores in it, and the time."""

from dataclasses import dataclass

from ppit_platform.desk import BareDesk
from ppit_platform.uploads import UploadStore
from ppit_tracing.storage.batches import BatchStore
from ppit_tracing.storage.recalls import RecallStore
from ppit_tracing.storage.traces import TraceStore


@dataclass(frozen=True, slots=True)
class Desk(BareDesk):
    """``mandate`` is what the gate sealed for a job that this request may start."""

    traces: TraceStore
    batches: BatchStore
    recalls: RecallStore
    uploads: UploadStore
    mandate: str | None
