"""Durable jobs on the service's own PostgreSQL (procrastinate): deferred with their effect.

A job's arguments are ids only, because they are stored and logged in clear. A worker that is
killed leaves its job to be picked up again, so every job must bear being run twice.
"""

import json
import logging
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import TypeAlias
from uuid import UUID

from procrastinate import App, JobContext, PsycopgConnector, RetryStrategy
from sqlalchemy import make_url, text
from sqlmodel.ext.asyncio.session import AsyncSession

from ppit_platform.db import CONNECT_TIMEOUT_SECONDS, POOL_TIMEOUT_SECONDS
from ppit_platform.house import MandateEnded

WORK = "work"
_RETRY = RetryStrategy(max_attempts=8, exponential_wait=2)

JobId: TypeAlias = UUID | int | str
Work: TypeAlias = Callable[..., Awaitable[None]]
"""An async function of the job's number and, by name, the ids that it was deferred with."""

_DEFER = text("""
    SELECT (procrastinate_defer_jobs_v1(ARRAY[
        ROW(:queue, :task, 0, :lock, NULL, CAST(:args AS jsonb),
            CAST(:at AS timestamptz))
            ::procrastinate_job_to_defer_v1
    ]))[1]
""")
_log = logging.getLogger("ppit.jobs")


class JobFailed(Exception):
    """A job ended by a fault. It names the kind of fault; its words might name people."""


async def defer(
    session: AsyncSession,
    task: str,
    ids: Mapping[str, JobId],
    *,
    lock: str | None = None,
    at: datetime | None = None,
) -> int:
    """Start a job with the transaction: it exists if and only if the transaction commits.

    Of jobs with the same ``lock`` one runs at a time; none is begun before ``at``. Returns the
    job's number.
    """
    named = {name: str(value) if isinstance(value, UUID) else value for name, value in ids.items()}
    values = {"queue": WORK, "task": task, "lock": lock, "args": json.dumps(named), "at": at}
    connection = await session.connection()
    number: int = (await connection.execute(_DEFER, values)).scalar_one()
    return number


def open_jobs(database_url: str, *, pool_size: int = 6) -> App:
    """Return an app without tasks on the service's database; add tasks, then run its workers."""
    conninfo = make_url(database_url).set(drivername="postgresql")
    connector = PsycopgConnector(
        conninfo=conninfo.render_as_string(hide_password=False),
        min_size=1,
        max_size=pool_size,
        timeout=POOL_TIMEOUT_SECONDS,
        kwargs={"connect_timeout": CONNECT_TIMEOUT_SECONDS},
    )
    return App(connector=connector)


def add_task(app: App, name: str, work: Work) -> None:
    """Add a task under the name it is deferred by.

    A fault is tried again with growing pauses and reported by its kind, never by its words. A
    mandate that has ended ends the job: that is no fault.
    """

    @app.task(name=name, queue=WORK, pass_context=True, retry=_RETRY)
    async def run(context: JobContext, **ids: JobId) -> None:
        try:
            await work(context.job.id, **ids)
        except MandateEnded as ended:
            _log.info("job_stopped job=%s code=%s", context.job.id, ended.code)
        except Exception as failure:  # noqa: BLE001  # it goes on as a fault without words
            raise quiet(name, failure) from None


def quiet(name: str, failure: Exception) -> JobFailed:
    """Return a fault without its words: procrastinate logs whatever a task raises."""
    return JobFailed(f"{name}: {type(failure).__name__}")
