"""Asks as a partner's system would: until a job has ended, and page after page of a list."""

import asyncio
import re
import time
from collections.abc import AsyncGenerator, Mapping
from itertools import chain, repeat

from ppit_ops.demo.words import items
from ppit_ops.partners import Desk, Reply

_PAUSES = (0.1, 0.1, 0.2, 0.4, 0.8)
"""Seconds between askings: a patient partner keeps the house free for the work itself."""
_LONGEST_SECONDS = 300.0
_UNDER_WAY = frozenset({"QUEUED", "RUNNING"})
_NEXT = re.compile(r'<([^>]+)>; *rel="next"')


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


async def every_item(desk: Desk, path: str, *, case: str) -> AsyncGenerator[Mapping[str, object]]:
    """Yield the items of a list and of all pages that its links lead on to."""
    page: str | None = path
    while page is not None:
        reply = await desk.get(page, case=case)
        for item in items(reply.body):
            yield item
        leads_on = _NEXT.search(reply.headers.get("link", ""))
        page = leads_on.group(1) if leads_on else None
