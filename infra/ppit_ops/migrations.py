"""Brings the tables of one database up to date, as its owner."""

import subprocess
import sys
from pathlib import Path

_SECONDS = 120


class MigrationFailed(RuntimeError):
    """``ppit-migrate`` refused; the message is what it said."""


def migrate(package: str, owner_url: str) -> None:
    """Run the migrations of ``package`` (``ppit_gateway.log``, say) in a process of their own.

    A process, because the services' code must not be loaded into the operator's.
    """
    command = [str(Path(sys.executable).with_name("ppit-migrate")), package]
    done = subprocess.run(  # noqa: S603  # our own program, no shell
        command,
        env={"PPIT_MIGRATE_DATABASE_URL": owner_url, "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        timeout=_SECONDS,
        check=False,
    )
    if done.returncode:
        msg = f"ppit-migrate {package}: {(done.stderr or done.stdout)[-3000:]}"
        raise MigrationFailed(msg)
