"""Where an embedded PostgreSQL listens, and how it says that it failed."""

import secrets
import socket
from dataclasses import dataclass

ADMIN = "ppit_admin"
# Below the range the kernel hands out by itself: a stopped server finds its port free again.
_PORTS = range(20_000, 32_000)


class PostgresFailed(RuntimeError):
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
        with socket.socket() as probe:
            return probe.connect_ex((self.host, self.port)) == 0

    def elsewhere(self) -> "Address":
        """Return the same on another port that nobody listens on."""
        for _ in range(200):
            other = Address(self.host, secrets.choice(_PORTS), self.password)
            if not other.answers():
                return other
        msg = "no free port on the loopback address"
        raise PostgresFailed(msg)
