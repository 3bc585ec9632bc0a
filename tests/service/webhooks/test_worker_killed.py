"""F: a worker killed between the receiver's answer and ours leaves the attempt to be made again.

The worker is the one of production, in a process of its own.
"""

import asyncio
import os
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from ppit_platform.chores import retry_stalled
from ppit_webhooks.settings import Settings
from tests.support.webhooks import Webhooks, an_event

_START_SECONDS = 60
_MAIN = "from ppit_webhooks.cli import main; main()"
_LONG_AGO = "UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 hour'"


@asynccontextmanager
async def a_worker(settings: Settings) -> AsyncGenerator[asyncio.subprocess.Process]:
    """Run ``ppit-webhooks worker``; kill -9 it at the end of the block."""
    told = {
        f"PPIT_WEBHOOKS_{name.upper()}": str(value)
        for name, value in settings.model_dump(mode="json").items()
        if value is not None
    }
    command = (sys.executable, "-c", _MAIN, "worker")
    worker = await asyncio.create_subprocess_exec(*command, env={**told, "PATH": os.defpath})
    try:
        yield worker
    finally:
        worker.kill()
        await worker.wait()


async def test_f_a_delivery_cut_short_by_kill_9_is_made_again_under_the_same_webhook_id(
    webhooks: Webhooks,
) -> None:
    receiver = webhooks.receiver
    receiver.silent = True
    made = await webhooks.subscribe(f"https://127.0.0.1:{receiver.port}/ppit")
    event = an_event()
    await webhooks.told(event)
    async with a_worker(webhooks.settings) as worker, asyncio.timeout(_START_SECONDS):
        while not receiver.heard:
            assert worker.returncode is None
            await asyncio.sleep(0.02)
    # It was taken and posted, and whoever did so is gone before it could say so.
    assert (await webhooks.the_delivery(made))["attempts"] == 0
    receiver.silent = False
    webhooks.running.rows(_LONG_AGO)
    await retry_stalled(webhooks.running.work.bench.jobs)
    await webhooks.attempt()
    first, second = receiver.heard
    told = [webhooks.verified(heard, made["secret"]) for heard in (first, second)]
    assert {one.id for one in told} == {str(event.event_id)}
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert first.body == second.body
    delivery = await webhooks.the_delivery(made)
    assert (delivery["state"], delivery["attempts"]) == ("DELIVERED", 1)
    assert len(webhooks.facts("TRANSFER")) == 1
