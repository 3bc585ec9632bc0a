"""Each import contract of the house is kept by a sound little house and broken by its example."""

import shutil
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import cast

import pytest

from tests.architecture.our_files import ROOT

SOUND = {
    "ppit_matching/__init__.py": "",
    "ppit_platform/__init__.py": "",
    "ppit_platform/db.py": "import sqlmodel\n",
    "ppit_platform/tokens.py": "from jose import jwt\n",
    "ppit_client/__init__.py": "",
    "ppit_match/__init__.py": "",
    "ppit_synthetic/__init__.py": "import ppit_matching\n",
    "ppit_ops/__init__.py": "import ppit_synthetic\n",
    **{
        f"{service}/{module}": text
        for service in ("ppit_officer_safety", "ppit_gateway", "ppit_partners", "ppit_audit")
        for module, text in {
            "__init__.py": "",
            "settings.py": "",
            "errors.py": "",
            "domain/__init__.py": "",
            "storage/__init__.py": "",
            "storage/rows.py": "import sqlmodel\n",
            "storage/markers.py": f"from {service}.storage import rows\n",
            "actions/__init__.py": f"from {service}.storage import markers\n",
            "api/__init__.py": f"import fastapi\nfrom {service} import actions\n",
            "app.py": f"from {service} import api, settings\n",
        }.items()
    },
    "ppit_gateway/proxy/__init__.py": "",
    "ppit_gateway/log/__init__.py": "",
    "ppit_gateway/log_cli.py": "from ppit_gateway import log\n",
    "ppit_gateway/cli.py": "from ppit_gateway import log_cli\n",
}
"""A house of one line a room, in which every contract has something to look at."""

BREAKS: Mapping[str, Mapping[str, str]] = {
    "Services never import one another": {
        "ppit_officer_safety/actions/ask.py": "import ppit_gateway\n",
    },
    "Inside a service": {
        "ppit_officer_safety/errors.py": "from ppit_officer_safety import domain\n",
    },
    "Inside the gate": {
        "ppit_gateway/utils.py": "",
    },
    "The administration knows the gate's rules": {
        "ppit_partners/actions/ask.py": "from ppit_gateway import app\n",
    },
    "The audit knows the gate's rules": {
        "ppit_audit/actions/ask.py": "from ppit_gateway import app\n",
    },
    "A partner installs the client alone": {
        "ppit_client/ids.py": "from ppit_platform import db\n",
    },
    "The log starts without the gate": {
        "ppit_gateway/log/__init__.py": "from ppit_gateway import errors\n",
        "ppit_gateway/errors.py": "import sqlalchemy\n",
    },
    "Domain and matching are pure Python": {
        "ppit_matching/index.py": "import sqlalchemy\n",
    },
    "Only storage speaks SQL": {
        "ppit_officer_safety/actions/count.py": "import sqlalchemy\n",
    },
    "Only api and app speak HTTP-server": {
        "ppit_officer_safety/storage/answer.py": "import fastapi\n",
    },
    "Only ppit_platform.tokens touches jose": {
        "ppit_gateway/actions/verify.py": "from jose import jwt\n",
    },
    "Rows are private to storage": {
        "ppit_officer_safety/actions/peek.py": "from ppit_officer_safety.storage import rows\n",
    },
    "Settings are read once": {
        "ppit_gateway/actions/configure.py": "from ppit_gateway import settings\n",
    },
    "No import cycles anywhere": {
        "ppit_client/egg.py": "from ppit_client import hen\n",
        "ppit_client/hen.py": "from ppit_client import egg\n",
    },
}


def contracts() -> list[str]:
    toml = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    listed = cast("list[dict[str, str]]", toml["tool"]["importlinter"]["contracts"])
    return [contract["name"] for contract in listed]


def broken_contracts(folder: Path, *houses: Mapping[str, str]) -> list[str]:
    """Build a house in the folder and return the names of the house contracts that it breaks."""
    for house in houses:
        for path, text in house.items():
            file = folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
    shutil.copy(ROOT / "pyproject.toml", folder)
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(  # noqa: S603  # a tool of the environment on a folder of the test
        [linter, "--no-logo", "--no-cache"], cwd=folder, check=False, capture_output=True, text=True
    )
    report = " ".join(done.stdout.split())
    kept = {name for name in contracts() if f"{name} KEPT" in report}
    broken = [name for name in contracts() if f"{name} BROKEN" in report]
    assert kept.union(broken) == set(contracts()), done.stdout + done.stderr
    return broken


def test_a_sound_house_keeps_every_contract(tmp_path: Path) -> None:
    assert broken_contracts(tmp_path, SOUND) == []


@pytest.mark.parametrize("contract", BREAKS)
def test_a_contract_notices_the_import_that_breaks_it(contract: str, tmp_path: Path) -> None:
    (broken,) = broken_contracts(tmp_path, SOUND, BREAKS[contract])
    assert broken.startswith(contract)


def test_every_contract_has_its_breaking_example() -> None:
    for name in contracts():
        assert [start for start in BREAKS if name.startswith(start)], name
    assert len(contracts()) == len(BREAKS)
