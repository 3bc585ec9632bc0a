"""Nothing here is named by anything."""

from dataclasses import dataclass
from pathlib import Path  # finding

from pydantic_settings import BaseSettings

LITRES = 2  # finding


@dataclass(frozen=True, slots=True)
class Paint:
    colour: str
    litres: int  # finding

    def is_red(self) -> bool:  # finding
        return self.colour == "RED"


class Settings(BaseSettings):
    database_url: str  # finding


def make_paint() -> Paint:  # finding
    return Paint(str(Settings()), 2)
