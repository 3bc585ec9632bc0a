"""The operator's commands, as an operator types them, from the first start to Ctrl-C."""

import json
import os
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from ppit_ops.children import descendants
from ppit_ops.places import free_port
from ppit_ops.supervisor import until

_PPIT = Path(sys.executable).with_name("ppit")
_PROCESSES = {"log", "officer-safety", "gate-internal", "gate", "officer-safety-worker"}


def _environment(folder: Path) -> Mapping[str, str]:
    return {"PPIT_RUN_FOLDER": str(folder), "LC_ALL": "C.UTF-8", "PATH": os.defpath}


def _ppit(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603  # our own program
        [str(_PPIT), *arguments],
        env=_environment(folder),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@contextmanager
def _running(folder: Path, port: int) -> Generator[tuple[str, subprocess.Popen[str]]]:
    """Start ``ppit run``; yield what it says until it can be used, and the process."""
    command = [str(_PPIT), "run", "--port", str(port), "--people", "5000"]
    with subprocess.Popen(  # noqa: S603  # our own program
        command, env=_environment(folder), stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        said: list[str] = []
        for line in process.stdout:
            said.append(line)
            if "Ctrl-C" in line:
                break
        try:
            yield "".join(said), process
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(30)


def _asked(folder: Path, line: str) -> httpx.Response:
    """Send what a printed ``curl`` line would, its token from ``ppit token`` as it says."""
    words = shlex.split(line)
    token = _ppit(folder, "token", "warden-phone").stdout.strip()
    headers = [words[place + 1] for place, word in enumerate(words) if word == "-H"]
    named = dict(header.split(": ", 1) for header in headers)
    named["Authorization"] = f"Bearer {token}"
    return httpx.post(words[2], headers=named, content=words[words.index("-d") + 1])


@pytest.fixture
def folder() -> Iterator[Path]:
    """Give a folder that the database's account can reach, as a project's own folder is."""
    place = Path(tempfile.mkdtemp(prefix="ppit-test-"))
    place.chmod(0o755)
    yield place / "house"
    shutil.rmtree(place)


def test_a_house_runs_answers_what_it_proposes_and_is_found_again(folder: Path) -> None:
    port = free_port()
    with _running(folder, port) as (said, process):
        lines = [line for line in said.splitlines() if line.startswith("curl ")]
        results = [_asked(folder, line).json()["result"] for line in lines]
        docs = httpx.get(f"{lines[0].split()[2].partition('/officer')[0]}/docs")
        status = json.loads(_ppit(folder, "status", "--json").stdout)
        verdict = _ppit(folder, "audit", "verify", "--json")
        second = _ppit(folder, "run")
        family = [process.pid, *descendants(process.pid)]
    assert results == ["MARKERS_HELD", "MARKERS_HELD", "UNABLE_TO_SCREEN"]
    assert docs.status_code == 200
    assert status == dict.fromkeys(_PROCESSES, "answers")
    assert verdict.returncode == 0, verdict.stdout
    assert "already runs" in second.stderr
    assert len(family) > len(_PROCESSES)
    assert until(lambda: not any(map(_alive, family)), 10, lambda: None)
    with _running(folder, port) as (_, _process):
        again = _asked(folder, lines[0])
        kept = json.loads(_ppit(folder, "audit", "verify", "--json").stdout)
    assert again.json()["result"] == "MARKERS_HELD"
    assert kept["entries"] > json.loads(verdict.stdout)["entries"]


def test_commands_that_need_a_running_house_say_so(tmp_path: Path) -> None:
    answers = [
        _ppit(tmp_path, *words) for words in (("token", "warden-phone"), ("audit", "verify"))
    ]
    assert [answer.returncode for answer in answers] == [2, 2]
    assert all("nothing runs from this folder" in answer.stderr for answer in answers)


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
