"""Runs every check of ``make check``, two at a time: a line for each, the text of each failure.

``python -m tests.architecture.check`` exits 1 when any check fails; the others still run.
"""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from tests.architecture.our_files import ROOT

BIN = Path(sys.executable).parent
SLOWEST_FIRST = {
    "types": (str(BIN / "basedpyright"), "--warnings"),
    "architecture tests": (
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:xdist",
        "tests/architecture",
    ),
    "import contracts": (str(BIN / "lint-imports"), "--no-logo"),
    "unused code": (sys.executable, "-m", "tests.architecture.dead_code"),
    "house rules": (sys.executable, "-m", "tests.architecture.house_rules"),
    "lint": (str(BIN / "ruff"), "check", "--quiet", "--output-format=concise"),
    "format": (str(BIN / "ruff"), "format", "--quiet", "--check"),
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one check ended; ``text`` is what its tool printed."""

    check: str
    passed: bool
    seconds: float
    text: str


def run(check: str, command: tuple[str, ...]) -> Outcome:
    started = monotonic()
    done = subprocess.run(  # noqa: S603  # the commands are the constants above
        command,
        cwd=ROOT,
        check=False,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    return Outcome(check, done.returncode == 0, monotonic() - started, done.stdout)


def main() -> int:
    failed: list[Outcome] = []
    with ThreadPoolExecutor(max_workers=2) as pool:
        running = [pool.submit(run, check, command) for check, command in SLOWEST_FIRST.items()]
        for future in as_completed(running):
            outcome = future.result()
            word = "ok" if outcome.passed else "FAILED"
            sys.stdout.write(f"{word:<6} {outcome.check:<18} {outcome.seconds:5.1f} s\n")
            sys.stdout.flush()
            if not outcome.passed:
                failed.append(outcome)
    for outcome in failed:
        sys.stdout.write(f"\n== {outcome.check}\n{outcome.text.rstrip()}\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
