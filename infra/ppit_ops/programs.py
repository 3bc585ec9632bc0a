"""The house's own programs, which stand beside the Python that runs this."""

import sys
from pathlib import Path


def command(program: str, *arguments: str) -> tuple[str, ...]:
    """Return the command line of one of the house's own programs."""
    return (str(Path(sys.executable).with_name(program)), *arguments)
