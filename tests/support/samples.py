"""Real samples of partners' files, where a folder of them is given by ``PPIT_SAMPLES``."""

from pathlib import Path

import pytest
from pydantic_settings import BaseSettings, SettingsConfigDict


class _SampleSettings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="PPIT_", frozen=True)

    samples: Path | None = None


def sample(name: str) -> Path:
    """Return the file ``name`` of the samples; skip the test where there are none."""
    folder = _SampleSettings().samples
    if folder is None:
        pytest.skip("PPIT_SAMPLES names no folder of real samples")
    return folder / name
