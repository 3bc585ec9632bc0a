"""Writes the console scripts that pyproject.toml names into a folder: for images, where no build
backend is. ``python console_scripts.py PYPROJECT FOLDER``.
"""

import sys
import tomllib
from pathlib import Path

_SCRIPT = """#!{python}
import sys

from {module} import {function}

sys.exit({function}())
"""


def write(pyproject: Path, folder: Path) -> list[str]:
    """Write one executable file for each script; return their names."""
    scripts: dict[str, str] = tomllib.loads(pyproject.read_text())["project"]["scripts"]
    for name, target in scripts.items():
        module, _, function = target.partition(":")
        file = folder / name
        file.write_text(_SCRIPT.format(python=sys.executable, module=module, function=function))
        file.chmod(0o755)
    return sorted(scripts)


if __name__ == "__main__":
    write(Path(sys.argv[1]), Path(sys.argv[2]))
