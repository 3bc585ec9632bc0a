"""Lists the files of this repository: what is committed or could be, not what git ignores."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]


def our_files(*patterns: str) -> list[str]:
    """Return paths from the root, sorted; all files when no pattern is given."""
    # A checkout may belong to another account than the one that runs the checks.
    command = ["git", "-c", "safe.directory=*", "ls-files", "--cached", "--others"]
    command += ["--exclude-standard", "--", *patterns]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)  # noqa: S603  # git on our own root
    return sorted({path for path in listed.stdout.splitlines() if (ROOT / path).is_file()})


def text_of(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8", errors="replace")
