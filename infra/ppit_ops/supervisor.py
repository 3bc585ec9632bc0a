"""Keeps processes running: starts them, waits for them, restarts what crashed, stops all."""

import os
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from ppit_ops.doors import answers
from ppit_ops.failures import OperationFailed
from ppit_ops.folder import RunFolder
from ppit_ops.plan import ProcessPlan
from ppit_ops.tether import tethered

_READY_SECONDS = 60.0
_STOP_SECONDS = 15.0
_FIRST_PAUSE = 0.1
_LONGEST_PAUSE = 10.0
_STEADY_SECONDS = 30.0
"""A process that ran this long has recovered: its next crash is its first."""


class ProcessFailed(OperationFailed):
    """A process ended or did not answer in time; the message ends with its log."""


@dataclass(slots=True)
class _Child:
    plan: ProcessPlan
    process: subprocess.Popen[bytes]
    started: float
    pause: float = _FIRST_PAUSE
    restarts: int = 0
    not_before: float | None = None


@dataclass(slots=True)
class Supervisor:
    """The processes of one house, in the order in which they were started."""

    folder: RunFolder
    _children: dict[str, _Child] = field(default_factory=dict[str, _Child])

    def start(self, plan: ProcessPlan) -> None:
        """Start one process; ``wait_ready`` tells when it answers."""
        self._children[plan.name] = _Child(plan, self._launch(plan), time.monotonic())

    def wait_ready(self, name: str, seconds: float = _READY_SECONDS) -> None:
        """Return once the process answers; raise ``ProcessFailed`` if it ends or takes too long."""
        deadline = time.monotonic() + seconds
        while not self.answers(name):
            child = self._children[name]
            if child.process.poll() is not None and child.not_before is None:
                msg = f"{name} ended ({child.process.returncode}). Its log ends:\n{self.said(name)}"
                raise ProcessFailed(msg)
            if time.monotonic() > deadline:
                msg = f"{name} does not answer. Its log ends:\n{self.said(name)}"
                raise ProcessFailed(msg)
            time.sleep(0.02)

    def answers(self, name: str) -> bool:
        child = self._children[name]
        if child.process.poll() is not None:
            return False
        return child.plan.door is None or answers(child.plan.door)

    def pid(self, name: str) -> int:
        return self._children[name].process.pid

    def names(self) -> tuple[str, ...]:
        return tuple(self._children)

    def restarts(self, name: str) -> int:
        return self._children[name].restarts

    def signal(self, name: str, number: signal.Signals) -> None:
        """Signal a process and whatever it started."""
        _signal_group(self._children[name].process, number)

    def tend(self) -> list[str]:
        """Restart what has crashed, each after a pause that doubles; return their names."""
        return [name for name, child in self._children.items() if self._tended(child)]

    def stop(self) -> None:
        """Stop all, last started first: what others need goes last. Kill what does not end."""
        for child in reversed(self._children.values()):
            _signal_group(child.process, signal.SIGTERM)
            _signal_group(child.process, signal.SIGCONT)
            try:
                child.process.wait(_STOP_SECONDS)
            except subprocess.TimeoutExpired:
                _signal_group(child.process, signal.SIGKILL)
                child.process.wait()
        self._children.clear()

    def said(self, name: str) -> str:
        """Return the end of a process's log."""
        path = self.folder.log(name)
        return path.read_text(errors="replace")[-3000:] if path.exists() else ""

    def _tended(self, child: _Child) -> bool:
        now = time.monotonic()
        if child.process.poll() is None:
            return False
        if child.not_before is None:
            if now - child.started > _STEADY_SECONDS:
                child.pause = _FIRST_PAUSE
            child.not_before = now + child.pause
            child.pause = min(child.pause * 2, _LONGEST_PAUSE)
        if now < child.not_before:
            return False
        child.process, child.started, child.not_before = self._launch(child.plan), now, None
        child.restarts += 1
        return True

    def _launch(self, plan: ProcessPlan) -> subprocess.Popen[bytes]:
        path = self.folder.log(plan.name)
        path.touch(mode=0o600)
        with path.open("ab") as log:
            return subprocess.Popen(  # noqa: S603  # the house's own programs, no shell
                tethered(list(plan.command), signal_number=signal.SIGKILL),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.folder.root,
                env=dict(plan.environment),
                start_new_session=True,
            )


def until(true: Callable[[], bool], seconds: float, tend: Callable[[], object]) -> bool:
    """Poll ``true`` for at most ``seconds`` while tending; say whether it came true."""
    deadline = time.monotonic() + seconds
    while not true():
        if time.monotonic() > deadline:
            return False
        tend()
        time.sleep(0.02)
    return True


def _signal_group(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    if process.poll() is None:
        os.killpg(process.pid, number)
