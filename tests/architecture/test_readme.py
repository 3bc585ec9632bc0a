"""The README's two commands are the ones that CI runs, and make knows them."""

import subprocess

import pytest

from tests.architecture.our_files import ROOT, text_of


def readme_command(name: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603  # our own script
        [ROOT / ".ci" / "readme-command", name], check=False, capture_output=True, text=True
    )


@pytest.mark.parametrize(("name", "command"), [("main", "make demo"), ("test", "make test")])
def test_ci_takes_its_command_from_the_readme(name: str, command: str) -> None:
    assert readme_command(name).stdout == f"{command}\n"


def test_a_command_that_the_readme_does_not_give_fails_and_says_so() -> None:
    done = readme_command("missing")
    assert (done.returncode, done.stdout) == (1, "")
    assert "README.md has no fenced block after '<!-- ci: missing -->'" in done.stderr


def test_make_alone_lists_every_target() -> None:
    quiet_make = ["make", "--no-print-directory"]
    done = subprocess.run(quiet_make, cwd=ROOT, check=True, capture_output=True, text=True)  # noqa: S603  # the machine's own make
    listed = [line.split()[1] for line in done.stdout.splitlines()]
    phony = next(line for line in text_of("Makefile").splitlines() if line.startswith(".PHONY:"))
    assert listed == phony.split()[1:]
