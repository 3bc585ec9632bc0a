"""Counts what an engine sends to PostgreSQL, so that a promise about it can be kept."""

from collections.abc import Generator
from contextlib import contextmanager

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine


class StatementCounter:
    """The statements sent while it counted, in order. BEGIN and COMMIT are not among them."""

    def __init__(self) -> None:
        self.statements: list[str] = []

    def __len__(self) -> int:
        return len(self.statements)

    def note(self, *sent: object) -> None:
        self.statements.append(str(sent[2]))


@contextmanager
def counted_statements(engine: AsyncEngine) -> Generator[StatementCounter]:
    counter = StatementCounter()

    def note(*sent: object) -> None:
        counter.note(*sent)

    event.listen(engine.sync_engine, "before_cursor_execute", note)
    try:
        yield counter
    finally:
        event.remove(engine.sync_engine, "before_cursor_execute", note)
