"""Runs a service's jobs in this process, until none is left, and shows what went wrong in one."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import LiteralString, cast

import psycopg
from procrastinate import JobContext
from procrastinate.worker import Worker
from psycopg.rows import DictRow, dict_row

from ppit_ops.provision import plain
from ppit_platform.jobs import WORK
from ppit_platform.service_worker import WorkBench
from tests.support.postgres import Database

_MOST_TRIES = 10
"""More than any job is tried again."""


def owner_rows(database: Database, sql: LiteralString, *values: object) -> list[DictRow]:
    """Look, or arrange, past row-level security: as the owner of the tables."""
    with psycopg.connect(plain(database.owner_url), autocommit=True) as connection:
        found = connection.cursor(row_factory=dict_row).execute(sql, values)
        return [] if found.description is None else found.fetchall()


@dataclass(frozen=True, slots=True)
class Working:
    """The worker of one test. Its bench's jobs are open while the service runs."""

    bench: WorkBench
    database: Database
    _failures: list[BaseException] = field(default_factory=list[BaseException])

    async def until_done(self) -> None:
        """Run the jobs until none is left; those to be tried again are tried at once.

        If one never succeeds, what went wrong in it is raised, words and all.
        """
        for _ in range(_MOST_TRIES):
            await self.once()
            if not self.left():
                break
            self._bring_forward()
        if self.left("todo", "doing", "failed"):
            raise self._failures[-1]

    async def once(self) -> None:
        """Run each job that is due, once; one that fails waits to be tried again."""
        await self.bench.jobs.run_worker_async(
            queues=[WORK],
            concurrency=1,
            wait=False,
            listen_notify=False,
            delete_jobs="successful",
            install_signal_handlers=False,
            task_middleware=[self._noted],
        )

    def left(self, *statuses: str) -> int:
        """Count the jobs that are waiting or being done, or those of other statuses."""
        (found,) = owner_rows(
            self.database,
            "SELECT count(*) AS n FROM procrastinate_jobs"
            " WHERE queue_name = %s AND status::text = ANY (%s)",
            WORK,
            list(statuses or ("todo", "doing")),
        )
        return cast("int", found["n"])

    async def _noted(
        self, run: Callable[[], Awaitable[object]], _context: JobContext, _worker: Worker
    ) -> object:
        try:
            return await run()
        except BaseException as failure:
            # The chassis hides what a fault said; a test may read it.
            self._failures.append(failure.__context__ or failure)
            raise

    def _bring_forward(self) -> None:
        owner_rows(
            self.database,
            "UPDATE procrastinate_jobs SET scheduled_at = NULL"
            " WHERE queue_name = %s AND status = 'todo'",
            WORK,
        )
