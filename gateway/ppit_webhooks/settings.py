"""Everything an operator may configure."""

from pydantic import Field, FilePath
from pydantic_settings import SettingsConfigDict

from ppit_platform.service import ServiceSettings


class Settings(ServiceSettings):
    """``loopback`` is for a sandbox or a demo alone: receivers on this machine, http too."""

    model_config = SettingsConfigDict(env_prefix="PPIT_WEBHOOKS_", frozen=True, extra="forbid")

    loopback: bool = False
    authorities_file: FilePath | None = Field(
        default=None, description="PEM of more authorities whose certificates receivers may show."
    )
    attempt_seconds: float = Field(
        default=20.0, gt=0, le=30, description="How long one attempt may take, all of it."
    )
