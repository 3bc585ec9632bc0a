"""Everything here is named by something, registered with a framework, or declared for the wire."""

from dataclasses import dataclass
from enum import StrEnum

from ppit_example import Row, connection, router


class Colour(StrEnum):
    RED = "RED"


class ColourRow(Row, table=True):
    colour: Colour


@dataclass(frozen=True, slots=True)
class Paint:
    colour: Colour
    litres: int

    def __exit__(self, kind, fault, trace) -> None:
        connection.read_only = self.litres


@router.get("/paints")
def read_paints() -> int:
    return Paint(Colour.RED, 2).litres


def test_a_paint_has_its_colour(paint: Paint) -> None:
    assert paint.colour is Colour.RED
