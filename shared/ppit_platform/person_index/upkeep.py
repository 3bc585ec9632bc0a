"""What a service's worker does for its index: folds what was added and removed, now and then."""

import asyncio
import logging
from collections.abc import Sequence

import psycopg
from procrastinate import App
from sqlalchemy import URL

from ppit_platform.caller import Caller
from ppit_platform.chores import CHORES
from ppit_platform.jobs import quiet
from ppit_platform.person_index.folding import FOLD_AT, Folded, fold
from ppit_platform.person_index.reading import StaleIndex
from ppit_platform.person_index.tables import PERSON_INDEX
from ppit_platform.unit import context_of

TASK = "index.fold"
_EVERY_TEN_MINUTES = "*/10 * * * *"
_log = logging.getLogger("ppit.index")


def add_folding(
    jobs: App, database: URL, house: Caller, *, indexes: Sequence[str] = (PERSON_INDEX,)
) -> None:
    """Have a service's indexes folded each ten minutes where that is worth it.

    ``house`` speaks for a purpose that they serve. A run that fails is tried again at the next.
    """

    @jobs.periodic(cron=_EVERY_TEN_MINUTES)
    @jobs.task(name=TASK, queue=CHORES, queueing_lock=TASK)
    async def run(timestamp: int) -> None:  # noqa: ARG001  # procrastinate says when it was due
        try:
            await asyncio.to_thread(fold_all, database, house, indexes)
        except Exception as failure:  # noqa: BLE001  # it goes on as a fault without words
            raise quiet(TASK, failure) from None


def fold_all(
    database: URL, house: Caller, indexes: Sequence[str], *, at_least: int = FOLD_AT
) -> dict[str, Folded]:
    """Fold each index that nobody builds at present; one of another version is named in the log."""
    folded: dict[str, Folded] = {}
    with connected(database, house) as connection:
        for index in indexes:
            try:
                folded[index] = fold(connection, index=index, at_least=at_least, wait=False)
            except StaleIndex:
                _log.warning("index_stale index=%s: fill it anew", index)
    return folded


def connected(database: URL, house: Caller) -> psycopg.Connection:
    """Open a connection on which ``house`` speaks for as long as it is open; it commits each."""
    url = database.set(drivername="postgresql").render_as_string(hide_password=False)
    connection = psycopg.connect(url, autocommit=True, application_name="ppit-index")
    for name, value in context_of(house).items():
        connection.execute("SELECT set_config(%s, %s, false)", (f"ppit.{name}", value))
    return connection
