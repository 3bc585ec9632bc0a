"""The client installs alone, and its README is true of what was installed."""

import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

CLIENT = Path(__file__).parents[2] / "shared/ppit_client"
ASKED = """
import sys
known = {name.partition(".")[0] for name in sys.modules}
print(ppit_client.__file__, *sorted(name for name in known if name.startswith("ppit_")))
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel as a partner's pip does, and unpack it where nothing else is."""
    folder = tmp_path_factory.mktemp("client")
    subprocess.run(  # noqa: S603  # the build tool of this environment
        [Path(sys.executable).with_name("hatchling"), "build", "-t", "wheel", "-d", folder],
        cwd=CLIENT,
        check=True,
        capture_output=True,
    )
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(folder / "site")
    return folder / "site"


def blocks() -> list[str]:
    found = re.findall(r"```python\n(.*?)```", (CLIENT / "README.md").read_text(), re.DOTALL)
    return [str(block) for block in found]


def test_it_has_every_module_its_types_and_no_more(installed: Path) -> None:
    ours = {one.relative_to(CLIENT) for one in CLIENT.rglob("*.py")} | {Path("py.typed")}
    package = installed / "ppit_client"
    there = {one.relative_to(package) for one in package.rglob("*") if one.is_file()}
    assert there == ours
    assert len(there) > 20


def test_the_readme_s_example_of_the_fake_gate_runs_with_nothing_else_of_the_house(
    installed: Path,
) -> None:
    example = blocks()[-1]
    assert "FakeGate" in example
    done = subprocess.run(  # noqa: S603  # this interpreter on our own README
        [sys.executable, "-c", f"import ppit_client\n{example}\n{ASKED}"],
        check=False,
        capture_output=True,
        text=True,
        env={"PYTHONPATH": str(installed), "PATH": os.defpath},
    )
    file, *known = done.stdout.split()
    assert (known, done.stderr) == (["ppit_client"], "")
    assert Path(file).is_relative_to(installed)


def test_each_example_of_the_readme_is_code() -> None:
    assert len(blocks()) >= 3
    assert all(compile(block, "README.md", "exec") for block in blocks())
