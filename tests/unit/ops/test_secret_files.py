"""Settings come from the environment, else from files that an operator mounted."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from pydantic_settings import SettingsConfigDict

from ppit_platform.secret_files import MountedSettings


class _Settings(MountedSettings):
    model_config = SettingsConfigDict(env_prefix="PPIT_EXAMPLE_", extra="forbid")

    database_url: str
    pool_size: int = 10


def _read(mounted: Path, given: Mapping[str, str] | None = None) -> _Settings:
    class Settings(_Settings):
        model_config = SettingsConfigDict(secrets_dir=mounted)

    return Settings.model_validate(given or {})


def test_a_setting_that_is_in_no_variable_is_read_from_its_file(tmp_path: Path) -> None:
    (tmp_path / "ppit_example_database_url").write_text("postgresql://example\n")
    settings = _read(tmp_path)
    assert (settings.database_url, settings.pool_size) == ("postgresql://example", 10)


def test_a_variable_goes_before_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "ppit_example_database_url").write_text("postgresql://file")
    monkeypatch.setenv("PPIT_EXAMPLE_DATABASE_URL", "postgresql://variable")
    assert _read(tmp_path).database_url == "postgresql://variable"


def test_files_that_belong_to_others_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "ppit_example_colour").write_text("green")
    (tmp_path / "somebody-elses").mkdir()
    assert _read(tmp_path, {"database_url": "postgresql://given"}).pool_size == 10


def test_where_nothing_is_mounted_nobody_is_warned(tmp_path: Path) -> None:
    # Warnings are errors in these tests.
    given = {"database_url": "postgresql://given"}
    assert _read(tmp_path / "absent", given).database_url == "postgresql://given"
