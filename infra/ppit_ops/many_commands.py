"""Runs commands of one console script, one after the other, in one process.

``python -m ppit_ops.many_commands ppit-tracing`` reads ``[["load-deaths", "FILE"], ...]`` from
standard input. Loading a service's libraries takes longer than loading most lists. The first
command that fails ends it, with its exit code.
"""

import json
import sys
from importlib.metadata import entry_points
from typing import cast


def main() -> None:
    program = sys.argv[1]
    (script,) = entry_points(group="console_scripts", name=program)
    for arguments in cast("list[list[str]]", json.load(sys.stdin)):
        sys.argv = [program, *arguments]
        if code := _run(script.load()):
            sys.stderr.write(f"{program} {arguments[0]} ended with {code}\n")
            sys.exit(code)


def _run(start: object) -> int | str | None:
    if not callable(start):
        msg = "a console script is a function"
        raise TypeError(msg)
    try:
        start()
    except SystemExit as end:
        return end.code
    return 0


if __name__ == "__main__":
    main()
