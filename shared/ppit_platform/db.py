"""The base of every table, the engine, and what a database failure means to a caller."""

import re

from sqlalchemy import exc
from sqlalchemy.ext.asyncio import AsyncEngine, async_sessionmaker, create_async_engine
from sqlalchemy.orm import declared_attr
from sqlmodel import SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession

from ppit_platform import quick_json
from ppit_platform.errors import Conflict, InternalError, ServiceError
from ppit_platform.unit import Transaction

__all__ = [
    "DatabaseUnavailable",
    "Row",
    "Transaction",
    "database_failure",
    "open_engine",
    "session_maker",
]

CONNECT_TIMEOUT_SECONDS = 2
POOL_TIMEOUT_SECONDS = 2
STATEMENT_TIMEOUT_MS = 5_000
LOCK_TIMEOUT_MS = 3_000


class DatabaseUnavailable(ServiceError):
    status = 503
    code = "DATABASE_UNAVAILABLE"
    title = "The service cannot reach its records; nothing was read or changed"
    retry_after = 2


class Row(SQLModel):
    """Base of every table. The table is named after the class: ``WarningMarkerRow``
    lives in ``warning_marker``.
    """

    @declared_attr.directive
    def __tablename__(cls) -> str:  # noqa: N805  # pyright: ignore[reportIncompatibleVariableOverride]
        stem = cls.__name__.removesuffix("Row")
        return re.sub(r"(?<!^)(?=[A-Z])", "_", stem).lower()


def open_engine(url: str, *, pool_size: int = 10, application: str = "ppit") -> AsyncEngine:
    """Return an engine that gives up in bounded time and never shows a value in an error.

    Connecting may take 2 s, waiting for a pooled connection 2 s, a lock 3 s, a statement 5 s.
    """
    return create_async_engine(
        url,
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=POOL_TIMEOUT_SECONDS,
        hide_parameters=True,
        json_deserializer=quick_json.read,  # a question reads a hundred people's records
        connect_args={
            "connect_timeout": CONNECT_TIMEOUT_SECONDS,
            "application_name": application,
            "options": (
                f"-c statement_timeout={STATEMENT_TIMEOUT_MS}"
                f" -c lock_timeout={LOCK_TIMEOUT_MS}"
                f" -c idle_in_transaction_session_timeout={2 * STATEMENT_TIMEOUT_MS}"
                " -c timezone=UTC"
            ),
        },
    )


def session_maker(engine: AsyncEngine) -> async_sessionmaker[AsyncSession]:
    return async_sessionmaker(engine, class_=AsyncSession, expire_on_commit=False)


def database_failure(error: exc.SQLAlchemyError) -> ServiceError:
    """Translate a database error into what the caller may know of it.

    The database's own words name keys and values, so that none of them is repeated.
    """
    if isinstance(error, exc.IntegrityError):
        msg = "a rule that the register itself keeps was broken; read it again"
        return Conflict(msg)
    if isinstance(error, exc.OperationalError | exc.InterfaceError | exc.TimeoutError):
        msg = "try again in a moment"
        return DatabaseUnavailable(msg)
    msg = "the records could not be used"
    return InternalError(msg)
