"""Which tests reach which function: recorded once, so that a mutant meets only tests that run it.

A function may answer from a cache that an earlier test has filled: caches are emptied before each
test. What a shared fixture or an import runs counts for every test that stands on it.
"""

import ast
import json
import sys
from collections import defaultdict
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from time import process_time
from typing import Protocol, cast

import pytest

from tests.benchmarks.mutants import functions, module_of

# A worker has imported what plugins of pytest want to rewrite.
LATE = "ignore::pytest.PytestAssertRewriteWarning"
PYTEST = ("-q", "-p", "no:cacheprovider", "-W", LATE)
IMPORT = "import"
FIXTURE = "fixture "
Name = tuple[str, str | None, str]


class _Data(Protocol):
    def contexts_by_lineno(self, filename: str) -> Mapping[int, Sequence[str]]: ...


class _Coverage(Protocol):
    def start(self) -> None: ...
    def stop(self) -> None: ...
    def switch_context(self, _: str, /) -> None: ...
    def get_data(self) -> _Data: ...


@dataclass(frozen=True, slots=True)
class Reach:
    """What the tests reach. ``seconds``: of processor time, by test; ``wide``: tests whose
    fixtures are shared with others, and cost most in the first of them.
    """

    seconds: Mapping[str, float]
    wide: frozenset[str]
    reached: Mapping[Name, Sequence[str]]

    def tests_of(self, name: Name) -> list[str]:
        """Give the tests that run the function: the cheap ones first, then file by file."""
        tests = self.reached.get(name, ())
        dear = {test for test in tests if test in self.wide or self.seconds[test] > CHEAP}
        files: defaultdict[str, float] = defaultdict(float)
        for test in dear:
            files[_file(test)] += self.seconds[test]
        cheap = sorted((test for test in tests if test not in dear), key=self.seconds.__getitem__)
        return cheap + sorted(dear, key=lambda test: (files[_file(test)], _file(test)))


CHEAP = 0.5


class Recorder:
    """A plugin of pytest that tells coverage which test runs, and takes its time."""

    def __init__(self, coverage: _Coverage) -> None:
        self._coverage = coverage
        self._running = IMPORT
        self.seconds: dict[str, float] = {}
        self.fixtures: dict[str, list[str]] = {}
        self.shared: set[str] = set()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        _empty_caches()
        self._running = item.nodeid
        self._coverage.switch_context(item.nodeid)
        started = process_time()
        try:
            return (yield)
        finally:
            self.seconds[item.nodeid] = process_time() - started
            names: object = getattr(item, "fixturenames", ())
            self.fixtures[item.nodeid] = list(cast("Sequence[str]", names))

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(
        self, fixturedef: pytest.FixtureDef[object]
    ) -> Generator[None, object, object]:
        if fixturedef.scope == "function":
            return (yield)
        self.shared.add(fixturedef.argname)
        self._coverage.switch_context(FIXTURE + fixturedef.argname)
        try:
            return (yield)
        finally:
            self._coverage.switch_context(self._running)


def record(test_file: str, sources: Sequence[str], out: Path) -> int:
    """Run one file of tests and write what it reached to ``out``; pytest's exit status."""
    made = cast("Callable[..., _Coverage]", import_module("coverage").Coverage)
    files = [str(Path(source).resolve()) for source in sources]
    coverage = made(data_file=None, include=files, config_file=False)
    coverage.start()
    coverage.switch_context(IMPORT)
    recorder = Recorder(coverage)
    status = pytest.main([*PYTEST, test_file], plugins=[recorder])
    coverage.stop()
    reached = {
        json.dumps(name): tests
        for path, source in zip(files, sources, strict=True)
        for name, tests in _reached(recorder, coverage.get_data(), path, source)
    }
    wide = [test for test, names in recorder.fixtures.items() if recorder.shared & set(names)]
    found = {"seconds": recorder.seconds, "wide": wide, "reached": reached}
    out.write_text(json.dumps(found), encoding="utf-8")
    return int(status)


def read(recorded: Sequence[Path]) -> Reach:
    """Put together what `record` wrote of each file of tests."""
    seconds: dict[str, float] = {}
    wide: set[str] = set()
    reached: defaultdict[Name, list[str]] = defaultdict(list)
    for file in recorded:
        found = cast("dict[str, object]", json.loads(file.read_text(encoding="utf-8")))
        seconds.update(cast("dict[str, float]", found["seconds"]))
        wide.update(cast("list[str]", found["wide"]))
        for name, tests in cast("dict[str, list[str]]", found["reached"]).items():
            module, owner, function = cast("list[str | None]", json.loads(name))
            reached[str(module), owner, str(function)] += tests
    return Reach(seconds, frozenset(wide), reached)


def _reached(
    recorder: Recorder, data: _Data, path: str, source: str
) -> Iterator[tuple[Name, list[str]]]:
    lines = data.contexts_by_lineno(path)
    for owner, function in functions(ast.parse(Path(path).read_text(encoding="utf-8"))):
        inside = range(function.body[0].lineno, (function.end_lineno or 0) + 1)
        contexts = {context for line in inside for context in lines.get(line, ())}
        tests = [test for test in recorder.seconds if _stands_on(recorder, test, contexts)]
        if tests:
            yield (module_of(source), owner, function.name), tests


def _stands_on(recorder: Recorder, test: str, contexts: set[str]) -> bool:
    fixtures = {FIXTURE + name for name in recorder.fixtures[test]}
    return not contexts.isdisjoint({test, IMPORT, *fixtures})


def _empty_caches() -> None:
    for name, module in list(sys.modules.items()):
        if name.startswith("ppit_"):
            for value in list(vars(module).values()):
                empty: object = getattr(value, "cache_clear", None)
                if callable(empty):
                    empty()


def _file(test: str) -> str:
    return test.partition("::")[0]
