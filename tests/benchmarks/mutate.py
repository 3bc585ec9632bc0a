"""Mutation score: of 400 seeded mutants of the matcher and of the rules that certify and advise,
how many make a test fail. `make mutate` runs it; mutmut makes the mutants and runs the tests.

A mutant that no test notices is a line that could be wrong without anybody knowing. Mutmut wants
packages at the top of its folder, so the folder is made anew for each run.
"""

import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from tests.architecture.our_files import ROOT
from tests.benchmarks.kept import keep

SEED, SAMPLE, LEAST = 2026, 400, 0.85
MUTATED = (
    "ppit_matching/*",
    "ppit_tracing/domain/certify.py",
    "ppit_tracing/domain/certificate.py",
    "ppit_tracing/domain/stops.py",
    "ppit_officer_safety/domain/advice.py",
    "ppit_officer_safety/domain/judgement.py",
)
PACKAGES = (
    "shared/ppit_matching",
    "services/tracing/ppit_tracing",
    "services/officer-safety/ppit_officer_safety",
)
BESIDE = ("shared/ppit_synthetic", "shared/ppit_platform", "shared/ppit_match")
TESTS = ("tests/unit/matching", "tests/unit/tracing", "tests/unit/officer_safety")
# A worker forked from a process that has run the tests would find the answers of unchanged code in
# its caches, and call the mutant unnoticed. On a busy machine a slow mutant is not an endless one.
PATIENCE = (
    'process_isolation = "forkserver"',
    'forkserver_warmup = "none"',
    "use_git_change_detection = false",
    "timeout_multiplier = 30.0",
    "timeout_constant = 60.0",
)
# Killed: a test failed, or the mutant never came to an end.
KILLED = frozenset({"killed", "timeout", "caught by type check"})


def main() -> int:
    with TemporaryDirectory() as made:
        folder = Path(made)
        _lay_out(folder)
        # Naming no mutant that exists makes them all and runs none.
        _mutmut(folder, "run", "--max-children", "2", "none")
        every = sorted(_results(folder))
        chosen = Random(SEED).sample(every, min(SAMPLE, len(every)))  # noqa: S311 - a sample, no secret
        _mutmut(folder, "run", "--max-children", "2", *chosen)
        found = _results(folder)
    return _report({name: found[name] for name in chosen}, len(every))


def _lay_out(folder: Path) -> None:
    for package in (*PACKAGES, *BESIDE):
        _copy(ROOT / package, folder / Path(package).name)
    for part in ("unit", "support", "benchmarks"):
        _copy(ROOT / "tests" / part, folder / "tests" / part)
    shutil.copy(ROOT / "tests/conftest.py", folder / "tests")
    lists = {
        "source_paths": [Path(package).name for package in PACKAGES],
        "only_mutate": list(MUTATED),
        "also_copy": [Path(package).name for package in BESIDE],
        "pytest_add_cli_args_test_selection": list(TESTS),
    }
    lines = [f"{name} = {values!r}" for name, values in lists.items()]
    (folder / "pyproject.toml").write_text(
        '[tool.pytest.ini_options]\nasyncio_mode = "auto"\n[tool.mutmut]\n'
        + "\n".join((*lines, *PATIENCE))
        + "\n"
    )


def _copy(source: Path, target: Path) -> None:
    shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))


def _mutmut(folder: Path, *arguments: str) -> str:
    command = [str(Path(sys.executable).parent / "mutmut"), *arguments]
    return subprocess.run(  # noqa: S603 - our own words
        command, cwd=folder, check=False, capture_output=True, text=True
    ).stdout


def _results(folder: Path) -> dict[str, str]:
    lines = _mutmut(folder, "results", "--all", "true").splitlines()
    pairs = (line.strip().rpartition(": ") for line in lines)
    return {name: status for name, colon, status in pairs if colon}


def _report(found: dict[str, str], of: int) -> int:
    counted = Counter(found.values())
    if not found or counted["not checked"]:
        sys.stderr.write("mutmut could not run: do the tests pass?\n")
        return 2
    killed = sum(count for status, count in counted.items() if status in KILLED)
    score = killed / len(found)
    keep(
        "mutation",
        {
            "seed": SEED,
            "mutants": {"made": of, "sampled": len(found)},
            "score": round(score, 4),
            "by status": dict(sorted(counted.items())),
            "not noticed": sorted(name for name, status in found.items() if status not in KILLED),
        },
    )
    return 0 if score >= LEAST else 1


if __name__ == "__main__":
    sys.exit(main())
