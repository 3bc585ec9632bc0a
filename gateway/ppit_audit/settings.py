"""Everything an operator may configure."""

from pydantic import Field
from pydantic_settings import SettingsConfigDict

from ppit_platform.service import ServiceSettings


class Settings(ServiceSettings):
    """``home_organisation`` keeps the log; its data-protection officer reads it.

    ``notice_days`` is how long a recipient has to acknowledge a recall before it is escalated,
    ``export_days`` how long the file of an export lies until it is deleted.
    """

    model_config = SettingsConfigDict(env_prefix="PPIT_AUDIT_", frozen=True, extra="forbid")

    home_organisation: str = Field(default="ppit", pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")
    export_days: int = Field(default=7, ge=1, le=90)
    notice_days: int = Field(default=3, ge=0, le=90)
