"""Everything an operator may configure: what every service with a gazetteer may."""

from pydantic_settings import SettingsConfigDict

from ppit_platform.service import GazetteerSettings


class Settings(GazetteerSettings):
    model_config = SettingsConfigDict(env_prefix="PPIT_VICTIMS_", frozen=True, extra="forbid")
