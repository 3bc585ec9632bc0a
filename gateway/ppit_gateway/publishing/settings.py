"""Everything an operator may configure of the publisher."""

from pathlib import Path

from pydantic import Field, FilePath, PostgresDsn
from pydantic_settings import SettingsConfigDict

from ppit_platform.secret_files import MountedSettings


class PublisherSettings(MountedSettings):
    """Of the publisher. It signs as the log does, and with a second key that only it has."""

    model_config = SettingsConfigDict(env_prefix="PPIT_PUBLISHER_", frozen=True, extra="forbid")

    database_url: PostgresDsn = Field(description="As ppit_publisher.")
    signing_key_file: Path = Field(description="The log's Ed25519 private key, PEM.")
    ml_dsa_key_file: Path = Field(description="ML-DSA-44 private key, PEM.")
    witness_policy_file: FilePath | None = Field(
        default=None, description="Whom to ask for cosignatures (C2SP tlog-policy)."
    )
    origin: str = Field(default="ppit.kent.example/log", pattern=r"^[^\s+]+$")
