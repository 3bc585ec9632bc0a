"""Brings the tables of databases up to date, as their owner."""

import json
import subprocess
import sys
from collections.abc import Iterable
from functools import partial

from ppit_ops.at_once import PIECES, at_once
from ppit_ops.failures import OperationFailed
from ppit_ops.provision import MIGRATIONS, OWNER, Access, databases_of
from ppit_ops.services import Service

_SECONDS = 120
_MODULE = "ppit_ops.migrating"


class MigrationFailed(OperationFailed):
    """A migration refused; the message is what it said."""


def migrate(package: str, owner_url: str) -> None:
    """Run the migrations of ``package`` (``ppit_gateway.log``, say)."""
    migrate_all([(package, owner_url)])


def migrate_all(targets: Iterable[tuple[str, str]]) -> None:
    """Run the migrations of packages, each in its owner's database, in a process of their own.

    A process, because the services' code must not be loaded into the operator's; one for all,
    because loading Alembic takes longer than most migrations.
    """
    named = list(targets)
    done = subprocess.run(  # noqa: S603  # our own module, no shell
        [sys.executable, "-m", _MODULE],
        # By standard input: a URL holds a password, and arguments can be read by everybody.
        input=json.dumps(named),
        env={"LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        timeout=_SECONDS,
        check=False,
    )
    if done.returncode:
        packages = ", ".join(package for package, _ in named)
        msg = f"migrations of {packages}: {(done.stderr or done.stdout)[-3000:]}"
        raise MigrationFailed(msg)


def migrate_house(access: Access, services: Iterable[Service]) -> None:
    """Bring the gate's tables and those of ``services`` up to date."""
    # Those of one database in one piece, because they go in order: one may name another's tables.
    pieces = (databases_of(services)[start::PIECES] for start in range(PIECES))
    at_once(
        partial(
            migrate_all,
            [(package, access.url(one, OWNER)) for one in databases for package in MIGRATIONS[one]],
        )
        for databases in pieces
    )
