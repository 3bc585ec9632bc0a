"""Everything an operator may configure."""

from datetime import time

from pydantic import Field
from pydantic_settings import SettingsConfigDict

from ppit_platform.service import GazetteerSettings


class Settings(GazetteerSettings):
    """Times of day are London's. Shift ends and contact are common practice: set your own."""

    model_config = SettingsConfigDict(
        env_prefix="PPIT_OFFICER_SAFETY_", frozen=True, extra="forbid"
    )

    contact_for_advice: str = Field(
        default="PPIT duty desk", max_length=200, description="Whom an officer rings."
    )
    shift_ends: tuple[time, ...] = Field(
        default=(time(7), time(15), time(23)), min_length=1, description="When answers end."
    )
