"""Settings from the environment, else from the files that an operator mounts: for what is secret.

A file is named like the variable, in lower case: ``/run/secrets/ppit_victims_database_url``. So no
secret need stand in an environment, which every child and every crash report inherits.
"""

import os
from pathlib import Path

from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict
from pydantic_settings.sources import SecretsSettingsSource

MOUNTED = Path("/run/secrets")
"""Where Docker and Kubernetes mount them. On most machines it is not there, which is no fault."""


class MountedSettings(BaseSettings):
    """Base of all settings: a variable of the environment goes before a file."""

    model_config = SettingsConfigDict(secrets_dir=MOUNTED)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003  # Pydantic gives it
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Leave the files out where nobody mounted any."""
        first = (init_settings, env_settings, dotenv_settings)
        return (*first, file_secret_settings) if _mounted(file_secret_settings) else first


def _mounted(source: PydanticBaseSettingsSource) -> bool:
    folder = source.secrets_dir if isinstance(source, SecretsSettingsSource) else None
    return isinstance(folder, str | Path) and os.access(folder, os.R_OK | os.X_OK)
