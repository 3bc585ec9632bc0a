"""Real PostgreSQL for tests: one cluster a worker, databases cloned from migrated templates.

A test asks for a fixture (``gateway_database``, ``officer_safety_database``, ``cluster``); a clone
of a template takes some 50 ms and is dropped after the test.
"""

import itertools
import shutil
import tempfile
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ppit_ops.postgres import PostgresServer
from ppit_ops.postgres_folder import NOTHING_ELSE
from ppit_ops.provision import (
    DATABASES,
    MIGRATIONS,
    OWNER,
    Access,
    drop_database,
    provision_database,
    provision_roles,
    provision_schema,
)
from ppit_platform.migrate import migrations_of, upgrade


@dataclass(frozen=True, slots=True)
class Database:
    """One database of a test. URLs are for SQLAlchemy (``postgresql+psycopg://...``)."""

    name: str
    access: Access

    @property
    def owner_url(self) -> str:
        """As ``ppit_owner``, who owns the tables."""
        return self.access.url(self.name, OWNER)

    def url(self, role: str) -> str:
        """As one of the house's least-privileged roles, ``ppit_log`` say."""
        return self.access.url(self.name, role)

    @property
    def admin_url(self) -> str:
        """As superuser: to arrange what no role may do, such as tampering with the log."""
        return self.access.admin(self.name)


class Cluster:
    """A running PostgreSQL with the house's roles. Stop, kill or pause it by ``server``."""

    def __init__(self, server: PostgresServer, access: Access) -> None:
        self.server = server
        self.access = access
        self._numbers = itertools.count(1)
        self._templates: dict[str, Database] = {}

    def empty(self, like: str = "ppit_officer_safety") -> Database:
        """Create a database without tables; the roles of the database ``like`` may connect."""
        database = self._named(f"empty_{next(self._numbers)}", like)
        provision_schema(self.access, database.name, DATABASES[like])
        return database

    def migrated(self, like: str) -> Database:
        """Clone the house database ``like`` with all its migrations run."""
        template = self._templates.get(like)
        if template is None:
            template = self._templates[like] = self._template(like)
        return self._named(f"{like}_{next(self._numbers)}", like, template=template.name)

    def drop(self, database: Database) -> None:
        drop_database(self.access, database.name)

    def _template(self, like: str) -> Database:
        template = self._named(f"{like}_template", like)
        provision_schema(self.access, template.name, DATABASES[like])
        for package in MIGRATIONS[like]:
            upgrade(migrations_of(package), template.owner_url)
        return template

    def _named(self, name: str, like: str, *, template: str = "template0") -> Database:
        provision_database(self.access, name, DATABASES[like], template=template)
        return Database(name, self.access)


@contextmanager
def running_cluster(
    *, version: int = 18, durable: bool = False, environment: Mapping[str, str] = NOTHING_ELSE
) -> Generator[Cluster]:
    """Start a cluster of its own in a temporary folder, gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="ppit-test-"))
    folder.chmod(0o711)  # started by root, the server's account must pass through
    server = PostgresServer(
        folder / "postgres", version=version, durable=durable, environment=environment
    )
    try:
        address = server.start()
        yield Cluster(server, provision_roles(address.url("postgres"), folder / "roles.json"))
    finally:
        server.stop()
        shutil.rmtree(folder)
