"""Operators load lists by command: what was loaded is said, and a refusal says why and exits 1."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from ppit_vetting.cli import cli
from tests.support.postgres import Database
from tests.support.service import told
from tests.support.vetting import ROLE
from tests.support.vetting_lists import LISTS, list_file, list_text


@pytest.fixture
def environment(vetting_database: Database, tmp_path: Path) -> dict[str, str]:
    settings = told(vetting_database, ROLE, tmp_path)
    return {f"PPIT_VETTING_{name.upper()}": str(value) for name, value in settings.items()}


@pytest.mark.parametrize("name", LISTS)
def test_a_list_is_loaded_by_its_command_and_a_torn_one_is_refused(
    environment: dict[str, str], tmp_path: Path, name: str
) -> None:
    file = list_file(tmp_path, name)
    loaded = CliRunner().invoke(cli.app, [f"load-{name}", str(file)], env=environment)
    assert loaded.exit_code == 0, loaded.output
    assert loaded.stdout.startswith("1 ")
    file.write_text(list_text(name)[:-9], encoding="utf-8")
    refused = CliRunner().invoke(cli.app, [f"load-{name}", str(file)], env=environment)
    assert refused.exit_code == 1
    assert "refused, and the last good list is kept" in refused.stderr


def test_settings_that_are_missing_are_named_and_never_shown(tmp_path: Path) -> None:
    file = list_file(tmp_path, "debts")
    wrong = {"PPIT_VETTING_DEBTS_FRESH_DAYS": "soon"}
    done = CliRunner().invoke(cli.app, ["load-debts", str(file)], env=wrong)
    assert done.exit_code == 2
    assert "PPIT_VETTING_DATABASE_URL" in done.stderr
    assert "soon" not in done.stderr
