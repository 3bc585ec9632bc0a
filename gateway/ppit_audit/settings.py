"""Everything an operator may configure."""

from pydantic import Field
from pydantic_settings import SettingsConfigDict

from ppit_platform.service import ServiceSettings


class Settings(ServiceSettings):
    """``home_organisation`` keeps the log; its data-protection officer reads it."""

    model_config = SettingsConfigDict(env_prefix="PPIT_AUDIT_", frozen=True, extra="forbid")

    home_organisation: str = Field(default="ppit", pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")
