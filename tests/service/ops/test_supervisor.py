"""Real processes under the supervisor: what they see, what happens when they or it die."""

import itertools
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ppit_ops.doors import Door
from ppit_ops.folder import RunFolder
from ppit_ops.plan import ProcessPlan
from ppit_ops.supervisor import ProcessFailed, Supervisor, until

_ANSWER = """
import socket, sys
server = socket.socket(socket.AF_UNIX)
import pathlib; pathlib.Path(sys.argv[1]).unlink(missing_ok=True)
server.bind(sys.argv[1]); server.listen()
while True:
    line, _ = server.accept()
    line.recv(4096)
    line.sendall(b"HTTP/1.1 200 OK\\r\\n\\r\\n")
    line.close()
"""
_PARENT = """
import sys, time
from pathlib import Path
from ppit_ops.doors import Door
from ppit_ops.folder import RunFolder
from ppit_ops.plan import ProcessPlan
from ppit_ops.supervisor import Supervisor
supervisor = Supervisor(RunFolder.at(Path(sys.argv[1])))
supervisor.start(ProcessPlan("child", ("/bin/sleep", "600"), {}, None))
print(supervisor.pid("child"), flush=True)
time.sleep(600)
"""


@pytest.fixture
def supervisor(tmp_path: Path) -> Iterator[Supervisor]:
    supervisor = Supervisor(RunFolder.at(tmp_path / "run"))
    yield supervisor
    supervisor.stop()


def _answering(supervisor: Supervisor) -> ProcessPlan:
    path = supervisor.folder.socket("door")
    command = (sys.executable, "-c", _ANSWER, str(path))
    return ProcessPlan("door", command, {}, Door(socket=path))


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"


def test_a_process_is_ready_when_it_answers_and_gone_after_stop(supervisor: Supervisor) -> None:
    supervisor.start(_answering(supervisor))
    supervisor.wait_ready("door")
    pid = supervisor.pid("door")
    with socket.socket(socket.AF_UNIX) as caller:
        caller.connect(str(supervisor.folder.socket("door")))
    supervisor.stop()
    assert not _alive(pid)


def test_a_process_sees_nothing_of_the_operators_environment(supervisor: Supervisor) -> None:
    supervisor.start(ProcessPlan("env", ("/usr/bin/env",), {"LC_ALL": "C.UTF-8", "OWN": "1"}, None))
    assert until(lambda: supervisor.said("env") != "", 10, lambda: None)
    assert sorted(supervisor.said("env").split()) == ["LC_ALL=C.UTF-8", "OWN=1"]


def test_a_killed_process_comes_back(supervisor: Supervisor) -> None:
    supervisor.start(_answering(supervisor))
    supervisor.wait_ready("door")
    killed = supervisor.pid("door")
    supervisor.signal("door", signal.SIGKILL)
    assert until(lambda: supervisor.restarts("door") == 1, 10, supervisor.tend)
    supervisor.wait_ready("door")
    assert supervisor.pid("door") != killed


def test_a_process_that_keeps_crashing_is_restarted_ever_more_slowly(
    supervisor: Supervisor,
) -> None:
    supervisor.start(ProcessPlan("crash", ("/bin/false",), {}, None))
    moments: list[float] = []
    until(
        lambda: len(moments) == 4,
        20,
        lambda: moments.extend(time.monotonic() for _ in supervisor.tend()),
    )
    pauses = [later - earlier for earlier, later in itertools.pairwise(moments)]
    assert pauses == sorted(pauses)
    assert pauses[-1] > 2 * pauses[0]


def test_a_process_that_ends_at_once_is_reported_with_what_it_said(supervisor: Supervisor) -> None:
    command = ("/bin/sh", "-c", "echo no such thing >&2; exit 3")
    supervisor.start(ProcessPlan("broken", command, {}, Door(port=1)))
    with pytest.raises(ProcessFailed, match=r"broken ended \(3\)(?s:.*)no such thing"):
        supervisor.wait_ready("broken")


def test_a_frozen_process_is_stopped_all_the_same(supervisor: Supervisor) -> None:
    supervisor.start(_answering(supervisor))
    supervisor.wait_ready("door")
    pid = supervisor.pid("door")
    supervisor.signal("door", signal.SIGSTOP)
    supervisor.stop()
    assert not _alive(pid)


def test_children_do_not_outlive_a_launcher_that_was_killed(tmp_path: Path) -> None:
    command = [sys.executable, "-c", _PARENT, str(tmp_path / "run")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as parent:  # noqa: S603  # our own script
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        assert _alive(child)
        parent.kill()
    assert until(lambda: not _alive(child), 10, lambda: None)


def test_what_a_house_keeps_is_closed_to_other_accounts(tmp_path: Path) -> None:
    folder = RunFolder.at(tmp_path / "run")
    secret = folder.write_private("keys/gate/signing.pem", b"secret")
    assert secret.stat().st_mode & 0o077 == 0
    assert folder.keys.stat().st_mode & 0o077 == 0
    assert folder.sockets.stat().st_mode & 0o077 == 0
    # The database's account may pass through the root to its own folder, and list nothing.
    assert folder.root.stat().st_mode & 0o077 == 0o011


def test_socket_paths_stay_short_however_deep_the_folder(tmp_path: Path) -> None:
    folder = RunFolder.at(tmp_path.joinpath(*["deeper"] * 20))
    try:
        assert len(str(folder.socket("officer-safety"))) < 100
    finally:
        folder.sockets.rmdir()
