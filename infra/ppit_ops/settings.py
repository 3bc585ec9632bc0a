"""What an operator may set for the command line."""

from pathlib import Path

from pydantic import SecretStr
from pydantic_settings import SettingsConfigDict

from ppit_platform.secret_files import MountedSettings


class OpsSettings(MountedSettings):
    model_config = SettingsConfigDict(env_prefix="PPIT_", frozen=True)

    database_admin_url: SecretStr | None = None
    """A PostgreSQL 16 or newer to use instead of the embedded one, as one who may create roles."""
    run_folder: Path = Path(".ppit")
    port: int = 8080
    telemetry: str = "off"
