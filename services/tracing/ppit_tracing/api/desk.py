"""Puts a request's desk together: its unit of work, the stores in it, its mandate, the time."""

from typing import Annotated

from fastapi import Depends

from ppit_platform.desk import Now
from ppit_platform.mandated import SealedMandate
from ppit_platform.unit import Pseudonyms, Transaction, Unit
from ppit_platform.uploads import Uploads
from ppit_tracing.actions.desk import Desk
from ppit_tracing.storage.batches import BatchStore
from ppit_tracing.storage.recalls import RecallStore
from ppit_tracing.storage.traces import TraceStore


def _desk(  # one thing of the request each, as FastAPI hands them in
    unit: Unit,
    session: Transaction,
    uploads: Uploads,
    mandate: SealedMandate,
    pseudonyms: Pseudonyms,
    now: Now,
) -> Desk:
    return Desk(
        unit,
        pseudonyms,
        now,
        TraceStore(session),
        BatchStore(session),
        RecallStore(session),
        uploads,
        mandate,
    )


AtTheDesk = Annotated[Desk, Depends(_desk)]
