"""Everything an operator may configure."""

from pydantic import Field
from pydantic_settings import SettingsConfigDict

from ppit_platform.service import ServiceSettings


class Settings(ServiceSettings):
    """``home_organisation`` keeps the register; ``home_controller`` is the name it signs in."""

    model_config = SettingsConfigDict(env_prefix="PPIT_PARTNERS_", frozen=True, extra="forbid")

    home_organisation: str = Field(default="ppit", pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")
    home_controller: str = Field(default="Kent County Council", min_length=1, max_length=200)
