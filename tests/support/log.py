"""A log to test against: its keys, its process, its database."""

import asyncio
import io
import signal
import subprocess
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, LiteralString

import psycopg
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from rich.console import Console

from ppit_gateway.log.audit import AuditReport, audit
from ppit_gateway.log.client import LogClient
from ppit_gateway.log.config import AuditConfig, LogConfig, plain_url
from ppit_gateway.log.errors import LogUnavailable
from ppit_gateway.log.server import serve
from tests.support.postgres import Database

ORIGIN = "test.kent.example/log"


@dataclass(frozen=True, slots=True)
class LogPlace:
    """Everything a log process needs, and the superuser's URL to tamper with it."""

    config: LogConfig
    key: Ed25519PrivateKey
    database: Database


def a_log_place(folder: Path, database: Database) -> LogPlace:
    key = Ed25519PrivateKey.generate()
    key_file = folder / "log.pem"
    key_file.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    config = LogConfig(database.url("ppit_log"), folder / "log.sock", key_file, ORIGIN)
    return LogPlace(config, key, database)


def public_key_file(place: LogPlace) -> Path:
    path = place.config.signing_key_file.with_suffix(".pub")
    path.write_bytes(
        place.key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    )
    return path


def verdict_on(
    place: LogPlace, *, kept: Path | None = None, role: str = "ppit_auditor"
) -> AuditReport:
    """Audit the log as its auditor would."""
    config = AuditConfig(
        place.database.url(role),
        public_key_file(place),
        ORIGIN,
        kept_checkpoints=() if kept is None else (kept,),
    )
    return audit(config, console=Console(file=io.StringIO()))


class LogProcess:
    """The log as a process of its own."""

    def __init__(self, place: LogPlace) -> None:
        self.client = LogClient(place.config.socket)
        config = place.config
        self._command = [
            *(sys.executable, "-m", "tests.support.log_main", config.database_url),
            *(str(config.socket), str(config.signing_key_file), config.origin),
        ]
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self._process = subprocess.Popen(  # noqa: S603  # our own program, no shell
            self._command, stderr=subprocess.PIPE, cwd=Path(__file__).parents[2]
        )

    def kill(self) -> None:
        """Kill it as a crash would: no handler runs."""
        self._end(signal.SIGKILL)

    def stop(self) -> int:
        return self._end(signal.SIGTERM)

    def ended(self, *, seconds: float = 30.0) -> tuple[int, str]:
        """Wait for it to end by itself; return its exit code and what it said."""
        process = self._running()
        _, said = process.communicate(timeout=seconds)
        self._process = None
        return process.returncode, said.decode()

    def _end(self, number: signal.Signals) -> int:
        process = self._running()
        process.send_signal(number)
        process.communicate(timeout=30)
        self._process = None
        return process.returncode

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            msg = "not started"
            raise RuntimeError(msg)
        return self._process

    async def close(self) -> None:
        """End whatever is left of it."""
        await self.client.close()
        if self._process is not None:
            self.kill()


@asynccontextmanager
async def log_process(place: LogPlace, *, ready: bool = True) -> AsyncGenerator[LogProcess]:
    """Run the log as a process of its own, killed at the end if nobody stopped it.

    It answers when this yields, unless it need not be ``ready``.
    """
    process = LogProcess(place)
    try:
        process.start()
        if ready:
            await answering(process.client)
        yield process
    finally:
        await process.close()


def tamper(place: LogPlace, *statements: LiteralString) -> None:
    """Do as superuser what no role of the house may, past foreign keys."""
    with psycopg.connect(plain_url(place.database.admin_url), autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")
        for statement in statements:
            connection.execute(statement)


def stored(place: LogPlace, statement: LiteralString) -> list[tuple[Any, ...]]:
    with psycopg.connect(plain_url(place.database.admin_url), autocommit=True) as connection:
        return connection.execute(statement).fetchall()


@asynccontextmanager
async def running_log(place: LogPlace) -> AsyncGenerator[LogClient]:
    """Run the log in this process; yield a client of it."""
    stop = asyncio.Event()
    running = asyncio.create_task(serve(place.config, stop))
    client = LogClient(place.config.socket)
    try:
        await answering(client)
        yield client
    finally:
        await client.close()
        stop.set()
        await running


async def answering(client: LogClient, *, seconds: float = 15.0) -> int:
    """Wait until the log answers, and return its size."""
    async with asyncio.timeout(seconds):
        while True:
            try:
                return await client.size()
            except LogUnavailable:
                await asyncio.sleep(0.02)
