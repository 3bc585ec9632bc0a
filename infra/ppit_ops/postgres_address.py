"""Where an embedded PostgreSQL listens, and how it says that it failed."""

from dataclasses import dataclass, replace

from ppit_ops.failures import OperationFailed
from ppit_ops.places import free_port, listens

ADMIN = "ppit_admin"


class PostgresFailed(OperationFailed):
    """The server did not do as told within its time; the message ends with its log."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where a server listens, and the password of its administrator."""

    host: str
    port: int
    password: str

    def url(self, database: str, user: str = ADMIN, password: str | None = None) -> str:
        secret = password or self.password
        return f"postgresql+psycopg://{user}:{secret}@{self.host}:{self.port}/{database}"

    def answers(self) -> bool:
        return listens(self.port)

    def elsewhere(self) -> "Address":
        """Return the same on another port that nobody listens on."""
        return replace(self, port=free_port())
