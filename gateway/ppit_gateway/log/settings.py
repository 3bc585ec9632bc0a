"""Everything an operator may configure of the log process, and of whoever audits it."""

from pathlib import Path

from pydantic import Field, PostgresDsn
from pydantic_settings import SettingsConfigDict

from ppit_platform.secret_files import MountedSettings


class LogSettings(MountedSettings):
    """Of the log process. The gate knows of all this only the socket."""

    model_config = SettingsConfigDict(env_prefix="PPIT_LOG_", frozen=True, extra="forbid")

    database_url: PostgresDsn = Field(description="As ppit_log, who may read and insert.")
    socket: Path
    signing_key_file: Path = Field(description="Ed25519 private key, PEM: signs checkpoints.")
    origin: str = Field(default="ppit.kent.example/log", pattern=r"^[^\s+]+$")
    intent_patience_seconds: float = Field(
        default=60.0, gt=0, description="After this an intent without an outcome is unknown."
    )


class AuditSettings(MountedSettings):
    """Of whoever verifies the log: no secret but the password of a role that only reads."""

    model_config = SettingsConfigDict(env_prefix="PPIT_LOG_", frozen=True, extra="forbid")

    auditor_database_url: PostgresDsn
    public_key_file: Path = Field(description="Ed25519 public key, PEM.")
    ml_dsa_public_key_file: Path | None = Field(
        default=None, description="ML-DSA-44 public key, PEM, that published checkpoints need."
    )
    origin: str = Field(default="ppit.kent.example/log", pattern=r"^[^\s+]+$")
