"""Everything an operator may configure of the gate."""

from pathlib import Path

from pydantic import DirectoryPath, Field, FilePath, PostgresDsn
from pydantic_settings import SettingsConfigDict

from ppit_platform.secret_files import MountedSettings
from ppit_platform.telemetry import TelemetryMode


class Settings(MountedSettings):
    model_config = SettingsConfigDict(env_prefix="PPIT_GATEWAY_", frozen=True, extra="forbid")

    database_url: PostgresDsn
    database_pool_size: int = Field(default=10, ge=1, le=100)
    issuer: str = Field(pattern=r"^https?://[^/\s]+$", description="Public address, no last slash.")
    log_socket: Path
    log_origin: str = Field(default="ppit.kent.example/log", pattern=r"^[^\s+]+$")
    log_public_key_file: FilePath = Field(description="The log's Ed25519 public key, PEM.")
    log_ml_dsa_public_key_file: FilePath = Field(description="Its ML-DSA-44 public key, PEM.")
    signing_key_dir: DirectoryPath = Field(
        description="P-256 private keys, PEM, each named after the moment from which it signs."
    )
    mandate_key_file: FilePath = Field(description="P-256 private key, PEM: seals mandates.")
    hop_key_dir: Path = Field(description="One file <service>.key of 64 hexadecimal digits each.")
    upstreams: dict[str, Path] = Field(description="Service name to its unix socket.")
    allowed_hosts: frozenset[str] = Field(description="Values of Host that are answered.")
    deadline_seconds: float = Field(default=10.0, gt=0, le=60)
    chores_seconds: float = Field(
        default=10.0, gt=0, le=60, description="How often failures are told and old rows go."
    )
    failures_a_minute: int = Field(
        default=10, ge=1, description="Failed authentications of a client that are answered 401."
    )
    register_age_seconds: float = Field(
        default=0.7,
        ge=0,
        le=0.8,
        description="How old what is known of the register may be; a suspension waits no longer.",
    )
    telemetry: TelemetryMode = TelemetryMode.CONSOLE
    otlp_endpoint: str | None = None


class RegisterSettings(MountedSettings):
    """What loading a register needs; it may stand among the gate's other settings."""

    model_config = SettingsConfigDict(env_prefix="PPIT_GATEWAY_", frozen=True, extra="ignore")

    database_url: PostgresDsn
