"""What a health check asks a process of the house, and when it says that nobody answers."""

import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from ppit_ops.doors import Door
from ppit_ops.folder import RunFolder
from ppit_ops.plan import ProcessPlan
from ppit_ops.programs import command
from ppit_ops.provision import plain
from ppit_ops.supervisor import Supervisor
from ppit_platform.probe import http_answers, log_answers
from ppit_platform.worker_probe import workers_beat
from tests.support.log import a_log_place
from tests.support.postgres import Database

_BEAT = "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - %s * interval '1 s')"


@pytest.fixture
def short_folder() -> Iterator[Path]:
    """Give a folder in which a socket's path is short enough."""
    folder = Path(tempfile.mkdtemp(prefix="ppit-log-"))
    yield folder
    shutil.rmtree(folder)


def _probe(*arguments: str) -> int:
    asking = [sys.executable, "-m", "ppit_platform.probe", *arguments]
    return subprocess.run(asking, check=False, capture_output=True).returncode  # noqa: S603  # our own


def _beat(database: Database, *seconds_ago: int) -> bool:
    with psycopg.connect(plain(database.owner_url)) as owner:
        owner.execute("DELETE FROM procrastinate_workers")
        for seconds in seconds_ago:
            owner.execute(_BEAT, (seconds,))
    return workers_beat(database.url("ppit_officer_safety"))


def test_two_workers_whose_hearts_beat_are_at_work(officer_safety_database: Database) -> None:
    assert _beat(officer_safety_database, 1, 4)


def test_a_worker_that_died_or_froze_is_not(officer_safety_database: Database) -> None:
    assert not _beat(officer_safety_database, 1, 30)
    assert not _beat(officer_safety_database, 1)


def test_workers_without_a_database_are_not_at_work() -> None:
    assert not workers_beat("postgresql+psycopg://nobody@127.0.0.1:1/nothing")


def test_where_nobody_listens_nobody_answers(tmp_path: Path) -> None:
    absent = tmp_path / "absent.sock"
    assert not http_answers(absent)
    assert not log_answers(absent)
    assert _probe("http", "--port", "1") == 1
    assert _probe("log", "--uds", str(absent)) == 1


def test_the_log_answers_until_it_is_frozen(gateway_database: Database, short_folder: Path) -> None:
    config = a_log_place(short_folder, gateway_database).config
    settings = {
        "PPIT_LOG_DATABASE_URL": config.database_url,
        "PPIT_LOG_SOCKET": str(config.socket),
        "PPIT_LOG_SIGNING_KEY_FILE": str(config.signing_key_file),
    }
    door = Door(socket=config.socket, speaks_http=False)
    supervisor = Supervisor(RunFolder.at(short_folder / "run"))
    supervisor.start(ProcessPlan("log", command("ppit-gateway", "log"), settings, door))
    try:
        supervisor.wait_ready("log")
        supervisor.signal("log", signal.SIGSTOP)
        while_it_hangs = log_answers(config.socket)
        supervisor.signal("log", signal.SIGCONT)
        assert not while_it_hangs
        assert _probe("log", "--uds", str(config.socket)) == 0
    finally:
        supervisor.stop()
