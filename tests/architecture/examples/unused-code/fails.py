"""Nothing here is named by anything."""

from dataclasses import dataclass
from pathlib import Path  # finding

LITRES = 2  # finding


@dataclass(frozen=True, slots=True)
class Paint:
    colour: str
    litres: int  # finding

    def is_red(self) -> bool:  # finding
        return self.colour == "RED"


def make_paint() -> Paint:  # finding
    return Paint("RED", 2)
