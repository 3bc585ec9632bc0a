"""Roles and databases of the house: who owns what, and who may even connect.

No role that runs is a superuser, may create roles or databases, or may pass by row-level security.
"""

import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import psycopg
from psycopg import sql
from sqlalchemy import make_url

from ppit_ops.failures import OperationFailed
from ppit_ops.folder import write_private
from ppit_ops.services import GATE_DATABASE, SERVICES, Service

OWNER = "ppit_owner"
"""Owns the databases and runs migrations; no process of the house runs as it."""

GATE = GATE_DATABASE
_AT_HOME = tuple(service.package for service in SERVICES if service.at_home)
_WITH_SCHEMAS: dict[str, str] = {
    service.package: service.schema for service in SERVICES if service.schema is not None
}
"""Roles whose tables stand in a schema of their own, which also has their migrations."""
_AWAY = tuple(service for service in SERVICES if not service.at_home)
_OF_THE_GATE = (GATE, "ppit_log", "ppit_publisher", "ppit_auditor", *_AT_HOME)
ROLES = (*_OF_THE_GATE, *(service.package for service in _AWAY))
DATABASES: dict[str, tuple[str, ...]] = {
    GATE: _OF_THE_GATE,
    **{service.database: (service.package,) for service in _AWAY},
}
"""Each database with the roles that may connect to it."""

MIGRATIONS: dict[str, tuple[str, ...]] = {
    GATE: ("ppit_gateway", "ppit_gateway.log", *_WITH_SCHEMAS),
    **{service.database: (service.package,) for service in _AWAY},
}
"""Each database with the packages whose migrations make its tables, in order."""

_OLDEST = 160_000
_ROLES_AND_POWERS = (
    "SELECT rolname, rolsuper OR rolcreatedb OR rolcreaterole OR rolbypassrls FROM pg_roles"
)
_EMPTY = "template0"


class UnsuitableServer(OperationFailed):
    """PostgreSQL does not answer at the URL, is too old, or its roles may do too much."""


@dataclass(frozen=True, slots=True)
class Access:
    """An administrator's URL and the passwords of the roles: whoever holds it can build any URL."""

    admin_url: str
    passwords: dict[str, str]

    def admin(self, database: str) -> str:
        return _url(self.admin_url, database)

    def url(self, database: str, role: str) -> str:
        return _url(self.admin_url, database, role, self.passwords[role])


def provision_roles(admin_url: str, passwords_file: Path) -> Access:
    """Create or refresh every role, with passwords kept in ``passwords_file`` (0600)."""
    access = Access(admin_url, role_passwords(passwords_file))
    with _connected(access.admin("postgres")) as admin:
        if admin.info.server_version < _OLDEST:
            msg = "PostgreSQL 16 or newer is needed"
            raise UnsuitableServer(msg)
        known = dict(admin.execute(_ROLES_AND_POWERS).fetchall())
        for role, password in access.passwords.items():
            if known.get(role):
                msg = f"role {role} is there and has more power than it may have"
                raise UnsuitableServer(msg)
            # A new role has no power; one who is no superuser may not even repeat that it has none.
            verb = sql.SQL("ALTER" if role in known else "CREATE")
            admin.execute(
                sql.SQL("{} ROLE {} LOGIN PASSWORD {}").format(
                    verb, sql.Identifier(role), sql.Literal(password)
                )
            )
        for role, schema in _WITH_SCHEMAS.items():
            admin.execute(
                sql.SQL("ALTER ROLE {} SET search_path TO {}").format(
                    sql.Identifier(role), sql.Identifier(schema)
                )
            )
        # An administrator who is not a superuser may give away only what they are a member of.
        admin.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(sql.Identifier(OWNER)))
    return access


def provision_database(
    access: Access, name: str, roles: Iterable[str], *, template: str = _EMPTY
) -> None:
    """Create the database of ``ppit_owner`` unless it is there; only ``roles`` may connect."""
    with _connected(access.admin("postgres")) as admin:
        found = admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone()
        if found is None:
            admin.execute(
                sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {} ENCODING 'UTF8'").format(
                    sql.Identifier(name), sql.Identifier(OWNER), sql.Identifier(template)
                )
            )
        database = sql.Identifier(name)
        admin.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(database))
        names = sql.SQL(", ").join(map(sql.Identifier, roles))
        admin.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(database, names))


def provision_schema(access: Access, name: str, roles: Iterable[str]) -> None:
    """Take schema ``public`` of a database from everybody but its owner and ``roles``."""
    with _connected(access.url(name, OWNER)) as owner:
        owner.execute("REVOKE ALL ON SCHEMA public FROM PUBLIC")
        names = sql.SQL(", ").join(map(sql.Identifier, roles))
        owner.execute(sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(names))


def drop_database(access: Access, name: str) -> None:
    with _connected(access.admin("postgres")) as admin:
        admin.execute(
            sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
        )


def provision_house(
    admin_url: str, passwords_file: Path, services: Iterable[Service] = SERVICES
) -> Access:
    """Create whatever is missing of the house's roles, and of these services' databases."""
    access = provision_roles(admin_url, passwords_file)
    for name in databases_of(services):
        provision_database(access, name, DATABASES[name])
        provision_schema(access, name, DATABASES[name])
    return access


def databases_of(services: Iterable[Service]) -> tuple[str, ...]:
    """Return the gate's database and those of ``services``."""
    return tuple(dict.fromkeys((GATE, *(service.database for service in services))))


def plain(url: str) -> str:
    """Return the URL without SQLAlchemy's driver name, as psycopg and libpq read it."""
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


def _connected(url: str) -> psycopg.Connection:
    try:
        return psycopg.connect(plain(url), autocommit=True, connect_timeout=10)
    except psycopg.OperationalError as failure:
        raise UnsuitableServer(str(failure)) from failure


def _url(
    admin_url: str, database: str, user: str | None = None, password: str | None = None
) -> str:
    url = make_url(admin_url).set(drivername="postgresql+psycopg", database=database)
    if user is not None:
        url = url.set(username=user, password=password)
    return url.render_as_string(hide_password=False)


def role_passwords(path: Path) -> dict[str, str]:
    """Return each role's password; a file from before a role was there gets that role's."""
    kept = cast("dict[str, str]", json.loads(path.read_text())) if path.exists() else {}
    missing = [role for role in (OWNER, *ROLES) if role not in kept]
    if missing:
        kept |= {role: secrets.token_hex(24) for role in missing}
        write_private(path, json.dumps(kept).encode())
    return kept
