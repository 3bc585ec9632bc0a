"""One worker of the mutation run: forks a child for each task that it reads.

``python -m tests.benchmarks.mutant_trials FOLDER PACKAGES`` reads a task a line, JSON, and answers
each with a line. The worker has imported what others wrote and nothing of ours: a child starts at
once, and no cache of it holds an answer of unchanged code.
"""

import json
import os
import resource
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from time import monotonic
from traceback import print_exc
from typing import NoReturn, cast

import pytest
from hypothesis import Phase, settings

from tests.benchmarks.mutant_reach import PYTEST, Reach, read, record
from tests.benchmarks.mutants import Changed, make_mutants, mutants, mutated_files

OTHERS = (
    *("numpy", "polars", "rapidfuzz.distance", "rapidfuzz.process", "phonenumbers", "jellyfish"),
    *("nicknames", "xxhash", "sqlalchemy.ext.asyncio", "sqlmodel", "psycopg", "typer.testing"),
    *("hypothesis.strategies", "alembic.command", "coverage", "mutmut.mutation.file_mutation"),
)
GIB = 1 << 30
MOST_MEMORY = 10 * GIB
SECONDS_TO_START, SECONDS_A_TEST, TIMES_A_TEST = 120, 10, 20
"""Of processor time, whatever else the machine does: who needs more never comes to an end."""
OFTEN_ENOUGH = 900
"""Seconds by the clock after which a child that neither works nor ends is given up."""
NOTICED, UNNOTICED, ENDLESS = "noticed", "unnoticed", "endless"
UNTESTED, STUCK, BROKEN = "untested", "stuck", "broken"
ITSELF_AT_FAULT = 70
Task = Mapping[str, object]


class Chosen:
    """A plugin of pytest that runs the given tests in their order, each within its time."""

    def __init__(self, tests: Sequence[str], reach: Reach, told: Path) -> None:
        self._order = {test: place for place, test in enumerate(tests)}
        self._reach, self._told = reach, told

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        chosen = [item for item in items if item.nodeid in self._order]
        items[:] = sorted(chosen, key=lambda item: self._order[item.nodeid])

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        _may_take(SECONDS_A_TEST + TIMES_A_TEST * self._reach.seconds[nodeid])

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self._told.write_text(report.nodeid, encoding="utf-8")


def _make(folder: Path, task: Task) -> int:
    make_mutants(folder, str(task["file"]))
    return 0


def _record(folder: Path, task: Task) -> int:
    _reproducible()
    out = folder / "reach" / f"{str(task['file']).replace('/', '.')}.json"
    return record(str(task["file"]), mutated_files(folder), out)


def _try(folder: Path, task: Task) -> int:
    reach = read(sorted((folder / "reach").glob("*.json")))
    mutant = mutants(folder)[str(task["name"]).replace("__mutmut_orig", "__mutmut_1")]
    if task["name"] != mutant.name:
        mutant = mutant.unchanged()
    tests = reach.tests_of((mutant.module, *mutant.function))
    if not tests:
        return int(pytest.ExitCode.NO_TESTS_COLLECTED)
    _reproducible()
    sys.meta_path.insert(0, Changed(mutant))
    files = list(dict.fromkeys(test.partition("::")[0] for test in tests))
    options = ["-x", *PYTEST, "--hypothesis-profile=noticing"]
    return pytest.main([*options, *files], plugins=[Chosen(tests, reach, _told(folder))])


TASKS: dict[str, Callable[[Path, Task], int]] = {"make": _make, "record": _record, "try": _try}


def answer(folder: Path, task: Task) -> dict[str, object]:
    """Do the task in a child of this process; say how it ended."""
    started = monotonic()
    child = os.fork()
    if child == 0:
        _do(folder, task)
    told = _told(folder, child)
    outcome = _ended(child)
    noticed_by = told.read_text(encoding="utf-8") if told.is_file() else ""
    told.unlink(missing_ok=True)
    took = round(monotonic() - started, 2)
    return {**task, "outcome": outcome, "by": noticed_by, "seconds": took}


def _do(folder: Path, task: Task) -> NoReturn:
    status = ITSELF_AT_FAULT
    try:
        _quietly(folder)
        _may_take(SECONDS_TO_START)
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        signal.alarm(OFTEN_ENOUGH)
        status = TASKS[str(task["do"])](folder, task)
    finally:
        print_exc()
        os._exit(status)


def _quietly(folder: Path) -> None:
    log = os.open(folder / f"{os.getpid()}.log", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    for descriptor in (1, 2):
        os.dup2(log, descriptor)


def _ended(child: int) -> str:
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        endings = {signal.SIGXCPU: ENDLESS, signal.SIGALRM: STUCK}
        return endings.get(signal.Signals(os.WTERMSIG(status)), NOTICED)
    exits = {
        int(pytest.ExitCode.OK): UNNOTICED,
        int(pytest.ExitCode.NO_TESTS_COLLECTED): UNTESTED,
        ITSELF_AT_FAULT: BROKEN,
    }
    return exits.get(os.WEXITSTATUS(status), NOTICED)


def _may_take(seconds: float) -> None:
    spent = resource.getrusage(resource.RUSAGE_SELF)
    until = int(spent.ru_utime + spent.ru_stime + seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (until, resource.RLIM_INFINITY))


def _reproducible() -> None:
    """Draw the same examples each time, and seek no smaller one of a failure."""
    phases = (Phase.explicit, Phase.generate)
    settings.register_profile("noticing", derandomize=True, deadline=None, phases=phases)


def _told(folder: Path, child: int | None = None) -> Path:
    return folder / f"{child or os.getpid()}.noticed"


def main() -> None:
    folder = Path(sys.argv[1])
    sys.path[:0] = [str(folder / package) for package in sys.argv[2:]]
    os.nice(5)
    for name in OTHERS:
        with suppress(ImportError):
            import_module(name)
    for line in sys.stdin:
        task = cast("Task", json.loads(line))
        sys.stdout.write(json.dumps(answer(folder, task)) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
