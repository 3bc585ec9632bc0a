"""Everything an operator may configure."""

from pydantic import Field
from pydantic_settings import SettingsConfigDict

from ppit_platform.service import ServiceSettings

_AFTER = "Days after which a list that was loaded is stale: nothing is called clear on it."


class Settings(ServiceSettings):
    """A list that is stale is still searched: what it shows counts, what it lacks does not."""

    model_config = SettingsConfigDict(env_prefix="PPIT_VETTING_", frozen=True, extra="forbid")

    companies_fresh_days: int = Field(default=45, ge=1, description=_AFTER)
    officers_fresh_days: int = Field(default=45, ge=1, description=_AFTER)
    sanctions_fresh_days: int = Field(default=7, ge=1, description=_AFTER)
    insolvencies_fresh_days: int = Field(default=31, ge=1, description=_AFTER)
    awards_fresh_days: int = Field(default=95, ge=1, description=_AFTER)
    debts_fresh_days: int = Field(default=31, ge=1, description=_AFTER)
