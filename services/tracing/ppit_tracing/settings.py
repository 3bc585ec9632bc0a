"""Everything an operator may configure."""

from pydantic import Field
from pydantic_settings import SettingsConfigDict

from ppit_platform.service import GazetteerSettings


class Settings(GazetteerSettings):
    """How long a list counts: past that it is stale, and no address is certified."""

    model_config = SettingsConfigDict(env_prefix="PPIT_TRACING_", frozen=True, extra="forbid")

    sightings_fresh_days: int = Field(
        default=60, ge=1, description="A source of sightings loaded longer ago is stale."
    )
    deaths_fresh_days: int = Field(
        default=35, ge=1, description="A list of deaths loaded longer ago is stale."
    )
    insolvencies_fresh_days: int = Field(
        default=14, ge=1, description="A list of insolvencies loaded longer ago is stale."
    )
