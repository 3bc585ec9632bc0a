"""Waits for a job as a partner's system would: it asks how far the job is until that is the end."""

import asyncio
import time
from itertools import chain, repeat

from ppit_ops.partners import Desk, Reply

_PAUSES = (0.1, 0.1, 0.2, 0.4, 0.8)
"""Seconds between askings: a patient partner keeps the house free for the work itself."""
_LONGEST_SECONDS = 90.0
_UNDER_WAY = frozenset({"QUEUED", "RUNNING"})


async def ended(desk: Desk, path: str, *, case: str) -> Reply:
    """Return the answer in which the job is no longer under way, or the last one if it takes long.

    What is no job, a refusal say, is returned at once.
    """
    deadline = time.monotonic() + _LONGEST_SECONDS
    pauses = chain(_PAUSES, repeat(_PAUSES[-1]))
    while True:
        reply = await desk.get(path, case=case)
        if reply.body.get("state") not in _UNDER_WAY or time.monotonic() > deadline:
            return reply
        await asyncio.sleep(next(pauses))
