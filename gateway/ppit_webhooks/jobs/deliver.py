"""The job of one attempt: nothing but ids, the same job however often it is begun."""

from functools import partial
from uuid import UUID

from ppit_platform.jobs import add_task
from ppit_platform.service_worker import WorkBench
from ppit_webhooks.actions.deliver import Errand, Post, deliver
from ppit_webhooks.actions.take_events import DELIVER


def add_deliver(bench: WorkBench, post: Post) -> None:
    add_task(bench.jobs, DELIVER, partial(_deliver, post))


async def _deliver(post: Post, number: int, *, org: str, delivery: str, attempts: int) -> None:
    await deliver(Errand(number, org, UUID(delivery), attempts), post)
