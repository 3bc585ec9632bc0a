"""Mutation score: of 400 seeded mutants of the matcher and of the rules that certify and advise,
how many make a test fail. `make mutate` runs it.

A mutant that no test notices is a line that could be wrong without anybody knowing. Everything is
done in a copy, beside which the answers stand: a run that was killed goes on where it was, as long
as neither code nor tests have changed.
"""

import json
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path
from random import Random
from tempfile import gettempdir
from typing import cast

from tests.architecture.our_files import ROOT, our_files
from tests.benchmarks.kept import keep
from tests.benchmarks.mutants import mutants

SEED, SAMPLE = 2026, 400
WORKERS = 2
MUTATED = (
    "shared/ppit_matching/**/*.py",
    "services/tracing/ppit_tracing/domain/certify.py",
    "services/tracing/ppit_tracing/domain/certificate.py",
    "services/tracing/ppit_tracing/domain/stops.py",
    "services/officer-safety/ppit_officer_safety/domain/advice.py",
    "services/officer-safety/ppit_officer_safety/domain/judgement.py",
)
# Splink reads our weights into engines of its own, half a minute each time: not those.
TESTS = (
    *("tests/unit/matching/**/test_*.py", "tests/unit/match/test_*.py"),
    *("tests/unit/tracing/test_*.py", "tests/unit/vetting/test_*.py"),
    "tests/unit/officer_safety/test_*.py",
)
COPIED = ("shared", "services", "tests", "pyproject.toml")
PACKAGES = ("shared", "services/tracing", "services/vetting", "services/officer-safety")
# Noticed: a test failed, or the tests came to no end.
NOTICED = frozenset({"noticed", "endless"})
Answer = Mapping[str, object]


def main() -> int:
    folder = _copied()
    sources, tests = _in(folder, MUTATED), _in(folder, TESTS)
    _done(folder, [{"do": "make", "file": file} for file in sources])
    recorded = _done(folder, [{"do": "record", "file": file} for file in tests])
    if failing := [found["file"] for found in recorded if found["outcome"] != "unnoticed"]:
        sys.stderr.write(f"these tests fail without any mutant: {failing}\n")
        return 2
    every = sorted(mutants(folder))
    chosen = Random(SEED).sample(every, min(SAMPLE, len(every)))  # noqa: S311 - a sample, no secret
    controls = [f"{name.rpartition('_')[0]}_orig" for name in chosen[:WORKERS]]
    tried = _done(folder, [{"do": "try", "name": name} for name in (*controls, *chosen)])
    return _report(tried[: len(controls)], tried[len(controls) :], len(every))


def _copied() -> Path:
    """Copy what is tried to a folder named after its content."""
    files = our_files(*COPIED)
    content = sha256()
    for file in files:
        content.update(file.encode() + b"\0" + (ROOT / file).read_bytes())
    folder = Path(gettempdir()) / "ppit-mutants" / content.hexdigest()[:16]
    for inside in ("mutants", "reach"):
        (folder / inside).mkdir(parents=True, exist_ok=True)
    for file in files:
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / file, folder / file)
    with (folder / "pyproject.toml").open("a", encoding="utf-8") as settings:
        settings.write(f"\n[tool.mutmut]\nsource_paths = {list(PACKAGES)}\n")
    return folder


def _in(folder: Path, globs: Iterable[str]) -> list[str]:
    return sorted(str(path.relative_to(folder)) for glob in globs for path in folder.glob(glob))


def _done(folder: Path, tasks: Sequence[Answer]) -> list[Answer]:
    """Give each task's answer, from an earlier run where there is one."""
    kept = folder / "answers.jsonl"
    answers = {_key(found): found for found in _kept(kept)}
    new = [task for task in tasks if _key(task) not in answers]
    left = iter(new)

    def work() -> None:
        with _worker(folder) as worker:
            for task in left:  # the workers share one iterator
                line = _asked(worker, task)
                found = cast("Answer", json.loads(line))
                with kept.open("a", encoding="utf-8") as file:
                    file.write(line)
                answers[_key(found)] = found

    with ThreadPoolExecutor(WORKERS) as pool:
        for running in [pool.submit(work) for _ in new[:WORKERS]]:
            running.result()
    return [answers[_key(task)] for task in tasks]


def _asked(worker: subprocess.Popen[str], task: Answer) -> str:
    assert worker.stdin
    assert worker.stdout
    worker.stdin.write(json.dumps(task) + "\n")
    worker.stdin.flush()
    return worker.stdout.readline()


def _kept(file: Path) -> Iterator[Answer]:
    if file.is_file():
        for line in file.read_text(encoding="utf-8").splitlines():
            yield cast("Answer", json.loads(line))


def _key(task: Answer) -> tuple[object, object]:
    return task["do"], task.get("file", task.get("name"))


def _worker(folder: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(  # noqa: S603 - our own words
        [sys.executable, "-m", "tests.benchmarks.mutant_trials", str(folder), *PACKAGES],
        cwd=folder,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def _report(controls: Sequence[Answer], tried: Sequence[Answer], of: int) -> int:
    if wrong := [found["name"] for found in controls if found["outcome"] != "unnoticed"]:
        sys.stderr.write(f"unchanged code is called a mutant: {wrong}\n")
        return 2
    if broken := [found["name"] for found in tried if found["outcome"] == "broken"]:
        sys.stderr.write(f"these could not be tried: {broken}\n")
        return 2
    outcomes = Counter(str(found["outcome"]) for found in tried)
    noticed = sum(count for outcome, count in outcomes.items() if outcome in NOTICED)
    figures = {
        "seed": SEED,
        "mutants": {"made": of, "sampled": len(tried)},
        "score": round(noticed / len(tried), 4),
        "by outcome": dict(sorted(outcomes.items())),
        "not noticed": sorted(
            str(found["name"]) for found in tried if found["outcome"] not in NOTICED
        ),
    }
    keep("mutation", figures)
    return 0


if __name__ == "__main__":
    sys.exit(main())
